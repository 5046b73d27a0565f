"""Written statements: receipt, review, publication, paragraphs."""
