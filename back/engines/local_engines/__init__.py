"""The engines of the distributed store on this machine: fetched, checked, started, stopped; for tests and demos, not for service."""
