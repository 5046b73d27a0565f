"""Documents read into citable paragraphs: no Django, no database, usable alone.

>>> from comity.texts import read
>>> reading = read("statement.pdf")            # doctest: +SKIP
>>> reading.paragraphs[0].text                  # doctest: +SKIP
"""
