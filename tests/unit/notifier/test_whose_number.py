"""A STOP reaches its case from whatever number the bank ever named, in whatever form; nobody's STOP counts as well."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from services.notifier.core.table_writes import Suppress
from services.notifier.shell.posting import post_texts
from services.notifier.shell.sender import Ours
from shared.contracts.loans import Details, DetailsCorrected
from shared.contracts.values import Sealed
from shared.runtime.ports import Writes

from .events import CASE, NOW
from .notifier_process import KEYS, PHONE, Memory, NotifierProcess, notifier_process
from .twilio_webhooks import ACCOUNT, OURS, SID, hook, post, reply_form

OTHER, STRANGER = "+351900000002", "+351900000099"


@pytest.fixture
async def notifier() -> AsyncIterator[NotifierProcess]:
    async with notifier_process(Memory()) as opened:
        yield opened


@pytest.fixture
async def either_notifier(anywhere: str | Memory) -> AsyncIterator[NotifierProcess]:
    """In memory, and on a real database."""
    async with notifier_process(anywhere) as opened:
        yield opened


async def corrected(notifier: NotifierProcess, phone: str, **more: Any) -> DetailsCorrected:
    """The bank names another number."""
    overdue = await notifier.known(phone_hash=KEYS.phone_hash(phone))
    sealed = await notifier.ring.seal(phone, kid="b-b1", of="e", field="phone")
    person = overdue.data.person.model_copy(update={"phone": sealed})
    return DetailsCorrected(
        id="corrected", source="bank", subject=CASE, time=more.pop("time", NOW), data=Details(person=person)
    )


async def writes(notifier: NotifierProcess, words: str | None = "STOP", sender: str = PHONE, **more: str) -> None:
    assert await post(hook(notifier), reply_form(words, sender, **more)) == 200
    await notifier.settle()


async def kept(notifier: NotifierProcess) -> list[dict[str, Any]]:
    return await notifier.table("unmatched_replies")


async def goes_out(notifier: NotifierProcess) -> int:
    """How many texts leave within a month, with all that is due meanwhile."""
    for _ in range(30):
        await notifier.settle()
        while await post_texts(notifier.desk):
            await notifier.settle()
        notifier.later(days=1)
    return len(notifier.sms.posts)


async def test_a_stop_from_a_corrected_number_counts_before_anything_was_sent_there(
    either_notifier: NotifierProcess,
) -> None:
    await either_notifier.hear(await either_notifier.known(dpd=0))
    await either_notifier.hear(await corrected(either_notifier, OTHER))
    await writes(either_notifier, sender=OTHER)
    assert "opted-out" in await either_notifier.reasons()
    assert await goes_out(either_notifier) <= 1, "its confirmation, and nothing else"


async def test_a_stop_from_the_former_number_counts_too(notifier: NotifierProcess) -> None:
    await notifier.hear(await notifier.known(dpd=0))
    await notifier.hear(await corrected(notifier, OTHER))
    await writes(notifier, sender=PHONE)
    assert "opted-out" in await notifier.reasons()


async def test_a_number_named_by_what_was_overtaken_is_a_former_number(either_notifier: NotifierProcess) -> None:
    await either_notifier.hear(await corrected(either_notifier, PHONE))
    early = await corrected(either_notifier, OTHER)
    await either_notifier.hear(early.model_copy(update={"id": "early", "time": NOW.replace(hour=1)}))
    assert "overtaken" in await either_notifier.reasons()
    await writes(either_notifier, sender=OTHER)
    assert "opted-out" in await either_notifier.reasons()


async def test_a_case_that_is_not_overdue_yet_remembers_a_stop(notifier: NotifierProcess) -> None:
    await notifier.hear(await corrected(notifier, PHONE))
    await writes(notifier)
    assert (await notifier.reasons())[-1] == "opted-out"
    await notifier.hear(await notifier.known())
    assert await goes_out(notifier) == 0


async def test_a_start_after_that_is_remembered_too(notifier: NotifierProcess) -> None:
    await notifier.hear(await corrected(notifier, PHONE))
    await writes(notifier)
    notifier.later(minutes=1)
    await writes(notifier, "START", sid="SM" + "b" * 32)
    await writes(notifier, "hello", sid="SM" + "c" * 32)
    await notifier.hear(await notifier.known())
    assert await goes_out(notifier) > 0


@pytest.mark.parametrize("sender", ["whatsapp:+351900000001", "00351900000001", "+351 900 000 001", " 351900000001"])
async def test_a_stop_counts_in_whatever_form_its_number_comes(notifier: NotifierProcess, sender: str) -> None:
    await notifier.hear(await notifier.known())
    await writes(notifier, sender=sender)
    assert "opted-out" in await notifier.reasons()


async def test_two_cases_under_two_forms_of_one_number_confirm_once(either_notifier: NotifierProcess) -> None:
    for case, phone in ((CASE, "+525512345678"), ("case-2", "+5215512345678")):
        await either_notifier.hear(await either_notifier.known(case=case, phone_hash=KEYS.phone_hash(phone)))
    await writes(either_notifier, sender="+525512345678")
    assert "opted-out" in await either_notifier.reasons()
    assert "opted-out" in await either_notifier.reasons("case-2")
    confirmations = [text for text in await either_notifier.table("texts") if text["kind"] == "opt-out-confirmed"]
    assert len(confirmations) == 1


async def test_what_a_stranger_writes_is_kept_sealed_once_with_the_reason(either_notifier: NotifierProcess) -> None:
    for words in ("who is this?", "something else under the same id"):
        await writes(either_notifier, words, STRANGER)
    (row,) = await kept(either_notifier)
    assert (row["sid"], row["why"], row["said"]) == (SID, "unknown-phone", "other")
    assert STRANGER not in str(row)
    found = json.loads(KEYS.look_at(row["words"], SID))
    assert (found["from"], found["words"]) == (STRANGER, "who is this?")


async def test_a_stranger_s_stop_silences_the_number_for_every_case_that_comes_later(
    either_notifier: NotifierProcess,
) -> None:
    await writes(either_notifier, "please stop texting me")
    await either_notifier.hear(await either_notifier.known())
    await either_notifier.hear(await either_notifier.known(case="case-2", borrower="b2"))
    assert await goes_out(either_notifier) == 0
    assert "opted-out" in await either_notifier.reasons()
    assert "opted-out" in await either_notifier.reasons("case-2")


async def test_in_another_form_of_the_number_it_does_so_too(notifier: NotifierProcess) -> None:
    await writes(notifier, sender="whatsapp:+5215512345678")
    await notifier.hear(await notifier.known(phone_hash=KEYS.phone_hash("+525512345678")))
    assert await goes_out(notifier) == 0


async def test_a_start_from_the_number_lifts_it_before_a_case_comes(notifier: NotifierProcess) -> None:
    await writes(notifier)
    notifier.later(minutes=1)
    await writes(notifier, "START", sid="SM" + "b" * 32)
    await writes(notifier, sid=SID)  # and the old STOP, sent again, says nothing
    await notifier.hear(await notifier.known())
    assert await goes_out(notifier) > 0


async def test_a_start_from_the_number_lifts_it_afterwards(either_notifier: NotifierProcess) -> None:
    await writes(either_notifier)
    await either_notifier.hear(await either_notifier.known())
    await either_notifier.settle()
    assert "opted-out" in await either_notifier.reasons()
    either_notifier.later(seconds=1)
    await writes(either_notifier, "START", sid="SM" + "b" * 32)
    assert "opted-in" in await either_notifier.reasons()
    assert await goes_out(either_notifier) > 0


async def test_a_stop_that_comes_between_the_claim_and_the_post_is_in_time(either_notifier: NotifierProcess) -> None:
    await either_notifier.hear(await either_notifier.known())
    await either_notifier.settle()
    assert (await either_notifier.text())["status"] == "claimed"
    async with either_notifier.store.unit() as unit:  # the webhook looked before the case was there, and stores it now
        silence = Suppress("", KEYS.phone_hash(PHONE), "opted-out", True, either_notifier.clock.at)
        await unit.commit(Writes(rows=[silence]))
    assert await post_texts(either_notifier.desk) == 0
    assert await goes_out(either_notifier) == 0


async def test_a_stop_of_a_forgotten_person_silences_the_number_and_keeps_no_words(
    either_notifier: NotifierProcess,
) -> None:
    await either_notifier.hear(await either_notifier.known(kid="b1"))
    await either_notifier.ring.forget("b1")
    await writes(either_notifier)
    (row,) = await kept(either_notifier)
    assert (row["why"], row["said"], row["words"]) == ("forgotten-person", "stop", None)
    await either_notifier.hear(await either_notifier.known(case="case-2", borrower="b2"))
    assert await goes_out(either_notifier) == 0


SENDERS = [("12345", "no-phone"), ("BANK", "no-phone"), ("Anonymous", "no-phone"), ("+266696687", "unknown-phone")]


@pytest.mark.parametrize(("sender", "why"), SENDERS)
async def test_who_has_no_number_is_answered_200_and_kept(notifier: NotifierProcess, sender: str, why: str) -> None:
    await writes(notifier, "Your code is 1234", sender)
    assert [row["why"] for row in await kept(notifier)] == [why]


@pytest.mark.parametrize("words", ["Отказ", "", "\N{RIGHT-TO-LEFT MARK}", "👍", "a\0b", "x" * 9000])
async def test_what_the_carrier_takes_for_a_stop_is_one_whatever_its_words_are(
    notifier: NotifierProcess, words: str
) -> None:
    await notifier.hear(await notifier.known())
    await writes(notifier, words, OptOutType="STOP")
    assert "opted-out" in await notifier.reasons()
    notifier.later(minutes=1)
    await writes(notifier, words, sid="SM" + "b" * 32, OptOutType="START")
    assert "opted-in" in await notifier.reasons()


async def test_a_stranger_s_stop_on_the_carrier_s_word_silences_the_number(notifier: NotifierProcess) -> None:
    await writes(notifier, None, OptOutType="STOP")
    await notifier.hear(await notifier.known())
    assert await goes_out(notifier) == 0


async def test_help_is_read_as_words(notifier: NotifierProcess) -> None:
    await notifier.hear(await notifier.known())
    await writes(notifier, "5", OptOutType="HELP")
    assert "hardship" in await notifier.reasons()


async def test_a_picture_without_words_is_kept_sealed_with_the_reply(either_notifier: NotifierProcess) -> None:
    await either_notifier.hear(await either_notifier.known())
    form = reply_form(None, NumMedia="2", MediaUrl0="https://carrier.example/1", MediaContentType0="image/jpeg")
    assert await post(hook(either_notifier), form | {"MediaUrl1": "https://carrier.example/2"}) == 200
    doc = await _intake(either_notifier)
    assert "carrier.example" not in doc
    opened = await either_notifier.ring.open(Sealed(**json.loads(doc)["media"]), "media")
    first, second = json.loads(opened)
    assert first == {"url": "https://carrier.example/1", "type": "image/jpeg"}
    assert second == {"url": "https://carrier.example/2", "type": None}


async def _intake(notifier: NotifierProcess) -> str:
    if hasattr(notifier.store, "database"):
        (row,) = notifier.store.database.intake.values()
        return str(row.doc.decode())
    (found,) = await notifier.rows("SELECT convert_from(doc, 'UTF8') AS doc FROM intake")
    return str(found["doc"])


async def test_a_message_to_another_number_or_account_is_kept_and_only_a_stop_of_it_counts(
    notifier: NotifierProcess,
) -> None:
    await notifier.hear(await notifier.known())
    ours = hook(notifier, ours=Ours(ACCOUNT, OURS))
    elsewhere = [{"To": "+351900000055"}, {"To": "12345"}, {"To": OURS, "AccountSid": "AC" + "9" * 32}]
    for number, where in enumerate(elsewhere):
        for words in ("5", "START"):
            sid = f"SM{number}{'a' if words == '5' else 'b'}" + "0" * 30
            assert await post(ours, reply_form(words, sid=sid, **where)) == 200
    await notifier.settle()
    assert {row["why"] for row in await kept(notifier)} == {"other-number", "other-account"}
    assert not {"hardship", "opted-in"} & set(await notifier.reasons())
    assert await post(ours, reply_form("STOP", sid="SM" + "c" * 32, **elsewhere[0])) == 200
    await notifier.settle()
    assert "opted-out" in await notifier.reasons()


async def test_a_message_to_us_is_for_us_in_whatever_form(notifier: NotifierProcess) -> None:
    await notifier.hear(await notifier.known())
    service = Ours(ACCOUNT, "MG" + "0" * 32)
    meant = ((Ours(ACCOUNT, OURS), f"whatsapp:{OURS}"), (Ours(ACCOUNT, "12345"), "12345"), (service, STRANGER))
    for number, (ours, to) in enumerate(meant):
        assert await post(hook(notifier, ours=ours), reply_form("hm", sid=f"SM{number}" + "0" * 31, To=to)) == 200
    assert not await kept(notifier)
