"""The `integrates` command."""
