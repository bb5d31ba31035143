"""Where executions live, and which questions their keys answer."""

from clock import to_sortable_date
from db_model import parts
from db_model.codec import Codec
from db_model.executions.types import Execution
from db_model.facet import OWN, Facet
from store.values import IndexName, Key, Prefix

TAG = "EXEC"


def key(group_name: str, execution_id: str) -> Key:
    """Which execution of this group has this id?"""
    return Key(parts.join(TAG, group_name, execution_id), OWN)


def of_group(group_name: str) -> Prefix:
    """Which executions does a group have, by their date?"""
    return Prefix(parts.join("GROUP", group_name), parts.beginning(TAG))


FACET = Facet[Execution](
    name="executions",
    codec=Codec(Execution),
    key=lambda execution: key(execution.group_name, execution.id),
    version=lambda execution: execution.version,
    indexes=lambda execution: {
        IndexName.BY_PARENT: Key(of_group(execution.group_name).partition, parts.join(TAG, to_sortable_date(execution.date), execution.id)),
    },
    expires_at=lambda _: None,
)
