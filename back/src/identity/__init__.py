"""Who asks: opaque sessions and API tokens, kept as hashes, and the viewer behind each."""
