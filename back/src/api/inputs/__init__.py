"""The inputs; none needs more than its SDL."""
