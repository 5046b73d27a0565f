"""The compendium as files: PDF, DOCX, JSON and CSV, made of what anybody may see and nothing else (R12-7, RX-1)."""
