"""A secret in a file is read anew when it changes; what can't be one changes nothing and is said once."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
import structlog

from shared.runtime.live_secret import FORMER_S, LOOK_EVERY_S, LiveSecret
from shared.runtime.settings import Settings, load

FIRST, SECOND, THIRD = "the-first-token", "the-second-token", "a-third-token"


class Moved:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.at_s = 0.0

    def __call__(self) -> float:
        return self.at_s

    def later(self, seconds: float = LOOK_EVERY_S) -> None:
        self.at_s += seconds


@pytest.fixture
def clock() -> Moved:
    return Moved()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "secret"
    path.write_text(FIRST + "\n")
    return path


def secret(path: Path, clock: Moved, usable: Callable[[str], bool] = bool) -> LiveSecret:
    return LiveSecret("TOKEN", FIRST, path, usable=usable, now_s=clock)


def replaced(path: Path, text: str) -> None:
    fresh = path.with_name("fresh")
    fresh.write_text(text)
    os.replace(fresh, path)


def test_one_without_a_file_never_changes() -> None:
    made = LiveSecret("TOKEN", FIRST)
    assert (made(), made.accepted()) == (FIRST, (FIRST,))


def test_a_changed_file_is_read_at_the_next_look_and_the_former_one_stays_good_for_a_while(
    path: Path, clock: Moved
) -> None:
    made = secret(path, clock)
    assert made() == FIRST
    replaced(path, SECOND)
    assert made() == FIRST, "it is not looked at for every request"
    clock.later()
    assert (made(), made.accepted()) == (SECOND, (SECOND, FIRST))
    replaced(path, THIRD)
    clock.later(FORMER_S / 2)
    assert made.accepted() == (THIRD, SECOND, FIRST)
    clock.later(FORMER_S / 2)
    assert made.accepted() == (THIRD, SECOND)
    clock.later(FORMER_S / 2)
    assert made.accepted() == (THIRD,)


def test_one_that_comes_back_is_named_once(path: Path, clock: Moved) -> None:
    made = secret(path, clock)
    for text in (SECOND, FIRST):
        replaced(path, text)
        clock.later()
        made()
    assert made.accepted() == (FIRST, SECOND)


def test_a_link_that_leads_elsewhere_is_a_change(tmp_path: Path, clock: Moved) -> None:
    """As Kubernetes does it: the file is a link through a folder that is a link."""
    for day, text in (("one", FIRST), ("two", SECOND)):
        (tmp_path / day).mkdir()
        (tmp_path / day / "token").write_text(text)
    (tmp_path / "..data").symlink_to(tmp_path / "one")
    (tmp_path / "token").symlink_to(tmp_path / "..data" / "token")
    made = secret(tmp_path / "token", clock)
    assert made() == FIRST
    (tmp_path / "fresh").symlink_to(tmp_path / "two")
    os.replace(tmp_path / "fresh", tmp_path / "..data")
    clock.later()
    assert made() == SECOND


def test_a_file_that_changed_before_it_was_looked_at_first_is_read(path: Path, clock: Moved) -> None:
    replaced(path, SECOND)
    assert secret(path, clock)() == SECOND


@pytest.mark.parametrize("state", ["empty", "away", "half", "no text", "a folder"])
def test_what_can_not_be_one_keeps_the_former_and_is_said_once_until_it_is_mended(
    path: Path, clock: Moved, state: str
) -> None:
    made = secret(path, clock, lambda text: len(text) > 10)
    assert made() == FIRST
    path.unlink()
    if state == "a folder":
        path.mkdir()
    elif state != "away":
        path.write_bytes({"empty": b" \n", "half": SECOND[:10].encode(), "no text": b"\xff" * 20}[state])
    with structlog.testing.capture_logs() as said:
        for _ in range(3):
            clock.later()
            assert made.accepted() == (FIRST,)
        if state == "a folder":
            path.rmdir()
        replaced(path, SECOND)
        clock.later()
        assert made() == SECOND
    assert [(line["event"], line["setting"]) for line in said] == [
        ("secret-not-taken", "TOKEN"), ("secret-changed", "TOKEN"),
    ]  # fmt: skip
    assert not any(token in str(said) for token in (FIRST, SECOND, SECOND[:10]))


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "key").write_text("x")
    (tmp_path / "url").write_text("postgresql://user:old@localhost/doorstep")
    return {
        "DATABASE_URL_FILE": str(tmp_path / "url"),
        "KAFKA_BOOTSTRAP_SERVERS": "127.0.0.1:9092",
        "DOORSTEP_MASTER_KEY_FILE": str(tmp_path / "key"),
    }


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("postgresql://user:new@localhost/doorstep", True), ("postgresql://other:new@localhost:5432/doorstep", True),
        ("postgresql://user:new@elsewhere/doorstep", False), ("postgresql://user:new@localhost/other", False),
        ("mysql://user:new@localhost/doorstep", False), ("postgresql://user:n@w@localhost/doorstep", False),
    ],
)  # fmt: skip
def test_of_a_databases_url_only_user_and_password_may_change(
    env: dict[str, str], tmp_path: Path, text: str, taken: bool
) -> None:
    settings = load(Settings, env)
    assert settings.live("DATABASE_URL") is settings.live("DATABASE_URL")
    replaced(tmp_path / "url", text)
    assert (settings.live("DATABASE_URL")() == text) is taken
    assert settings.database_url.endswith("user:old@localhost/doorstep")
