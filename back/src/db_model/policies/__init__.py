"""Policies: what an organization or one of its groups demands of acceptances, gates and members."""
