"""Jobs: their states, and how a worker holds one."""
