"""Pages by audience: site (public, press), portal (delegations), desk (secretariat)."""
