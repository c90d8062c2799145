"""Jars: only what has the listed SHA-256 ever runs, and what is there needs no network."""

from __future__ import annotations

import gc
import hashlib
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from deploy.local.jars import Stopped, fetch, read_list
from deploy.local.kafka import JARS
from deploy.local.progress import ProgressOutput, SilentOutput
from deploy.local.user_error import UserError

# jgo leaves the connection of a refused answer to the garbage collector (it asks with `stream=True` and doesn't close).
pytestmark = pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")

GOOD = b"a jar"
WRONG = b"another jar"


@dataclass
class Mirror:
    """A Maven repository with one jar; `asked` are the paths of the jars it was asked for."""

    content: bytes | None = GOOD
    asked: list[str] = field(default_factory=list)
    refused: bool = False

    def answer(self, path: str) -> bytes | None:
        if path.endswith(".sha1"):
            return (
                None if self.content is None else hashlib.sha1(self.content, usedforsecurity=False).hexdigest().encode()
            )
        self.asked.append(path)
        return self.content


@pytest.fixture
def mirror(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mirror]:
    found = Mirror()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = found.answer(self.path)
            found.refused |= body is None
            self.send_response(404 if body is None else 200)
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, format: str, *args: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    config = tmp_path / "jgo.conf"
    config.write_text(f"[repositories]\ncentral = http://127.0.0.1:{server.server_port}\n")
    monkeypatch.setenv("JGO_CONFIG_FILE", str(config))
    yield found
    server.shutdown()
    thread.join()
    server.server_close()
    if found.refused:  # it takes a second where many tests ran before
        gc.collect()


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    path = tmp_path / "jars.sha256"
    path.write_text(f"# one\n{hashlib.sha256(GOOD).hexdigest()}  org.example:thing:1.0  {len(GOOD)}\n")
    return path


def test_a_jar_is_fetched_once_and_then_needs_no_network(mirror: Mirror, listed: Path, tmp_path: Path) -> None:
    (path,) = fetch(listed, tmp_path, SilentOutput(), "Fetching")
    assert path.read_bytes() == GOOD
    mirror.content = None
    assert fetch(listed, tmp_path, SilentOutput(), "Fetching") == [path]
    assert mirror.asked == ["/org/example/thing/1.0/thing-1.0.jar"]


def test_a_jar_with_another_hash_is_refused_and_deleted(mirror: Mirror, listed: Path, tmp_path: Path) -> None:
    mirror.content = WRONG
    with pytest.raises(UserError, match=r"org\.example:thing:1\.0 is not the file it should be") as caught:
        fetch(listed, tmp_path, SilentOutput(), "Fetching")
    assert hashlib.sha256(WRONG).hexdigest() in caught.value.what
    assert list(tmp_path.rglob("*.jar")) == []


def test_a_jar_that_was_changed_on_disk_is_fetched_again(mirror: Mirror, listed: Path, tmp_path: Path) -> None:
    (path,) = fetch(listed, tmp_path, SilentOutput(), "Fetching")
    path.write_bytes(WRONG)
    fetch(listed, tmp_path, SilentOutput(), "Fetching")
    assert path.read_bytes() == GOOD


def test_what_cannot_be_fetched_is_named_with_what_to_do(mirror: Mirror, listed: Path, tmp_path: Path) -> None:
    mirror.content = None
    with pytest.raises(UserError, match=r"org\.example:thing:1\.0 could not be fetched") as caught:
        fetch(listed, tmp_path, SilentOutput(), "Fetching")
    assert "network" in caught.value.todo
    assert list((tmp_path / "jars").glob("incoming-*")) == []


def test_a_cache_that_cannot_be_used_is_named(listed: Path, tmp_path: Path) -> None:
    (tmp_path / "jars").touch()
    with pytest.raises(UserError, match=r"The cache .*jars can't be used"):
        fetch(listed, tmp_path, SilentOutput(), "Fetching")


def test_a_download_that_is_stopped_leaves_nothing(mirror: Mirror, listed: Path, tmp_path: Path) -> None:
    stop = threading.Event()
    stop.set()
    with pytest.raises(Stopped):
        fetch(listed, tmp_path, SilentOutput(), "Fetching", stop)
    assert mirror.asked == []
    assert list((tmp_path / "jars").glob("[!.]*")) == []


def test_the_committed_list_names_each_jar_once_with_its_hash() -> None:
    jars = read_list(JARS)
    assert len({jar.filename for jar in jars}) == len(jars)
    assert all(len(jar.sha256) == 64 and int(jar.sha256, 16) >= 0 for jar in jars)
    assert "org.apache.kafka:kafka_2.13:4.3.1" in [jar.coordinate for jar in jars]


def test_the_committed_list_says_how_large_each_jar_is() -> None:
    assert all(jar.size > 1_000 for jar in read_list(JARS))
    assert round(sum(jar.size for jar in read_list(JARS)) / 1e6) == 45


def test_a_download_is_counted_to_the_size_that_is_known_before(mirror: Mirror, listed: Path, tmp_path: Path) -> None:
    said = StringIO()
    console = Console(file=said, force_terminal=True, width=100)
    fetch(listed, tmp_path, ProgressOutput(console), "Fetching")
    assert f"{len(GOOD)}/{len(GOOD)} bytes" in said.getvalue()
    assert "?" not in re.sub(r"\x1b\[[?0-9;]*[a-zA-Z]", "", said.getvalue())
