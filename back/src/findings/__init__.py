"""Findings: reporting, describing, scoring and removing types of weakness."""
