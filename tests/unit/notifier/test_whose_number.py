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

from .post import ACCOUNT, OURS, SID, hook, post, written
from .shop import KEYS, PHONE, Memory, Shop, shop
from .world import CASE, NOW

OTHER, STRANGER = "+351900000002", "+351900000099"


@pytest.fixture
async def place() -> AsyncIterator[Shop]:
    async with shop(Memory()) as opened:
        yield opened


@pytest.fixture
async def anyplace(anywhere: str | Memory) -> AsyncIterator[Shop]:
    """In memory, and on a real database."""
    async with shop(anywhere) as opened:
        yield opened


async def corrected(place: Shop, phone: str, **more: Any) -> DetailsCorrected:
    """The bank names another number."""
    overdue = await place.known(phone_hash=KEYS.phone_hash(phone))
    sealed = await place.ring.seal(phone, kid="b-b1", of="e", field="phone")
    person = overdue.data.person.model_copy(update={"phone": sealed})
    return DetailsCorrected(
        id="corrected", source="bank", subject=CASE, time=more.pop("time", NOW), data=Details(person=person)
    )


async def writes(place: Shop, words: str | None = "STOP", sender: str = PHONE, **more: str) -> None:
    assert await post(hook(place), written(words, sender, **more)) == 200
    await place.settle()


async def kept(place: Shop) -> list[dict[str, Any]]:
    return await place.table("unmatched_replies")


async def goes_out(place: Shop) -> int:
    """How many texts leave within a month, with all that is due meanwhile."""
    for _ in range(30):
        await place.settle()
        while await post_texts(place.desk):
            await place.settle()
        place.later(days=1)
    return len(place.sms.posts)


async def test_a_stop_from_a_corrected_number_counts_before_anything_was_sent_there(anyplace: Shop) -> None:
    await anyplace.hear(await anyplace.known(dpd=0))
    await anyplace.hear(await corrected(anyplace, OTHER))
    await writes(anyplace, sender=OTHER)
    assert "opted-out" in await anyplace.reasons()
    assert await goes_out(anyplace) <= 1, "its confirmation, and nothing else"


async def test_a_stop_from_the_former_number_counts_too(place: Shop) -> None:
    await place.hear(await place.known(dpd=0))
    await place.hear(await corrected(place, OTHER))
    await writes(place, sender=PHONE)
    assert "opted-out" in await place.reasons()


async def test_a_number_named_by_what_was_overtaken_is_a_former_number(anyplace: Shop) -> None:
    await anyplace.hear(await corrected(anyplace, PHONE))
    early = await corrected(anyplace, OTHER)
    await anyplace.hear(early.model_copy(update={"id": "early", "time": NOW.replace(hour=1)}))
    assert "overtaken" in await anyplace.reasons()
    await writes(anyplace, sender=OTHER)
    assert "opted-out" in await anyplace.reasons()


async def test_a_case_that_is_not_overdue_yet_remembers_a_stop(place: Shop) -> None:
    await place.hear(await corrected(place, PHONE))
    await writes(place)
    assert (await place.reasons())[-1] == "opted-out"
    await place.hear(await place.known())
    assert await goes_out(place) == 0


async def test_a_start_after_that_is_remembered_too(place: Shop) -> None:
    await place.hear(await corrected(place, PHONE))
    await writes(place)
    place.later(minutes=1)
    await writes(place, "START", sid="SM" + "b" * 32)
    await writes(place, "hello", sid="SM" + "c" * 32)
    await place.hear(await place.known())
    assert await goes_out(place) > 0


@pytest.mark.parametrize("sender", ["whatsapp:+351900000001", "00351900000001", "+351 900 000 001", " 351900000001"])
async def test_a_stop_counts_in_whatever_form_its_number_comes(place: Shop, sender: str) -> None:
    await place.hear(await place.known())
    await writes(place, sender=sender)
    assert "opted-out" in await place.reasons()


async def test_two_cases_under_two_forms_of_one_number_confirm_once(anyplace: Shop) -> None:
    for case, phone in ((CASE, "+525512345678"), ("case-2", "+5215512345678")):
        await anyplace.hear(await anyplace.known(case=case, phone_hash=KEYS.phone_hash(phone)))
    await writes(anyplace, sender="+525512345678")
    assert "opted-out" in await anyplace.reasons()
    assert "opted-out" in await anyplace.reasons("case-2")
    confirmations = [text for text in await anyplace.table("texts") if text["kind"] == "opt-out-confirmed"]
    assert len(confirmations) == 1


async def test_what_a_stranger_writes_is_kept_sealed_once_with_the_reason(anyplace: Shop) -> None:
    for words in ("who is this?", "something else under the same id"):
        await writes(anyplace, words, STRANGER)
    (row,) = await kept(anyplace)
    assert (row["sid"], row["why"], row["said"]) == (SID, "unknown-phone", "other")
    assert STRANGER not in str(row)
    found = json.loads(KEYS.look_at(row["words"], SID))
    assert (found["from"], found["words"]) == (STRANGER, "who is this?")


async def test_a_stranger_s_stop_silences_the_number_for_every_case_that_comes_later(anyplace: Shop) -> None:
    await writes(anyplace, "please stop texting me")
    await anyplace.hear(await anyplace.known())
    await anyplace.hear(await anyplace.known(case="case-2", borrower="b2"))
    assert await goes_out(anyplace) == 0
    assert "opted-out" in await anyplace.reasons()
    assert "opted-out" in await anyplace.reasons("case-2")


async def test_in_another_form_of_the_number_it_does_so_too(place: Shop) -> None:
    await writes(place, sender="whatsapp:+5215512345678")
    await place.hear(await place.known(phone_hash=KEYS.phone_hash("+525512345678")))
    assert await goes_out(place) == 0


async def test_a_start_from_the_number_lifts_it_before_a_case_comes(place: Shop) -> None:
    await writes(place)
    place.later(minutes=1)
    await writes(place, "START", sid="SM" + "b" * 32)
    await writes(place, sid=SID)  # and the old STOP, sent again, says nothing
    await place.hear(await place.known())
    assert await goes_out(place) > 0


async def test_a_start_from_the_number_lifts_it_afterwards(anyplace: Shop) -> None:
    await writes(anyplace)
    await anyplace.hear(await anyplace.known())
    await anyplace.settle()
    assert "opted-out" in await anyplace.reasons()
    await writes(anyplace, "START", sid="SM" + "b" * 32)
    assert "opted-in" in await anyplace.reasons()
    assert await goes_out(anyplace) > 0


async def test_a_stop_that_comes_between_the_claim_and_the_post_is_in_time(anyplace: Shop) -> None:
    await anyplace.hear(await anyplace.known())
    await anyplace.settle()
    assert (await anyplace.text())["status"] == "claimed"
    async with anyplace.store.unit() as unit:  # the webhook looked before the case was there, and stores it now
        silence = Suppress("", KEYS.phone_hash(PHONE), "opted-out", True, anyplace.clock.at)
        await unit.commit(Writes(rows=[silence]))
    assert await post_texts(anyplace.desk) == 0
    assert await goes_out(anyplace) == 0


async def test_a_stop_of_a_forgotten_person_silences_the_number_and_keeps_no_words(anyplace: Shop) -> None:
    await anyplace.hear(await anyplace.known(kid="b1"))
    await anyplace.ring.forget("b1")
    await writes(anyplace)
    (row,) = await kept(anyplace)
    assert (row["why"], row["said"], row["words"]) == ("forgotten-person", "stop", None)
    await anyplace.hear(await anyplace.known(case="case-2", borrower="b2"))
    assert await goes_out(anyplace) == 0


SENDERS = [("12345", "no-phone"), ("BANK", "no-phone"), ("Anonymous", "no-phone"), ("+266696687", "unknown-phone")]


@pytest.mark.parametrize(("sender", "why"), SENDERS)
async def test_who_has_no_number_is_answered_200_and_kept(place: Shop, sender: str, why: str) -> None:
    await writes(place, "Your code is 1234", sender)
    assert [row["why"] for row in await kept(place)] == [why]


@pytest.mark.parametrize("words", ["Отказ", "", "\N{RIGHT-TO-LEFT MARK}", "👍", "a\0b", "x" * 9000])
async def test_what_the_carrier_takes_for_a_stop_is_one_whatever_its_words_are(place: Shop, words: str) -> None:
    await place.hear(await place.known())
    await writes(place, words, OptOutType="STOP")
    assert "opted-out" in await place.reasons()
    place.later(minutes=1)
    await writes(place, words, sid="SM" + "b" * 32, OptOutType="START")
    assert "opted-in" in await place.reasons()


async def test_a_stranger_s_stop_on_the_carrier_s_word_silences_the_number(place: Shop) -> None:
    await writes(place, None, OptOutType="STOP")
    await place.hear(await place.known())
    assert await goes_out(place) == 0


async def test_help_is_read_as_words(place: Shop) -> None:
    await place.hear(await place.known())
    await writes(place, "5", OptOutType="HELP")
    assert "hardship" in await place.reasons()


async def test_a_picture_without_words_is_kept_sealed_with_the_reply(anyplace: Shop) -> None:
    await anyplace.hear(await anyplace.known())
    form = written(None, NumMedia="2", MediaUrl0="https://carrier.example/1", MediaContentType0="image/jpeg")
    assert await post(hook(anyplace), form | {"MediaUrl1": "https://carrier.example/2"}) == 200
    doc = await _intake(anyplace)
    assert "carrier.example" not in doc
    opened = await anyplace.ring.open(Sealed(**json.loads(doc)["media"]), "media")
    first, second = json.loads(opened)
    assert first == {"url": "https://carrier.example/1", "type": "image/jpeg"}
    assert second == {"url": "https://carrier.example/2", "type": None}


async def _intake(place: Shop) -> str:
    if hasattr(place.store, "database"):
        (row,) = place.store.database.intake.values()
        return str(row.doc.decode())
    (found,) = await place.rows("SELECT convert_from(doc, 'UTF8') AS doc FROM intake")
    return str(found["doc"])


async def test_a_message_to_another_number_or_account_is_kept_and_only_a_stop_of_it_counts(place: Shop) -> None:
    await place.hear(await place.known())
    ours = hook(place, ours=Ours(ACCOUNT, OURS))
    elsewhere = [{"To": "+351900000055"}, {"To": "12345"}, {"To": OURS, "AccountSid": "AC" + "9" * 32}]
    for number, where in enumerate(elsewhere):
        for words in ("5", "START"):
            sid = f"SM{number}{'a' if words == '5' else 'b'}" + "0" * 30
            assert await post(ours, written(words, sid=sid, **where)) == 200
    await place.settle()
    assert {row["why"] for row in await kept(place)} == {"other-number", "other-account"}
    assert not {"hardship", "opted-in"} & set(await place.reasons())
    assert await post(ours, written("STOP", sid="SM" + "c" * 32, **elsewhere[0])) == 200
    await place.settle()
    assert "opted-out" in await place.reasons()


async def test_a_message_to_us_is_for_us_in_whatever_form(place: Shop) -> None:
    await place.hear(await place.known())
    service = Ours(ACCOUNT, "MG" + "0" * 32)
    meant = ((Ours(ACCOUNT, OURS), f"whatsapp:{OURS}"), (Ours(ACCOUNT, "12345"), "12345"), (service, STRANGER))
    for number, (ours, to) in enumerate(meant):
        assert await post(hook(place, ours=ours), written("hm", sid=f"SM{number}" + "0" * 31, To=to)) == 200
    assert not await kept(place)
