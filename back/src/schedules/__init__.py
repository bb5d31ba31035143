"""Schedules: what is done again and again, as jobs that workers ask for when their time comes."""
