"""One POST per intent, whatever happens: in memory and on a real PostgreSQL alike."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from services.notifier.shell.posting import post_texts
from services.notifier.shell.reconcile import doubt_posts_of_the_dead
from services.notifier.shell.sms import Busy, Doubt, MemorySms, Rejected, Unsent
from shared.contracts.texts import TextRequested
from shared.ids import derive
from shared.runtime.ports import IntakeRow, SwitchRow, Unavailable, Writes

from .events import CASE, NOW, disputes, pays, wants_text
from .notifier_process import PHONE, AnsweringCarrier, Memory, claimed, notifier_process


async def test_an_overdue_loan_becomes_one_accepted_text(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await notifier.hear(await notifier.known())
        assert await notifier.published("intended") == 1
        await notifier.settle()
        assert (await notifier.text())["status"] == "claimed"
        assert await post_texts(notifier.desk) == 1
        await notifier.settle()
        row = await notifier.text()
        assert (row["status"], row["sid"]) == ("accepted", f"SM{1:032x}")
        (posted,) = notifier.sms.posts
        assert posted.to == PHONE
        assert "Ana Reis" in posted.body
        assert posted.callback == f"https://bank.example/hooks/twilio/status/{row['intent']}"
        assert await notifier.published("sent") == 1
        assert await post_texts(notifier.desk) == 0


async def test_nothing_personal_is_readable_in_the_tables(notifier_url: str) -> None:
    async with notifier_process(notifier_url) as notifier:
        await claimed(notifier)
        await post_texts(notifier.desk)
        await notifier.settle()
        for table in ("texts", "contacts", "phones", "states", "history", "outbox", "intake"):
            (row,) = await notifier.rows(f"SELECT coalesce(string_agg(t::text, ' '), '') AS all FROM {table} t")
            for personal in (PHONE, "Ana Reis", "41.1", PHONE.encode().hex(), b"Ana Reis".hex()):
                assert personal not in row["all"], table


@pytest.mark.parametrize(("answer", "status"), [(Rejected(30006), "rejected"), (Doubt("ReadTimeout"), "uncertain")])
async def test_what_the_carrier_said_is_kept_and_never_posted_again(
    anywhere: str | Memory, answer: Any, status: str
) -> None:
    async with notifier_process(anywhere, MemorySms(answers=[answer])) as notifier:
        await claimed(notifier)
        await post_texts(notifier.desk)
        await notifier.settle()
        assert (await notifier.text())["status"] == status
        assert await post_texts(notifier.desk) == 0
        assert len(notifier.sms.posts) == 1


@pytest.mark.parametrize("answer", [Unsent("ConnectError"), Busy(), Busy(after_s=1.0)])
async def test_what_certainly_was_not_taken_is_tried_again_later(anywhere: str | Memory, answer: Any) -> None:
    said: list[str | None] = []
    async with notifier_process(anywhere, MemorySms(answers=[answer])) as notifier:
        notifier.desk.say = said.append
        await claimed(notifier)
        await post_texts(notifier.desk)
        assert await post_texts(notifier.desk) == 0
        notifier.later(seconds=2)
        assert await post_texts(notifier.desk) == 1
        await notifier.settle()
        assert (await notifier.text())["status"] == "accepted"
        assert said[-1] is None
        assert (said[0] is not None) == isinstance(answer, Unsent)


async def test_a_brake_takes_back_what_is_claimed_and_nothing_is_posted(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)
        await notifier.hear(disputes())
        assert (await notifier.text())["status"] == "withdrawn"
        assert await post_texts(notifier.desk) == 0
        assert await notifier.line() == "void"


async def test_a_brake_that_comes_while_posting_does_not_hide_the_truth(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)
        send = notifier.sms.send

        async def braked_meanwhile(texts: Any) -> Any:
            await notifier.hear(disputes())
            return await send(texts)

        notifier.sms = notifier.desk.sms = AnsweringCarrier(braked_meanwhile)
        await post_texts(notifier.desk)
        await notifier.settle()
        assert (await notifier.text())["status"] == "accepted"
        assert await notifier.line() == "reserved"
        assert await notifier.published("sent") == 1


@pytest.mark.parametrize("answer", [Unsent("ConnectError"), Busy()])
async def test_what_was_taken_back_on_its_way_and_was_not_taken_is_never_tried_again(
    anywhere: str | Memory, answer: Any
) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)

        async def braked_meanwhile(texts: Any) -> Any:
            await notifier.hear(disputes())
            return [answer]

        notifier.desk.sms = AnsweringCarrier(braked_meanwhile)
        await post_texts(notifier.desk)
        assert (await notifier.text())["status"] == "withdrawn"
        assert await notifier.line() == "void"
        notifier.later(hours=1)
        assert await post_texts(notifier.desk) == 0


async def test_what_seems_to_be_of_a_dead_process_is_not_put_back_by_it(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as living, notifier_process(anywhere) as other:
        await claimed(living)

        async def lost_its_connection(texts: Any) -> Any:
            if isinstance(renewed := living.store.start(), Awaitable):
                await renewed
            await doubt_posts_of_the_dead(other.desk, "notifier")
            return [Unsent("ConnectError")]

        living.desk.sms = AnsweringCarrier(lost_its_connection)
        await post_texts(living.desk)
        await other.settle()
        assert (await other.text())["status"] == "uncertain"
        other.later(hours=1)
        assert await post_texts(other.desk) == 0


@pytest.mark.parametrize("what", ["switch", "reply"])
async def test_what_is_stored_between_finding_a_text_and_posting_it_still_counts(
    anywhere: str | Memory, what: str
) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)
        unseal = notifier.desk.ring.open_all

        async def stored_meanwhile(boxes: Any, field: str) -> Any:
            if what == "switch" and field == "phone":
                async with notifier.store.unit() as unit:
                    await unit.commit(Writes(switches=[SwitchRow("sending", "all", True, "drill", NOW)]))
            if what == "reply" and field == "phone":
                doc = b'{"kind":"reply-received"}'
                await notifier.store.take_in([IntakeRow(derive("a reply"), CASE, NOW, doc)])
            return await unseal(boxes, field)

        notifier.desk.ring.open_all = stored_meanwhile  # type: ignore[method-assign]
        await post_texts(notifier.desk)
        assert notifier.sms.posts == []
        assert (await notifier.text())["status"] == "claimed"


async def test_a_thrown_switch_stops_what_is_claimed_already(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)
        async with notifier.store.unit() as unit:
            await unit.commit(Writes(switches=[SwitchRow("sending", "region:porto", True, "test", NOW)]))
        assert await post_texts(notifier.desk) == 0
        async with notifier.store.unit() as unit:
            await unit.commit(Writes(switches=[SwitchRow("sending", "region:porto", False, "test", NOW)]))
        assert await post_texts(notifier.desk) == 1


async def test_two_processes_never_post_the_same_text(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as one, notifier_process(anywhere) as two:
        for number in range(5):
            await one.hear(await one.known(case=f"case-{number}", borrower=f"b{number}"))
        await one.settle()
        await asyncio.gather(*(post_texts(notifier.desk) for notifier in (one, two) for _ in range(2)))
        bodies = [post.callback for notifier in (one, two) for post in notifier.sms.posts]
        assert len(bodies) == len(set(bodies)) == 5


async def test_an_outcome_that_can_not_be_stored_now_is_stored_later(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)
        take_in = notifier.store.take_in

        async def gone(rows: Any) -> None:
            raise Unavailable("test")

        notifier.store.take_in = gone
        with pytest.raises(Unavailable):
            await post_texts(notifier.desk)
        notifier.store.take_in = take_in
        assert await post_texts(notifier.desk) == 0
        await notifier.settle()
        assert (await notifier.text())["status"] == "accepted"
        assert len(notifier.sms.posts) == 1


async def test_a_borrower_whose_key_was_forgotten_can_not_be_texted(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)
        await notifier.ring.forget("b-b1")
        await post_texts(notifier.desk)
        await notifier.settle()
        assert (await notifier.text())["status"] == "rejected"
        assert not notifier.sms.posts


async def test_a_phone_whose_replies_would_not_be_known_is_not_texted(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier, phone_hash="f" * 64)
        await post_texts(notifier.desk)
        await notifier.settle()
        assert (await notifier.text())["status"] == "rejected"
        assert not notifier.sms.posts, "a STOP from there would be nobody's"


async def test_a_notice_names_its_crew(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)
        asked = wants_text("notice")
        crew = []
        for member, name in zip(asked.data.wording.crew, ("Rui Sá", "Eva Lima"), strict=True):
            sealed = await notifier.ring.seal(name, kid=f"c-{member.collector}", of="r", field="name")
            crew.append(member.model_copy(update={"name": sealed}))
        wording = asked.data.wording.model_copy(update={"crew": tuple(crew)})
        await notifier.hear(
            TextRequested.model_validate(
                asked.model_copy(update={"data": asked.data.model_copy(update={"wording": wording})}).model_dump()
            )
        )
        await notifier.settle()
        await post_texts(notifier.desk)
        assert any("Rui Sá and Eva Lima" in post.body for post in notifier.sms.posts)


async def test_cases_of_one_person_share_one_ledger_and_text_an_hour_apart(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        for number in range(5):
            await notifier.hear(await notifier.known(case=f"case-{number}"))
        for _ in range(4):
            for _ in range(6):
                await notifier.settle()
                await post_texts(notifier.desk)
                notifier.later(seconds=1)
            notifier.later(hours=1)
        texts = await notifier.table("texts")
        assert [row["status"] for row in texts] == ["accepted"] * 3
        times = sorted(row["claimed_at"] for row in texts)
        assert min(later - earlier for earlier, later in pairwise(times)) >= timedelta(hours=1)
        reasons = [await notifier.reasons(f"case-{number}") for number in range(5)]
        assert sum("ledger-busy" in one for one in reasons) >= 3
        assert sum("too-soon" in one for one in reasons) >= 3
        assert sum("cap-reached" in one for one in reasons) == 2


async def test_a_text_that_still_waits_keeps_the_other_case_waiting_and_is_counted_from_when_it_went_out(
    anywhere: str | Memory,
) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)
        notifier.later(hours=2)  # nothing is posted: the carrier is out of reach
        await notifier.hear(await notifier.known(case="case-2"))
        await notifier.settle()
        assert (await notifier.reasons("case-2"))[-1] == "too-soon"
        await post_texts(notifier.desk)
        (line,) = await notifier.table("contacts")
        assert line["at"] == NOW + timedelta(hours=2)
        notifier.later(minutes=59)
        await notifier.settle()
        assert len(await notifier.table("texts")) == 1
        notifier.later(minutes=2)
        await notifier.settle()
        assert len(await notifier.table("texts")) == 2


async def test_thanks_are_sent_after_the_last_payment(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)
        await post_texts(notifier.desk)
        await notifier.settle()
        await notifier.hear(pays(0))
        await notifier.settle()
        await post_texts(notifier.desk)
        assert "Thank you, your payment has arrived" in notifier.sms.posts[-1].body
        assert "paid" in await notifier.reasons(CASE)
