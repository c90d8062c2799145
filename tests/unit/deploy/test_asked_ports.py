"""A port that is asked for by number and can't be had is said by its setting, before anything starts."""

from __future__ import annotations

import socket

import pytest

from deploy.local.asked_ports import ASKED_PORTS, BOUND_BY, asked_port, check_ports
from deploy.local.ports import free_port
from deploy.local.user_error import UserError


@pytest.mark.parametrize("name", ASKED_PORTS)
def test_a_port_that_another_program_has_is_named_with_its_setting(name: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UserError, match=rf"Port {port} \({ASKED_PORTS[name]}\) is used by another program"):
            check_ports({ASKED_PORTS[name]: str(port)}, ASKED_PORTS)
        check_ports({ASKED_PORTS[name]: str(port)}, [each for each in ASKED_PORTS if each != name])


@pytest.mark.parametrize("name", ASKED_PORTS)
@pytest.mark.parametrize("value", ["many", "0x10", "-1", "65536", "²"])
def test_what_is_no_port_is_named_with_its_setting(name: str, value: str) -> None:
    with pytest.raises(UserError, match=f"{ASKED_PORTS[name]} is no port"):
        check_ports({ASKED_PORTS[name]: value}, ASKED_PORTS)


def test_two_that_ask_for_one_port_are_both_named() -> None:
    port = str(free_port())
    env = {"DOORSTEP_KAFKA_PORT": port, "DOORSTEP_WEBHOOK_PORT": port}
    with pytest.raises(UserError, match=f"DOORSTEP_KAFKA_PORT and DOORSTEP_WEBHOOK_PORT are both {port}"):
        check_ports(env, ASKED_PORTS)


@pytest.mark.parametrize("name", BOUND_BY)
def test_an_address_that_this_machine_has_not_is_not_told_as_a_port_in_use(name: str) -> None:
    env = {ASKED_PORTS[name]: str(free_port()), BOUND_BY[name]: "192.0.2.1"}
    with pytest.raises(UserError, match=rf"192\.0\.2\.1 \({BOUND_BY[name]}\) is no address of this machine"):
        check_ports(env, ASKED_PORTS)


def test_where_none_is_asked_for_any_will_do() -> None:
    assert asked_port({}, "webhook") is None
    assert asked_port({"DOORSTEP_WEBHOOK_PORT": "0"}, "webhook") is None
    port = free_port()
    assert asked_port({"DOORSTEP_WEBHOOK_PORT": str(port)}, "webhook") == port
