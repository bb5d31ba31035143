"""The types of the API, a folder each, with a file for each field that has a resolver of its own."""
