"""Organizations: made, ruled by policies, and left by their members."""
