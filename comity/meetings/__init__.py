"""Series, meetings, aspects, sessions and the instruments they rest on."""
