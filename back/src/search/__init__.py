"""The port of the index on OpenSearch."""
