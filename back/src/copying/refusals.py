"""What a copy is not made for."""


class CopyRefused(Exception):
    """A copy must not be made, or not gone on with; the text says why and what to do."""
