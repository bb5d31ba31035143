"""Copies of whole stores from one engine to another: resumable, and compared at the end."""
