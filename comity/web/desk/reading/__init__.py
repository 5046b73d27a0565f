"""Reading with a pencil: the rapporteur's workspace."""
