"""What stops the engines."""


class EngineTrouble(Exception):
    """An engine cannot be fetched or started; the text says what a person can do."""
