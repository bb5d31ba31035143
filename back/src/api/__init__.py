"""The GraphQL API: its schema, what guards it, and a file for each field and mutation."""
