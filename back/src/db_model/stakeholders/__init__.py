"""People: their profile and their platform role."""
