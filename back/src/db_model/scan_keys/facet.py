"""Where scan keys live, and which questions their keys answer."""

from db_model import parts
from db_model.codec import Codec
from db_model.facet import OWN, Facet
from db_model.scan_keys.types import ScanKey
from store.values import Key

TAG = "SCANKEY"


def key(group_name: str, text: str) -> Key:
    """Which scan did a client ask for under this key?"""
    return Key(parts.join(TAG, group_name, text), OWN)


FACET = Facet[ScanKey](
    name="scan_keys",
    codec=Codec(ScanKey),
    key=lambda scan_key: key(scan_key.group_name, scan_key.text),
    version=lambda scan_key: scan_key.version,
    indexes=lambda _: {},
    expires_at=lambda scan_key: scan_key.expires_at,
)
