"""Invitations: which access the secret of a link stands for; only its hash is kept."""
