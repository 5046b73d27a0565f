"""An agenda on paper: tagged PDF and DOCX in six languages."""
