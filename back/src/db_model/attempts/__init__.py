"""Attempts to sign in, counted here so that all processes agree."""
