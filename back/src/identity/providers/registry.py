"""Which identity providers the settings choose."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from identity.providers.provider import Provider
from settings import Settings

Known = Mapping[str, Callable[[Settings], Provider]]
"""The providers that there are, by name, and how each is made of the settings."""


class UnknownProvider(Exception):
    """The settings choose a provider that there is not."""


def check_names(names: Iterable[str], known: Known) -> None:
    """Check the names that the settings choose; raises `UnknownProvider`."""
    for name in names:
        if name not in known:
            there = ", ".join(sorted(known)) or "none in this release"
            raise UnknownProvider(f"INTEGRATES_PROVIDERS names {name}; there are: {there}")


def choose(settings: Settings, known: Known) -> Mapping[str, Provider]:
    """Make the providers that the settings name, in their order; raises `UnknownProvider`."""
    check_names(settings.providers, known)
    return MappingProxyType({name: known[name](settings) for name in settings.providers})
