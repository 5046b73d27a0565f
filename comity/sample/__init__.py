"""The sample meeting: real dates and rooms; delegations, organizations, persons and statements are all invented.

Nothing invented is put into the mouth of a real State, company or person. The texts are the source; the files that
`comity demo` takes in are made from them by tools/build_sample.py and travel with the package.
"""
