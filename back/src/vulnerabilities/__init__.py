"""Vulnerabilities: closing, removing, describing and scoring the places of a weakness."""
