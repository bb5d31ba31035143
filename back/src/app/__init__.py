"""The ASGI application: routes, middleware, rates, metrics, logs, and the server it runs in."""
