"""Roles and their actions, the viewer, the scope, and the one decision."""
