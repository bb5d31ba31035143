"""The mark of a store that is being copied into, which is there until the copy is whole."""
