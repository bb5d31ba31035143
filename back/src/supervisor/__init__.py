"""The parent of a service's processes: it starts them, starts again those that end, and ends them; of the standard library alone."""
