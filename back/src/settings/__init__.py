"""The one settings object: read from the environment once, frozen, passed to whoever needs it."""

from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class StoreKind(StrEnum):
    """Where the data lives."""

    LOCAL = "local"
    AWS = "aws"


class Services(StrEnum):
    """Which attributes a group's services give it."""

    OPEN = "open"
    AS_REFERENCE = "as_reference"


class Limits(BaseModel):
    """What a caller may ask for at most; each refusal names the limit and its value."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    body_bytes: int = Field(default=1024 * 1024, gt=0)
    upload_bytes: int = Field(default=256 * 1024 * 1024, gt=0)
    upload_files: int = Field(default=8, gt=0)
    upload_seconds: float = Field(default=600, gt=0)
    document_bytes: int = Field(default=16 * 1024, gt=0)
    document_tokens: int = Field(default=2_000, gt=0)
    depth: int = Field(default=15, gt=0)
    selections: int = Field(default=500, gt=0)
    aliases: int = Field(default=50, ge=0)
    directives: int = Field(default=50, ge=0)
    root_fields: int = Field(default=20, gt=0)
    field_pairs: int = Field(default=2_000, gt=0)
    variables_bytes: int = Field(default=256 * 1024, gt=0)
    cost: int = Field(default=50_000, gt=0)
    operation_seconds: float = Field(default=30, gt=0)
    list_first: int = Field(default=1_000, gt=0)
    tokens_per_person: int = Field(default=20, gt=0)
    document_cache_bytes: int = Field(default=16 * 1024 * 1024, ge=0)


_COUNTED_IN_STORE = frozenset({"sign_in", "link_look"})


class Rates(BaseModel):
    """What a caller may ask for in a minute, of all web processes together; zero means no limit."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    address_requests: int = Field(default=6_000, ge=0)
    viewer_requests: int = Field(default=6_000, ge=0)
    viewer_cost: int = Field(default=5_000_000, ge=0)
    sign_in: int = Field(default=10, ge=0)
    """Uses of links and invitations, and sign-ins, of one address."""
    link_look: int = Field(default=30, ge=0)
    """Looks at links and invitations, of one address."""

    def shared_by(self, processes: int) -> "Rates":
        """Return what each of so many processes lets a caller ask for, so that all together stay near the whole.

        What is counted in the store is counted for all processes at once.
        """
        return Rates(**{name: rate if name in _COUNTED_IN_STORE else -(-rate // processes) for name, rate in self})


def check_address(url: str) -> str:
    """Return the address of an engine, or none; raises `ValueError` for another text, a password in it, plain HTTP to another host."""
    parts = urlsplit(url)
    if url and (parts.scheme not in {"http", "https"} or not parts.hostname or {parts.username, parts.query, parts.fragment} - {None, ""}):
        raise ValueError("must be an address such as https://search.example.org:9200, without a name and a password")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise ValueError("must use https unless its host is a loopback one")
    return url


class SearchEngine(BaseModel):
    """Where the index is, when it is an engine of its own, and how that lets this service in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: str = ""
    prefix: str = Field(default="integrates", pattern=r"^[a-z][a-z0-9_-]{0,60}$")
    user: str = ""
    password: str = Field(default="", repr=False)
    region: str = ""

    _check_url = field_validator("url")(check_address)


class Amazon(BaseModel):
    """Where the table, the files and the messages are past one machine; credentials are found as every tool of AWS does.

    An empty endpoint is Amazon's own; one of a service goes before `endpoint`, which is that of all.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    region: str = Field(default="", pattern=r"^[a-z0-9-]{0,40}$")
    endpoint: str = ""
    dynamodb: str = ""
    s3: str = ""
    sqs: str = ""
    table: str = Field(default="integrates", pattern=r"^[A-Za-z0-9_.-]{3,255}$")
    bucket: str = ""
    queue: str = ""

    _check_endpoints = field_validator("endpoint", "dynamodb", "s3", "sqs")(check_address)


class Settings(BaseSettings):
    """Settings of one process; each is read from `INTEGRATES_<NAME>`, parts of a group from `INTEGRATES_<GROUP>__<NAME>`."""

    model_config = SettingsConfigDict(env_prefix="INTEGRATES_", env_nested_delimiter="__", frozen=True, extra="ignore")

    data: Path = Path(".integrates")
    host: str = "127.0.0.1"
    port: int = Field(default=8001, ge=0, le=65_535)
    workers: int = Field(default=1, ge=1, le=64)
    store: StoreKind = StoreKind.LOCAL
    indexer: bool = True
    """Whether `serve` keeps an indexer running where the index is apart from the table; others may run anywhere beside."""
    public_url: str = ""
    keys: str = Field(default="", repr=False)
    metrics: str = ""
    trusted_proxies: tuple[str, ...] = ()
    staff_domains: tuple[str, ...] = ()
    service_domain: str = "integrates.local"
    providers: tuple[str, ...] = ()
    """The identity providers that people may sign in with, by their names."""
    services: Services = Services.OPEN
    refuse_free_mail: bool = False
    refuse_plus_addresses: bool = False
    refuse_long_top_levels: bool = False
    log_level: str = "INFO"
    limits: Limits = Limits()
    rates: Rates = Rates()
    search: SearchEngine = SearchEngine()
    aws: Amazon = Amazon()

    @property
    def own_rates(self) -> Rates:
        """Return what this process lets a caller ask for: its share, as callers come to all of them."""
        return self.rates.shared_by(self.workers)

    @model_validator(mode="before")
    @classmethod
    def _derive_public_url(cls, values: dict[str, object]) -> dict[str, object]:
        """Default the public URL to the port on this host."""
        return values if values.get("public_url") else {**values, "public_url": f"http://localhost:{values.get('port', 8001)}"}

    @model_validator(mode="after")
    def _check_public_url(self) -> "Settings":
        """Refuse a public URL that is no origin, or plain HTTP anywhere but on a loopback host."""
        parts = urlsplit(self.public_url)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path not in {"", "/"} or parts.query or parts.fragment:
            raise ValueError("INTEGRATES_PUBLIC_URL must be an origin such as https://integrates.example.org")
        if parts.scheme == "http" and parts.hostname not in LOOPBACK:
            raise ValueError("INTEGRATES_PUBLIC_URL must use https unless its host is a loopback one")
        return self
