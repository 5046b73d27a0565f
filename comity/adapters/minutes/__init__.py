"""Minutes of a session as a page, a PDF and a DOCX file."""
