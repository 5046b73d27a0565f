"""Resources and follow-up at the desk."""
