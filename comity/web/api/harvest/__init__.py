"""Harvest of what is public, for libraries and archives: OAI-PMH 2.0 with Dublin Core. Withdrawn items stay as deleted
records, as their addresses stay as tombstones."""
