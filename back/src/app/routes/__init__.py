"""What the paths of the application answer."""
