"""Sign-in links: each works once, for some minutes; only its hash is kept."""
