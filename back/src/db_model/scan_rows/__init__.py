"""Rows of scans: what came of each result that did not stay as it was."""
