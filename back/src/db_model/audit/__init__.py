"""The audit trail: one immutable record of each command."""
