"""Where delegations submit, replace and withdraw."""
