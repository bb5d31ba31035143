"""Whether what is stored agrees with itself: items, histories, guards, the scans' identities, files, and what the engine derives."""
