"""API tokens: named, limited in time and perhaps in scope; only the hash of the secret is kept."""
