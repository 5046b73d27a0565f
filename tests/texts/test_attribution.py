"""Who a paragraph names as its author."""

from __future__ import annotations

import pytest

from comity.texts.attribution import attributed


@pytest.mark.parametrize(
    ("text", "authors"),
    [
        ("Ratify the Convention (Norway; Chile);", ("Norway", "Chile")),
        ("Ratify the Convention (Norway).", ("Norway",)),
        ("Ratify it (Iran (Islamic Republic of); Chile)", ("Iran (Islamic Republic of)", "Chile")),
        ("Ratify it (Bosnia and Herzegovina and Chile)", ("Bosnia and Herzegovina", "Chile")),
        ("Ratify it (United Kingdom, the Netherlands)", ("United Kingdom", "the Netherlands")),
        ("Ratificar la Convención (Noruega; Chile);", ("Noruega", "Chile")),
        ("Ratifier la Convention (Norvège ; Chili)", ("Norvège", "Chili")),
        ("Ratify it (Algeria, on behalf of the African Group; Chile)", ("Algeria", "on behalf of the African Group", "Chile")),
        ("Ratify it (Norway; Norway)", ("Norway",)),
        ("Act together (European Union)", ("European Union",)),
        ("Ratify it (Islamic Republic of Iran);", ("Islamic Republic of Iran",)),
        ("Ratify it (Albania); sign it (Chile; Peru);", ("Albania", "Chile", "Peru")),
        ("Issue an invitation (Germany) (Mexico);", ("Germany", "Mexico")),
        ("Ratify it (see paragraph 3) soon (Chile);", ("Chile",)),
        ("Speak to the States (see paragraph 3)", ()),
        ("Speak to the States (A/HRC/31/65)", ()),
        ("Speak to the States ()", ()),
        ("Norway and Chile spoke", ()),
    ],
)  # fmt: skip
def test_authors_are_those_in_the_closing_brackets(text: str, authors: tuple[str, ...]) -> None:
    assert attributed(text) == authors
