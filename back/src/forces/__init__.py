"""The gate of CI: whether a build may pass, the agent that asks, and the record of its runs."""
