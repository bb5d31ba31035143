"""Who belongs where: invitations, what accepting one gives, roles and their changes."""
