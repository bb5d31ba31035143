import pytest

from roots.hosts import is_host, is_local


@pytest.mark.parametrize("host", ["okada.test", "a", "a-b.c_d.test", "okada.test.", "10.0.0.1", "2001:db8::1", "xn--andu-9qa.test"])
def test_a_name_or_an_address_is_a_host(host: str) -> None:
    assert is_host(host) is True


@pytest.mark.parametrize(
    "host", ["", "-a.test", "a-.test", "a..test", ".test", "ñandu.test", "a b", "a/b", "fe80::1%eth0", "a." * 127 + "a"]
)
def test_other_texts_are_none(host: str) -> None:
    assert is_host(host) is False


@pytest.mark.parametrize(
    "host",
    ["localhost", "LOCALHOST.", "a.localhost", "127.0.0.1", "127.8.8.8", "169.254.169.254", "::1", "fe80::1", "::", "224.0.0.1"],
)
def test_what_only_its_own_machine_reaches_is_local(host: str) -> None:
    assert is_local(host) is True


@pytest.mark.parametrize("host", ["okada.test", "localhost.okada.test", "10.0.0.1", "192.168.1.1", "2001:db8::1"])
def test_what_a_network_reaches_is_not_local(host: str) -> None:
    assert is_local(host) is False
