"""Reports: lists that are taken elsewhere, written as they are read."""
