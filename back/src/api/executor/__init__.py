"""From the body of a request to the bytes of its answer: parse once, execute, write JSON."""
