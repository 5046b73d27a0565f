"""Search over every published paragraph: an index beside the database, which follows the publication log."""
