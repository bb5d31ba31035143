"""Jobs: work that a command asked for and that a worker does after it, in batches."""
