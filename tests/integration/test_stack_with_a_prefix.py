"""A whole system on a Kafka that others use too: with a prefix, and heard by nobody but this machine."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import psutil
import psycopg
from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient

from deploy.local.folder import Folder
from deploy.local.key_file import make_key
from deploy.local.ports import free_port
from deploy.local.program import http_status
from deploy.local.progress import SilentOutput
from deploy.local.stack import Stack
from services.console.cli.status import look
from services.console.target import Target
from services.console.views.behind import behind
from shared.contracts.catalogue import TOPICS
from shared.contracts.codec import encode
from tests.apart import campaign
from tests.polling import until

from .runtime.service_runner import overdue

LOOPBACK = {"127.0.0.1", "::1"}


def settings(database_url: str, kafka: str, prefix: str, folder: Path) -> dict[str, str]:
    """The servers' addresses are in files, as on a machine that keeps its settings there."""
    (folder / "url").write_text(database_url + "\n")
    (folder / "kafka").write_text(kafka + "\n")
    webhook = free_port()
    make_key(folder / "key")
    return {
        "DOORSTEP_MASTER_KEY_FILE": str(folder / "key"),
        "DATABASE_URL_FILE": str(folder / "url"), "KAFKA_BOOTSTRAP_SERVERS_FILE": str(folder / "kafka"),
        "DOORSTEP_TOPIC_PREFIX": prefix, "DOORSTEP_PARTITIONS": "2", "DOORSTEP_REPLICATION": "1",
        "TWILIO_ACCOUNT_SID": "AC" + "0" * 32, "TWILIO_AUTH_TOKEN": "0123456789abcdef", "TWILIO_FROM": "+15005550006",
        "TWILIO_API_URL": f"http://127.0.0.1:{free_port()}", "DOORSTEP_PUBLIC_URL": f"http://127.0.0.1:{webhook}",
        "DOORSTEP_WEBHOOK_PORT": str(webhook),
    }  # fmt: skip


@campaign
async def test_with_a_prefix_everything_is_made_read_and_shown_under_it_and_nothing_listens_to_the_world(
    tmp_path: Path, database_url: str, kafka_bootstrap: str, unique: str
) -> None:
    prefix = f"acme{unique}."
    env = settings(database_url, kafka_bootstrap, prefix, tmp_path)
    async with Stack(Folder(tmp_path / "data"), SilentOutput(), env=env) as stack:
        await stack.supervisor.start(stack.service("notifier"), stack.python("monitor", "services.console.monitor"))
        event = overdue("case-1")
        producer = AIOKafkaProducer(bootstrap_servers=kafka_bootstrap)
        await producer.start()
        await producer.send_and_wait(f"{prefix}loans", encode(event), b"case-1")
        await producer.stop()

        async def decided() -> bool:
            async with await psycopg.AsyncConnection.connect(database_url) as connection:
                rows = await connection.execute("SELECT FROM notifier.history WHERE aggregate = 'case-1'")
                return rows.rowcount > 0

        await until(decided)
        seen = await asyncio.to_thread(look, stack.folder)
        assert seen is not None
        found = {process["name"]: process for process in seen["processes"]}
        assert found["notifier"]["state"] == "ready"
        assert found["notifier"]["facts"]["partitions"] > 0

        console = Target({}, stack.folder, json.loads(stack.folder.state.read_text()))
        assert set(console.topics()) == {prefix + topic.name for topic in TOPICS}
        rows = await behind(console)
        assert {row["partitions"] for row in rows} == {2}
        assert {row["behind"] for row in rows if row["service"] == "notifier" and row["topic"] == "loans"} == {0}

        async def counted() -> bool:
            answer = await http_status(found["monitor"]["port"], "/counts")
            return answer is not None and "loans" in answer[1].decode()

        await until(counted)
        assert listening(stack) <= LOOPBACK
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka_bootstrap)
    await admin.start()
    ours = {topic for topic in await admin.list_topics() if unique in topic}
    await admin.close()
    assert ours == {prefix + topic.name for topic in TOPICS}


def listening(stack: Stack) -> set[str]:
    """Addresses at which the stack's processes, and whatever they started, take connections."""
    pids = [pid for name in stack.supervisor.names() if (pid := stack.supervisor.pid(name)) is not None]
    family = [process for pid in pids for process in (psutil.Process(pid), *psutil.Process(pid).children())]
    found = [socket for process in family for socket in process.net_connections("inet")]
    addresses = {socket.laddr.ip for socket in found if socket.status == psutil.CONN_LISTEN}
    assert addresses, "nothing was seen to listen, so nothing was looked at"
    return addresses
