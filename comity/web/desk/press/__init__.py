"""The press office: highlights, releases, press conferences, accreditation."""
