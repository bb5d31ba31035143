"""Vulnerabilities: the places where a finding's weakness is."""
