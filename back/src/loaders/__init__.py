"""What a request may read, batched, cached and scoped by its viewer; and how it commits."""
