"""What speaks like Amazon's services, on a free port of this machine and in memory; one for all tests of a process."""

import atexit
import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import pytest
from moto.server import ThreadedMotoServer

REGION = "eu-west-1"


@contextmanager
def stub_services() -> Iterator[str]:
    """Give the address of the services, with credentials around that are good for nothing."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", "an-access-key-for-tests")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "a-secret-for-tests")
        patch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        for name in ("AWS_SESSION_TOKEN", "AWS_PROFILE", "AWS_ENDPOINT_URL"):
            patch.delenv(name, raising=False)
        yield _address()


def new_name() -> str:
    """Return a name for a bucket or a queue that no other test has: they share the services."""
    return f"test-{secrets.token_hex(8)}"


@cache
def _address() -> str:
    """Start the services, once, and return where they answer."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    atexit.register(server.stop)
    host, port = server.get_host_and_port()
    return f"http://{host}:{port}"
