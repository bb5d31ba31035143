"""The port of the blobs on Amazon S3, or what speaks like it."""
