"""What a delegation needs, offers, and reports, in the portal."""
