"""What items are counted as."""

from db_model.all_facets import facet_of, guard_of, is_history
from db_model.facet import OWN
from store.values import Key

GUARDS = "guards"
UNKNOWN = "unknown"


def kind_of(key: Key) -> str:
    """Return the name of the entity that lives at a key, or whose history or guard does."""
    facet = facet_of(key)
    if facet is not None:
        return facet.name
    if guard_of(key) is not None:
        return GUARDS
    owner = facet_of(Key(key.partition, OWN)) if is_history(key) else None
    return UNKNOWN if owner is None else f"{owner.name} history"
