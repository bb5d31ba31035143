"""Executions: the runs of the CI agent, as it recorded them."""
