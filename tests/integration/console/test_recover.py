"""`./doorstep recover` on real tables and topics, with the sandbox's carrier: what it says, writes, refuses, and does
again after it was cut off.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, RecordsToDelete

from deploy.local.environment import without_ours
from deploy.local.folder import ROOT
from deploy.local.key_file import make_key
from services.notifier.bootstrap import QUERIES
from services.notifier.recovery.recover import GapsRemain, Known, Recovering, recover
from services.notifier.shell.inbound import Inbox
from services.notifier.shell.sms import Unreached
from services.notifier.shell.tokens import fixed
from services.notifier.shell.twilio_sms import TwilioSms
from services.sandbox.twin.faults import FaultSpell
from shared.contracts.codec import encode
from shared.contracts.texts import Meaning, ReplyUnderstood, Understood
from shared.contracts.values import Sealed
from shared.privacy.keys import KeyRing
from shared.runtime.clock import SystemClock
from shared.runtime.pg.keys import PgKeys
from shared.runtime.pg.store import PgStore
from tests.apart import campaign, share
from tests.hears_ctrl_c import HEARS_CTRL_C
from tests.integration.runtime.service_runner import overdue
from tests.unit.sandbox.sdk import sent
from tests.unit.sandbox.twin_on_loopback import OURS, SID, THEIRS, TOKEN, TwinOnLoopback, twin_on_loopback

from .console_stack import PARTITIONS, ConsoleStack

BACKED_UP = timedelta(minutes=30)
STEPS = ("held", "passed over", "kept", "let go")


@asynccontextmanager
async def carrier(folder: Path) -> AsyncIterator[TwinOnLoopback]:
    async with twin_on_loopback(folder) as there:
        there.clock.at = datetime.now(UTC)
        yield there


def backed_up(stack: ConsoleStack) -> None:
    """A restored database: half an hour ago notifier had decided something, and nobody had read or published."""
    at = datetime.now(UTC) - BACKED_UP
    stack.decided(
        {
            "service": "notifier", "aggregate": "case-1", "version": 1, "at": at, "said": "x", "cause": "x",
            "reason": "overdue", "why": "", "rule": "", "accepted": True,
        }
    )  # fmt: skip


def told_stop(stack: ConsoleStack, case: str = "case-7") -> ReplyUnderstood:
    """What we told scheduler before the restore."""
    words = Sealed(kid="b-7", of="SM1", field="words", box="AAAA")
    said = Understood(
        meanings=(Meaning(kind="opt-out", confidence=1.0),),
        received_at=datetime.now(UTC) - timedelta(minutes=9),
        words=words,
    )
    event = ReplyUnderstood(id=str(uuid4()), source="notifier", subject=case, time=datetime.now(UTC), data=said)
    stack.publish([("replies", case.encode(), encode(event))])
    return event


async def lost(stack: ConsoleStack, there: TwinOnLoopback) -> None:
    """A lost half hour: two texts went out, somebody wrote STOP, a loan fell due, and a reply was passed on."""
    backed_up(stack)
    await sent(there, "one")
    await sent(there, "two")
    there.carrier.reply(THEIRS, "STOP", "stop")
    await asyncio.to_thread(told_stop, stack)
    event = overdue("case-9")
    await asyncio.to_thread(stack.publish, [("loans", b"case-9", encode(event))])


@asynccontextmanager
async def recovering(stack: ConsoleStack, there: TwinOnLoopback, say: Any) -> AsyncIterator[Recovering]:
    store = PgStore(stack.database_url, "notifier", QUERIES)
    sms, clock = TwilioSms(SID, fixed(TOKEN), OURS, there.twin_url), SystemClock()
    inbox = Inbox(store, KeyRing(PgKeys(store), stack.keys.wrap), stack.keys, clock)
    try:
        yield Recovering(
            stack.database_url, store, {"bootstrap_servers": stack.bootstrap}, stack.prefix, inbox, stack.keys, sms,
            clock, say,
        )  # fmt: skip
    finally:
        await sms.close()
        await store.close()


async def recovered(
    stack: ConsoleStack, there: TwinOnLoopback, say: Any = lambda said: None, **how: bool
) -> Known | None:
    async with recovering(stack, there, say) as work:
        return await recover(work, accept_gaps=how.get("accept_gaps", False))


def kept(stack: ConsoleStack) -> dict[str, list[Any]]:
    """What it wrote down, without moments of its own."""
    found: dict[str, list[Any]] = {
        "lost_texts": stack.execute("SELECT sid, words, status, how FROM notifier.lost_texts ORDER BY sid"),
        "lost_stops": stack.execute("SELECT case_id, received_at, told FROM notifier.lost_stops ORDER BY id"),
        "skipped": stack.execute(
            "SELECT topic, partition, source, first_offset, end_offset FROM scheduler.skipped_ranges ORDER BY 1, 2"
        ),
        "lost_time": stack.execute("SELECT since, heard_at, over_at FROM notifier.lost_time"),
    }
    return found


def held(stack: ConsoleStack) -> int:
    """How many services wait for a recovery."""
    (row,) = stack.execute(
        "SELECT (SELECT count(*) FROM notifier.recovery) + (SELECT count(*) FROM scheduler.recovery)"
        " + (SELECT count(*) FROM router.recovery) AS held"
    )
    return int(row["held"])


async def test_what_others_know_is_written_down_and_everything_is_let_go_last(
    stack: ConsoleStack, tmp_path: Path
) -> None:
    async with carrier(tmp_path) as there:
        await lost(stack, there)
        said: list[str] = []
        known = await recovered(stack, there, lambda sentence: said.append(sentence))
        assert known is not None
        assert (len(known.carrier.texts), known.carrier.replies, known.carrier.stops, known.stops) == (2, 1, 1, 1)
        assert known.keys_missing == 1
        found = kept(stack)
        assert [row["how"] for row in found["lost_texts"]] == [None, None]
        assert [row["case_id"] for row in found["lost_stops"]] == ["case-7"]
        (skipped,) = found["skipped"]
        assert (skipped["topic"], skipped["source"], skipped["first_offset"], skipped["end_offset"]) == (
            "replies",
            "notifier",
            0,
            1,
        )
        (time,) = found["lost_time"]
        assert abs(time["since"] - (datetime.now(UTC) - BACKED_UP - timedelta(hours=1))) < timedelta(minutes=2)
        assert held(stack) == 0
        steps = [sentence.partition(":")[0] for sentence in said]
        assert [step for step in steps if step in STEPS] == [*STEPS]


@pytest.mark.parametrize("step", share(["kept", "held", "passed over"], every=3))
async def test_ended_after_any_step_it_can_be_run_again(stack: ConsoleStack, tmp_path: Path, step: str) -> None:
    class Killed(Exception):
        pass

    def dies(sentence: str) -> None:
        if sentence.startswith(step):
            raise Killed

    async with carrier(tmp_path) as there:
        await lost(stack, there)
        with pytest.raises(Killed):
            await recovered(stack, there, dies)
        assert held(stack) == 3
        await recovered(stack, there)
        assert held(stack) == 0
        once = kept(stack)
        assert len(once["lost_texts"]) == 2
        assert len(once["lost_stops"]) == 1
        assert len(once["skipped"]) == 1


@campaign
async def test_a_carrier_that_can_not_be_asked_keeps_everything_held(stack: ConsoleStack, tmp_path: Path) -> None:
    async with carrier(tmp_path) as there:
        await lost(stack, there)
        stack.execute("INSERT INTO notifier.recovery (cause) VALUES ('restored')")
        stack.execute("INSERT INTO scheduler.recovery (cause) VALUES ('restored')")
        stack.execute("INSERT INTO router.recovery (cause) VALUES ('restored')")
        there.carrier.faults.spells = (FaultSpell("refused", there.clock.at, there.clock.at + BACKED_UP, 20003),)
        with pytest.raises(Unreached):
            await recovered(stack, there)
        assert held(stack) == 3
        assert kept(stack) == {"lost_texts": [], "lost_stops": [], "skipped": [], "lost_time": []}


@campaign
async def test_what_kafka_removed_is_said_and_a_person_has_to_accept_it(stack: ConsoleStack, tmp_path: Path) -> None:
    async with carrier(tmp_path) as there:
        await lost(stack, there)
        for partition in range(PARTITIONS):
            stack.execute(
                "INSERT INTO notifier.consumed_places (topic, partition, next_offset) VALUES ('loans', %(at)s, 0)",
                at=partition,
            )
        admin = AIOKafkaAdminClient(bootstrap_servers=stack.bootstrap)
        await admin.start()
        await admin.delete_records(
            {TopicPartition(f"{stack.prefix}loans", at): RecordsToDelete(-1) for at in range(PARTITIONS)}
        )
        await admin.close()
        with pytest.raises(GapsRemain, match="Kafka removed 1 record of loans before notifier read them again"):
            await recovered(stack, there)
        assert held(stack) == 3
        assert await recovered(stack, there, accept_gaps=True) is not None
        assert held(stack) == 0


@campaign
async def test_where_nobody_knows_of_more_nothing_is_held(stack: ConsoleStack, tmp_path: Path) -> None:
    async with carrier(tmp_path) as there:
        backed_up(stack)
        assert await recovered(stack, there) is None
        assert held(stack) == 0
        assert stack.execute("SELECT 1 AS one FROM notifier.lost_time") == []


@campaign
async def test_a_group_that_had_read_more_is_enough_to_be_recovered(stack: ConsoleStack, tmp_path: Path) -> None:
    async with carrier(tmp_path) as there:
        backed_up(stack)
        await asyncio.to_thread(stack.publish, [("outcomes", b"case-9", b"{}")])
        place = TopicPartition(f"{stack.prefix}outcomes", 0)
        async with AIOKafkaConsumer(
            bootstrap_servers=stack.bootstrap, group_id=f"{stack.prefix}doorstep-router", enable_auto_commit=False
        ) as consumer:
            consumer.assign([place])
            await consumer.commit({place: 1})
        assert await recovered(stack, there) is not None


async def test_the_command_says_what_it_would_do_and_does_nothing(
    stack: ConsoleStack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    async with carrier(tmp_path) as there:
        await lost(stack, there)
        account = {"ACCOUNT_SID": SID, "AUTH_TOKEN": TOKEN, "FROM": OURS, "API_URL": there.twin_url}
        for name, value in account.items():
            monkeypatch.setenv(f"TWILIO_{name}", value)
        result = await asyncio.to_thread(stack.run, "recover", "--check")
        assert result.exit_code == 0, result.output
        said = capfd.readouterr().out
        assert "notifier reads 1 record of loans again" in said
        assert "texts that the carrier knows and we don't: 2" in said
        assert "messages that we don't know: 1, 1 of them STOP" in said
        assert "data keys that are gone: 1" in said
        assert "nothing was done: ./doorstep recover --by WHO --reason WHY does it" in said
        assert held(stack) == 0
        assert kept(stack) == {"lost_texts": [], "lost_stops": [], "skipped": [], "lost_time": []}


@pytest.mark.parametrize("more", [(), ("--accept-gap",)])
def test_a_recovery_needs_a_reason_and_says_how_to_look_first(tables: ConsoleStack, more: tuple[str, ...]) -> None:
    result = tables.run("recover", *more, "--by", "ops-7")
    assert "needs a reason" in str(result.exception)
    assert "./doorstep recover --check" in str(result.exception)


def test_where_the_database_is_away_it_says_so_and_does_nothing(
    tables: ConsoleStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/db")
    result = tables.run("recover", "--by", "ops-7", "--reason", "restored after a drill")
    assert "The database can't be reached, so nothing was done" in str(result.exception)


def test_ended_by_hand_it_says_so_in_a_sentence(tmp_path: Path) -> None:
    make_key(tmp_path / "key")
    with socket.create_server(("127.0.0.1", 0)) as database:
        env = {
            **without_ours(os.environ), "KAFKA_BOOTSTRAP_SERVERS": "127.0.0.1:9",
            "DATABASE_URL": f"postgresql://x@127.0.0.1:{database.getsockname()[1]}/x",
            "DOORSTEP_MASTER_KEY_FILE": str(tmp_path / "key"), "TWILIO_ACCOUNT_SID": SID, "TWILIO_AUTH_TOKEN": TOKEN,
            "TWILIO_FROM": OURS,
        }  # fmt: skip
        command = [sys.executable, "-c", HEARS_CTRL_C, "-m", "services.notifier", "recover", "--check"]
        with subprocess.Popen(command, env=env, cwd=ROOT, stderr=subprocess.PIPE, text=True) as running:
            connected, _ = database.accept()
            with connected:
                assert connected.recv(1)  # it has asked, and gets no answer
                running.send_signal(signal.SIGINT)
                _, said = running.communicate()
    assert (running.returncode, "Traceback" in said) == (130, False), said
    assert "it was ended before it was done" in said
