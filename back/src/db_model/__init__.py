"""The entities: how each is stored, read and written; nothing here decides who may do what."""
