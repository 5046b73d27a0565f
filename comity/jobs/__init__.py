"""What runs beside the pages: each fetches what is due and calls one verb."""
