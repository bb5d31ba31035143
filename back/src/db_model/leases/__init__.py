"""Leases of schedules: which of its times a schedule was last run for."""
