"""The table in one SQLite file: one writer thread that commits in groups, and two reader threads."""
