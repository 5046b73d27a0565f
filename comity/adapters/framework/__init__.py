"""An edition of the framework on paper: letter, annex and appendices, as a page, PDF, DOCX, HTML and JSON."""
