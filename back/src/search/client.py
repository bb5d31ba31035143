"""The one client of a process: its pool, its time limits and its retries."""

from base64 import b64encode
from dataclasses import dataclass, field

from botocore.session import Session
from opensearchpy import AsyncHttpConnection, AsyncOpenSearch, AWSV4SignerAsyncAuth

from search.names import check_prefix
from search.queries import MOST_SECONDS
from store.errors import Unavailable

_CONNECTIONS = 16
_SECONDS = MOST_SECONDS + 5
"""Longer than the engine looks for an answer, so that it is the engine that gives up."""
_RETRIES = 2
_SERVICE = "es"


@dataclass(frozen=True, slots=True)
class Cluster:
    """Where the engine is and how it lets this service in: by a name and a password, or signed with the credentials of AWS."""

    url: str
    prefix: str = "integrates"
    """What the names of all indexes begin with."""
    user: str = ""
    password: str = field(default="", repr=False)
    region: str = ""
    """Signs requests for this region; empty for none."""


def connect(cluster: Cluster) -> AsyncOpenSearch:
    """Return a client, which connects when it is first used; raises `InvalidValue`, and `Unavailable` without credentials to sign with.

    All that it does may be done twice, so it tries again what cannot be reached or fails on the way; what takes too long is not repeated.
    """
    check_prefix(cluster.prefix)
    return AsyncOpenSearch(
        hosts=[cluster.url],
        http_auth=_signer(cluster),
        headers=_headers(cluster),
        connection_class=AsyncHttpConnection,
        timeout=_SECONDS,
        pool_maxsize=_CONNECTIONS,
        max_retries=_RETRIES,
        retry_on_status=(502, 503, 504),
        retry_on_timeout=False,
        http_compress=False,
    )


def _signer(cluster: Cluster) -> AWSV4SignerAsyncAuth | None:
    if not cluster.region:
        return None
    credentials = Session().get_credentials()
    if credentials is None:
        raise Unavailable("there are no credentials of AWS to sign requests to the index with")
    return AWSV4SignerAsyncAuth(credentials, cluster.region, _SERVICE)


def _headers(cluster: Cluster) -> dict[str, str]:
    if not cluster.user:
        return {}
    return {"authorization": f"Basic {b64encode(f'{cluster.user}:{cluster.password}'.encode()).decode()}"}
