"""Scans: what was asked to be imported, and what came of it."""
