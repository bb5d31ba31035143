import pytest

from app.listening import CannotListen, open_listeners, split_address
from settings import Settings


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("127.0.0.1:9100", ("127.0.0.1", 9100)),
        ("[::1]:9100", ("::1", 9100)),
        (":9100", ("127.0.0.1", 9100)),
        ("metrics.test:1", ("metrics.test", 1)),
    ],
)
def test_an_address_is_a_host_and_a_port(text: str, address: tuple[str, int]) -> None:
    assert split_address(text) == address


@pytest.mark.parametrize("text", ["", "9100", "localhost", "localhost:", "localhost:x"])
def test_what_has_no_port_is_no_address(text: str) -> None:
    with pytest.raises(ValueError, match="is not host:port"):
        split_address(text)


@pytest.mark.enable_socket
def test_sockets_are_opened_both_or_none() -> None:
    with pytest.raises(CannotListen, match=r"^INTEGRATES_METRICS: x is not host:port$"):
        open_listeners(Settings(port=0, metrics="x"))
    both = open_listeners(Settings(port=0, metrics="127.0.0.1:0"))
    port = both.web.getsockname()[1]
    with pytest.raises(CannotListen, match=rf"^Cannot listen on 127.0.0.1:{port}: Address already in use$") as refused:
        open_listeners(Settings(port=port))

    assert refused.value.is_taken
    assert len(both.all) == 2
    for listener in both.all:
        listener.close()
