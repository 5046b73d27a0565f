"""What goes in and out, as types from which the description is printed. They hold words and numbers, never records."""
