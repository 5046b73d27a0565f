"""Proposals for the people who read: what deserves a look, what it is like, which group it may join.

Nothing here decides, and nothing needs Django, a database or a network. Same input, same version: the same bytes.
"""

ENGINE = "comity"
VERSION = "3"
"""Shown with every proposal. Raise when the same input gives another answer: proposals made before are then old."""
