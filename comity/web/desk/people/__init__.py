"""The desk's pages of the people of a meeting: registrations, panels, consultations, lists."""
