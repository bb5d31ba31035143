"""Organizations: the tenants; every group belongs to one."""
