"""What programmes may ask for and do, one module a subject. A route loads, calls one verb or query, answers."""
