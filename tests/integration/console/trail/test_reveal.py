"""A personal value is shown to one person, in one answer, once it is written down who sees it and why."""

from __future__ import annotations

import asyncio
import json
from uuid import uuid4

import pytest

from services.console.may import StaffRole
from shared.privacy.keys import KeyRing, MemoryKeys

from ..console_stack import ConsoleStack
from ..test_case_and_why import tell_a_life
from ..test_replies import WORDS, waits
from ..web.asking import text_of
from .conftest import People

PHONE, NAME = "+351912345678", "Inês <b>Sá</b>"
WHY = "she asked us to call back"


def sealed_person(stack: ConsoleStack, case: str = "c-1") -> None:
    """The case is about somebody, whose values are sealed."""
    kid, store = f"b-{uuid4().hex[:8]}", MemoryKeys()
    ring = KeyRing(store, stack.keys.wrap)

    async def seal() -> dict[str, object]:
        values = {"phone": PHONE, "name": NAME}
        boxes = {field: await ring.seal(text, kid=kid, of="bank-1", field=field) for field, text in values.items()}
        return {field: box.model_dump(mode="json") for field, box in boxes.items()}

    person = asyncio.run(seal()) | {"zone": "Europe/Lisbon", "region": "porto"}
    document = {"kind": "visiting", "loan": {"person": person, "texts": []}}
    stack.execute(
        "INSERT INTO privacy.data_keys (kid, wrapped) VALUES (%(kid)s, %(wrapped)s)",
        kid=kid, wrapped=asyncio.run(store.load([kid]))[kid],
    )  # fmt: skip
    stack.execute("UPDATE notifier.states SET doc = %(doc)s WHERE aggregate = %(case)s", case=case,
                  doc=json.dumps(document).encode())  # fmt: skip


@pytest.fixture
async def told(tables: ConsoleStack) -> ConsoleStack:
    tell_a_life(tables)
    await asyncio.to_thread(sealed_person, tables)
    return tables


async def test_a_number_is_shown_in_the_answer_and_nowhere_else(people: People, told: ConsoleStack) -> None:
    ana = await people.signed_in("ana", StaffRole.OPERATOR)
    assert PHONE not in (await ana.get("/cases/c-1")).text
    answer = await ana.post("/cases/c-1/reveal", data={"value": "phone", "reason": WHY})
    assert (answer.status_code, PHONE in answer.text, answer.headers["cache-control"]) == (200, True, "no-store")
    assert PHONE not in str(answer.url) + str(answer.headers)
    assert PHONE not in (await ana.get("/cases/c-1")).text
    assert (await ana.get("/cases/c-1/reveal")).status_code == 405
    began, done = await people.written("cases-reveal")
    assert (began.deed.by, began.deed.about, began.deed.reason) == ("ana", "c-1 phone", WHY)
    assert (began.outcome, done.outcome) == ("began", "done")
    assert not [entry for entry in await people.written() if PHONE in str(entry.row())]


async def test_of_a_case_that_is_not_there_nothing_is_revealed_and_no_way_leads_back(
    people: People, told: ConsoleStack
) -> None:
    ana = await people.signed_in("ana", StaffRole.OPERATOR)
    answer = await ana.post("/cases/nope/reveal", data={"value": "phone", "reason": WHY})
    assert answer.status_code == 404
    assert "/cases/nope" not in answer.text


async def test_a_part_of_the_page_is_answered_with_a_part(people: People, told: ConsoleStack) -> None:
    ana = await people.signed_in("ana", StaffRole.OPERATOR)
    form = {"value": "name", "reason": WHY}
    answer = await ana.post("/cases/c-1/reveal", data=form, headers={"hx-request": "true"})
    assert "<html" not in answer.text
    assert "Inês &lt;b&gt;Sá&lt;/b&gt;" in answer.text


async def test_no_search_finds_what_is_masked(people: People, told: ConsoleStack) -> None:
    ana = await people.signed_in("ana", StaffRole.SUPERVISOR)
    for path in ("/cases?find=%2B351912", "/cases?find=912345678", "/letters?find=912345678", "/tail?text=912345678"):
        assert PHONE not in (await ana.get(path)).text
    eva = await people.signed_in("eva", StaffRole.PRIVACY_OFFICER)
    await ana.post("/cases/c-1/reveal", data={"value": "phone", "reason": WHY})
    assert "912345678" not in text_of(await eva.get("/audit?about=c-1"))


async def test_without_a_reason_or_a_value_nothing_is_shown_and_that_is_written(
    people: People, told: ConsoleStack
) -> None:
    ana = await people.signed_in("ana", StaffRole.OPERATOR)
    wrong = (
        ({"value": "phone", "reason": ""}, "A reason is one line"),
        ({"value": "phone", "reason": f"call {PHONE}"}, "no telephone number"),
        ({"value": "salary", "reason": WHY}, "no such value"),
        ({"value": str(uuid4()), "reason": WHY}, "no such value"),
        ({"value": "address", "reason": WHY}, "no such value"),
    )
    for times, (form, said) in enumerate(wrong, 1):
        answer = await ana.post("/cases/c-1/reveal", data=form)
        assert (answer.status_code, said in text_of(answer), PHONE in answer.text) == (409, True, False), form
        assert [came for *_, came in await people.told("cases-reveal")] == ["began", "refused"] * times


async def test_whoever_was_forgotten_stays_so(people: People, told: ConsoleStack) -> None:
    told.execute("DELETE FROM privacy.data_keys")
    ana = await people.signed_in("ana", StaffRole.OPERATOR)
    answer = await ana.post("/cases/c-1/reveal", data={"value": "phone", "reason": WHY})
    assert "the person was forgotten" in text_of(answer)


async def test_while_it_can_not_be_written_it_stays_shut(people: People, told: ConsoleStack) -> None:
    ana = await people.signed_in("ana", StaffRole.OPERATOR)
    told.execute("REVOKE INSERT ON console.trail FROM doorstep_console")
    try:
        answer = await ana.post("/cases/c-1/reveal", data={"value": "phone", "reason": WHY})
    finally:
        told.execute("GRANT INSERT ON console.trail TO doorstep_console")
    assert (PHONE in answer.text, "can't be written" in text_of(answer)) == (False, True)


async def test_a_reply_is_read_and_the_notifier_keeps_who_read_it(people_served: People, served: ConsoleStack) -> None:
    await asyncio.to_thread(tell_a_life, served)
    reply = await asyncio.to_thread(waits, served)
    ana = await people_served.signed_in("ana", StaffRole.OPERATOR)
    page = await ana.get("/cases/c-1")
    assert str(reply) in page.text
    assert WORDS not in page.text
    answer = await ana.post("/cases/c-1/reveal", data={"value": str(reply), "reason": WHY})
    assert WORDS in answer.text
    (row,) = served.execute("SELECT operator, why, case_id, reply FROM notifier.reveals")
    assert row == {"operator": "ana", "why": WHY, "case_id": "c-1", "reply": reply}
    other = await ana.post("/cases/c-2/reveal", data={"value": str(reply), "reason": WHY})
    assert WORDS not in other.text
