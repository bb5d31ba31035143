"""Scan identities: by what a scan knows the vulnerabilities that earlier scans made."""
