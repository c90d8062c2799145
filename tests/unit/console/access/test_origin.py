"""What changes something comes from a page of the console itself."""

from __future__ import annotations

import pytest

from services.console.web.access.origin import is_loopback_host, is_own, origin_of

PUBLIC = "https://console.bank.example"


@pytest.mark.parametrize(
    ("headers", "own", "yes"),
    [
        ({"origin": "http://127.0.0.1:8123", "host": "127.0.0.1:8123"}, None, True),
        ({"origin": "http://localhost:8123", "host": "localhost:8123", "sec-fetch-site": "same-origin"}, None, True),
        ({"origin": "http://[::1]:8123", "host": "[::1]:8123"}, None, True),
        ({"host": "127.0.0.1:8123"}, None, False),
        ({"origin": "", "host": "127.0.0.1:8123"}, None, False),
        ({"origin": "null", "host": "127.0.0.1:8123"}, None, False),
        ({"origin": "http://127.0.0.1:9000", "host": "127.0.0.1:8123"}, None, False),
        ({"origin": "https://127.0.0.1:8123", "host": "127.0.0.1:8123"}, None, False),
        ({"origin": "http://rebound.example:8123", "host": "rebound.example:8123"}, None, False),
        ({"origin": "http://", "host": ""}, None, False),
        ({"origin": "http://127.0.0.1:8123", "host": "127.0.0.1:8123", "sec-fetch-site": "cross-site"}, None, False),
        ({"origin": "http://127.0.0.1:8123", "host": "127.0.0.1:8123", "sec-fetch-site": "none"}, None, False),
        ({"origin": PUBLIC, "host": "10.0.0.7:80"}, PUBLIC, True),
        ({"origin": "http://console.bank.example", "host": "console.bank.example"}, PUBLIC, False),
        ({"origin": "https://console.bank.example.evil.example", "host": "console.bank.example"}, PUBLIC, False),
        ({"origin": "https://evil.example", "host": "evil.example"}, PUBLIC, False),
        ({"host": "console.bank.example"}, PUBLIC, False),
    ],
    ids=str,
)
def test_a_page_of_ours_is_told_from_others(headers: dict[str, str], own: str | None, yes: bool) -> None:
    assert is_own(headers, own) is yes


@pytest.mark.parametrize(
    ("host", "yes"),
    [
        ("localhost", True), ("LOCALHOST:1", True), ("127.0.0.1:80", True), ("127.9.9.9", True), ("[::1]:80", True),
        ("[::ffff:127.0.0.1]", False), ("localhost.evil.example", False), ("evil@localhost", False),
        ("localhost/x", False),
        ("0.0.0.0", False), ("10.0.0.1", False), ("", False), ("[::1", False), ("localhost:x", False), ("127.1", False),
    ],
)  # fmt: skip
def test_a_name_of_this_machine_is_known(host: str, yes: bool) -> None:
    assert is_loopback_host(host) is yes


def test_an_origin_has_no_port_that_goes_without_saying() -> None:
    assert origin_of("https://console.bank.example:443/") == PUBLIC
    assert origin_of("https://Console.Bank.example:8443") == f"{PUBLIC}:8443"
    assert origin_of("https://[2001:db8::1]/") == "https://[2001:db8::1]"
