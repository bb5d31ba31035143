"""Findings: one type of weakness in a group, which its vulnerabilities belong to."""
