"""Pure ASGI middleware, one in each file."""
