"""Groups: made in an organization, described, ruled by policies, and removed."""
