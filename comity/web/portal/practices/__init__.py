"""A delegation's words in the register: confirmed, answered for, and its own programmes entered."""
