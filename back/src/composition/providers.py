"""The identity providers that the settings can choose: a provider plugs in by a line here."""

from types import MappingProxyType

from identity.providers.registry import Known

KNOWN: Known = MappingProxyType({})
