"""Commands of the library: they read files or JSON Lines and need no Django."""
