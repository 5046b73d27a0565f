"""How dates are written, where Django does otherwise than the United Nations."""
