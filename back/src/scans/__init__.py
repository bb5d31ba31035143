"""Scans: reading the files of scanners and matching their results with what is stored."""
