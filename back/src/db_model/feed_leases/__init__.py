"""Leases of the shards of a change feed: who follows which, and how far."""
