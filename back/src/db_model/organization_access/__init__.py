"""Who belongs to which organization, and as what."""
