"""Who belongs to which group, and as what."""
