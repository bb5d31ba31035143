"""Changes of the schema that break clients and were agreed on: what `find_breaking_changes` calls them, and from which date."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

ALLOWED: Mapping[str, date] = MappingProxyType({})
