"""What stands between the product and the world outside: one slice each, chosen by dotted path in settings."""
