"""Groups: what is tested and managed together; they belong to an organization."""
