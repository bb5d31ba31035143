"""The composition root: it alone knows the adapters, and wires everything by the settings."""
