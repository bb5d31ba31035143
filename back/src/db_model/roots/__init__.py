"""Roots: the repositories, addresses and sites that are tested in a group."""
