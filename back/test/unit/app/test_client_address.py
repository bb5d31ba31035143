import pytest

from app.client_address import client_address, parse_networks


def address(peer: str | None, *forwarded: str, trusted: tuple[str, ...] = ()) -> str:
    headers = [(b"x-forwarded-for", line.encode()) for line in forwarded]
    return client_address({"client": (peer, 1) if peer else None, "headers": headers}, parse_networks(trusted))


def test_a_stranger_cannot_give_itself_another_address() -> None:
    assert address("203.0.113.7", "198.51.100.1") == "203.0.113.7"


def test_a_trusted_proxy_tells_the_address() -> None:
    assert address("10.0.0.1", "198.51.100.1", trusted=("10.0.0.0/8",)) == "198.51.100.1"


def test_the_chain_is_read_from_its_end_to_the_first_address_nobody_trusts() -> None:
    assert address("10.0.0.1", "1.2.3.4, 198.51.100.1,10.0.0.9", trusted=("10.0.0.0/8",)) == "198.51.100.1"


def test_several_headers_are_one_chain() -> None:
    assert address("10.0.0.1", "1.2.3.4", "198.51.100.1", "10.2.3.4", trusted=("10.0.0.0/8",)) == "198.51.100.1"


@pytest.mark.parametrize("forwarded", ["", "unknown", "198.51.100.1:80", "<script>"])
def test_what_is_no_address_ends_the_chain(forwarded: str) -> None:
    assert address("10.0.0.1", forwarded, trusted=("10.0.0.1",)) == "10.0.0.1"


def test_a_chain_of_trusted_proxies_alone_is_counted_by_its_farthest() -> None:
    assert address("10.0.0.1", "10.0.0.3, 10.0.0.2", trusted=("10.0.0.0/8",)) == "10.0.0.3"


def test_an_address_of_ipv6_is_counted_by_its_network() -> None:
    assert address("2001:db8:1:2:3:4:5:6") == "2001:db8:1:2::/64"
    assert address("::ffff:203.0.113.7") == "203.0.113.7"


@pytest.mark.parametrize("peer", [None, "/run/socket"])
def test_a_peer_without_an_address_is_unknown(peer: str | None) -> None:
    assert address(peer, "198.51.100.1", trusted=("10.0.0.1",)) == "unknown"


def test_a_proxy_that_is_no_address_is_an_error_at_the_start() -> None:
    with pytest.raises(ValueError, match="proxy"):
        parse_networks(["proxy.example.test"])
