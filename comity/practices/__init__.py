"""The register: exact words, candidates, good practices, safeguards, decisions, editions."""
