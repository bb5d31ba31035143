"""Analyses: what one tool looks at in one root, scan after scan."""
