"""Campaigns as the public reads them: the plan, what was measured, and what the figures do not tell."""
