"""The port of the blobs over a folder."""
