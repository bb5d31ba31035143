"""What organizations and groups demand: the bounds of each policy, and what holds where."""
