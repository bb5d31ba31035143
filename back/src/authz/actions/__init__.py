"""Which roles have which action: one table for each level, and the grants of ours apart from them."""
