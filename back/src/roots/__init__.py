"""Roots: what is tested in a group, added, changed, deactivated and activated again."""
