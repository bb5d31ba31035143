"""Scan keys: by which a client's second try of an import is known as the first."""
