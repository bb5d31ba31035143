"""Sessions: several per person, revocable; only the hash of the secret is kept."""
