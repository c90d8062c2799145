"""Texts that went out before the restore and wait here again: settled as posted, and never posted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from services.notifier.shell.inbound import Inbox
from services.notifier.shell.lost_texts import explain_lost_texts
from services.notifier.shell.posting import post_texts
from services.notifier.shell.sms import Arrived, Report
from shared.contracts.operations import PersonForgotten
from shared.runtime.ports import SwitchRow, Writes

from .events import CASE
from .lost import body_of_the_claimed, only_the_carrier_knows
from .notifier_process import KEYS, PHONE, Memory, NotifierProcess, claimed, notifier_process, operator_asks


async def explained(notifier: NotifierProcess) -> int:
    done = await explain_lost_texts(notifier.desk, KEYS)
    await notifier.settle()
    return done


async def as_kind(notifier: NotifierProcess, kind: str) -> None:
    """The claimed text is of another kind."""
    row = await notifier.text()
    if isinstance(notifier.store.__class__.__name__, str) and hasattr(notifier.store, "database"):
        tables = notifier.store.database.tables
        tables["texts"][row["intent"]] = {**row, "kind": kind}
        tables.keep()
    else:
        await notifier.rows("UPDATE texts SET kind = %(kind)s", kind=kind)


async def test_the_same_words_are_settled_with_the_carriers_id_and_its_receipt(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)
        sid = await only_the_carrier_knows(notifier, await body_of_the_claimed(notifier))
        assert await post_texts(notifier.desk) == 0
        assert await explained(notifier) == 1
        text = await notifier.text()
        assert (text["status"], text["sid"]) == ("delivered", sid)
        assert text["posting_at"] == notifier.clock.at - timedelta(minutes=30)
        assert await post_texts(notifier.desk) == 0
        assert notifier.sms.posts == []
        (lost,) = await notifier.table("lost_texts")
        assert (lost["how"], lost["intent"]) == ("same-words", text["intent"])


async def test_a_reminder_in_other_words_takes_the_place_of_the_one_that_went_out(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)
        newer = await only_the_carrier_knows(notifier, "newer", ago=timedelta(minutes=5))
        older = await only_the_carrier_knows(notifier, "older", status=Report("undelivered", 30003))
        assert await explained(notifier) == 1
        text = await notifier.text()
        assert (text["status"], text["sid"], text["carrier_code"]) == ("undelivered", older, 30003)
        assert {row["sid"]: row["how"] for row in await notifier.table("lost_texts")} == {
            older: "same-turn",
            newer: None,
        }
        assert await post_texts(notifier.desk) == 0


async def test_a_notice_in_other_words_switches_every_case_of_the_number_off(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)
        await as_kind(notifier, "notice")
        await only_the_carrier_knows(notifier, "a crew comes on Tuesday")
        assert await explained(notifier) == 1
        assert await post_texts(notifier.desk) == 0
        assert (await notifier.text())["status"] == "claimed"
        async with notifier.store.unit() as unit:
            opened = await unit.open([], [CASE])
        assert f"sending:case:{CASE}" in opened.stopped
        (lost,) = await notifier.table("lost_texts")
        assert (lost["how"], lost["intent"]) == ("for-a-person", None)


async def test_it_goes_out_once_a_person_has_looked(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)
        await as_kind(notifier, "notice")
        await only_the_carrier_knows(notifier, "a crew comes on Tuesday")
        await explained(notifier)
        async with notifier.store.unit() as unit:
            let_go = SwitchRow("sending", f"case:{CASE}", False, "looked at", notifier.clock.at + timedelta(seconds=1))
            await unit.commit(Writes(switches=[let_go]))
        assert await post_texts(notifier.desk) == 1


async def test_what_went_to_somebody_else_holds_nobody_up(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)
        await only_the_carrier_knows(notifier, "hello", to="+351900000099")
        assert await explained(notifier) == 0
        assert await post_texts(notifier.desk) == 1


async def test_what_went_out_a_week_ago_holds_nothing_up(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)
        await only_the_carrier_knows(notifier, await body_of_the_claimed(notifier), ago=timedelta(days=7))
        assert await explained(notifier) == 0
        assert await post_texts(notifier.desk) == 1


async def test_one_text_of_the_carriers_is_never_two_of_ours(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        # Two cases of one phone, whose texts differ in nothing that is looked at here.
        await notifier.hear(await notifier.known(case="case-1"), await notifier.known(case="case-2", borrower="b2"))
        await notifier.settle()
        await only_the_carrier_knows(notifier, "one text")
        await explained(notifier)
        statuses = sorted(row["status"] for row in await notifier.table("texts"))
        assert statuses == ["claimed", "delivered"]
        assert await post_texts(notifier.desk) == 1


async def test_who_found_a_text_before_it_was_lost_posts_it_no_more(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)
        unseal = notifier.desk.ring.open_all

        async def restored_meanwhile(boxes: Any, field: str) -> Any:
            await only_the_carrier_knows(notifier, "went out")
            return await unseal(boxes, field)

        notifier.desk.ring.open_all = restored_meanwhile  # type: ignore[method-assign]
        await post_texts(notifier.desk)
        assert notifier.sms.posts == []


async def test_what_a_stop_took_back_before_it_was_explained_was_posted_all_the_same(anywhere: str | Memory) -> None:
    """Else its own confirmation would wait for a person: it would seem that something else went out."""
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)
        sid = await only_the_carrier_knows(notifier, await body_of_the_claimed(notifier), ago=timedelta(hours=1))
        stop = Arrived(f"SM{uuid4().hex}", PHONE, "STOP", notifier.clock.at - timedelta(minutes=1))
        await Inbox(notifier.store, notifier.ring, KEYS, notifier.clock).take(stop)
        await notifier.settle()
        assert await explained(notifier) == 1
        texts = {row["kind"]: row for row in await notifier.table("texts")}
        assert texts["opt-out-confirmed"]["status"] == "claimed"
        reminder = texts["reminder-firm"]
        assert (reminder["status"], reminder["sid"]) == ("delivered", sid)
        assert reminder["posting_at"] == notifier.clock.at - timedelta(hours=1)
        assert await post_texts(notifier.desk) == 1


async def test_of_who_is_forgotten_no_hash_stays_beside_what_the_carrier_knows(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)
        await only_the_carrier_knows(notifier, "hello")
        assert await operator_asks(notifier, PersonForgotten, borrower="b1") == ""
        (lost,) = await notifier.table("lost_texts")
        assert KEYS.phone_hash(PHONE) not in lost["phones"]
