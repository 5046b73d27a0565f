"""Who takes part: Member States, organizations, groups, delegations, people and their roles."""
