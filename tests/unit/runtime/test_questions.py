"""Asking a service why not: who is answered, what a question has to say, and what happens when it can't be answered."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import httpx
import pytest
from starlette.applications import Starlette

from shared.contracts.why_not import WhyNot, WhyNotAnswer, WhyNotLine
from shared.runtime.folding import NotInHistory
from shared.runtime.looking import SeenAggregate
from shared.runtime.ports import NewerFormat, Unavailable
from shared.runtime.questions import (
    WAITING_MAX,
    NothingKnown,
    Questions,
    UnclearQuestion,
    WhyNotQuestion,
)

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
ASKED = "/why-not?of=text&case=case-1"
SAID = WhyNot(
    of="text", service="notifier", case="case-1", at=AT, zone="Europe/Lisbon", state="texting", version=3,
    policy="default@1", answers=(WhyNotAnswer(about="reminder", happens=False, code="not-yet", text="not yet"),),
)  # fmt: skip


async def says(question: WhyNotQuestion) -> WhyNot:
    return SAID


async def asked(questions: Questions, path: str = ASKED, **headers: str) -> httpx.Response:
    transport = httpx.ASGITransport(app=Starlette(routes=list(questions.routes())))
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        return await client.get(path, headers=named)


def answering(answer: object = says) -> Questions:
    questions = Questions("notifier")
    questions.answer = answer  # type: ignore[assignment]
    return questions


async def test_an_answer_is_the_contracts_document() -> None:
    answer = await asked(answering())
    assert answer.status_code == 200
    assert WhyNot.model_validate_json(answer.content) == SAID


async def test_before_a_service_works_it_says_so() -> None:
    assert (await asked(Questions("notifier"))).status_code == 503


@pytest.mark.parametrize(
    "path", ["/why-not", "/why-not?of=text", "/why-not?of=dinner&case=case-1", "/why-not?of=text&case=%20", ASKED[:-6]]
)
async def test_a_question_names_what_and_which_case(path: str) -> None:
    answer = await asked(answering(), path)
    assert (answer.status_code, answer.json()) == (
        400, {"refused": "of is text, visit, slot or crew, and case the id of a case"}
    )  # fmt: skip


@pytest.mark.parametrize("header", ["origin", "sec_fetch_site", "referer"])
async def test_a_browser_is_not_answered(header: str) -> None:
    assert (await asked(answering(), **{header: "http://127.0.0.1:8011"})).status_code == 403


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (UnclearQuestion("what window?"), 400),
        (NothingKnown(), 404),
        (Unavailable("gone"), 503),
        (NewerFormat("newer"), 503),
        (TimeoutError(), 503),
        (NotInHistory("history-gap", "of version 3"), 503),
        (ValueError("case-1 is another aggregate's"), 409),
        (ZeroDivisionError("case-1 owes"), 500),
    ],
)
async def test_why_there_is_no_answer_is_told_without_what_was_asked(error: Exception, status: int) -> None:
    async def breaks(question: WhyNotQuestion) -> WhyNot:
        raise error

    answer = await asked(answering(breaks))
    assert answer.status_code == status
    assert "case-1" not in answer.text


async def test_one_is_answered_at_a_time_and_too_many_are_told_to_come_again() -> None:
    working, running, most = asyncio.Event(), 0, 0

    async def slow(question: WhyNotQuestion) -> WhyNot:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await working.wait()
        running -= 1
        return SAID

    questions = answering(slow)
    waiting = [asyncio.create_task(asked(questions)) for _ in range(WAITING_MAX)]
    while questions._waiting < WAITING_MAX:
        await asyncio.sleep(0)
    assert (await asked(questions)).status_code == 503
    working.set()
    assert {answer.status_code for answer in await asyncio.gather(*waiting)} == {200}
    assert most == 1
    assert (await asked(questions)).status_code == 200


def question(**more: str) -> WhyNotQuestion:
    return WhyNotQuestion("slot", "case-1", more)


def test_a_window_is_as_clocks_show_at_the_door() -> None:
    asked_about = {"day": "2026-12-01", "from": "14:00", "to": "16:00"}
    found = question(**asked_about).window("Asia/Kathmandu")
    assert (found.start, found.local) == (datetime(2026, 12, 1, 8, 15, tzinfo=UTC), "2026-12-01T14:00")
    # An hour that the clocks skip is taken for another one: the rules say so, not the question.
    skipped = question(**(asked_about | {"day": "2027-03-28", "from": "01:30"})).window("Europe/Lisbon")
    assert skipped.local == "2027-03-28T01:30"


@pytest.mark.parametrize(
    "more",
    [
        {}, {"day": "tomorrow", "from": "14:00", "to": "16:00"}, {"day": "2026-12-01", "from": "2pm", "to": "16:00"},
        {"day": "2026-12-01", "from": "16:00", "to": "14:00"}, {"day": "0001-01-01", "from": "00:00", "to": "01:00"},
        {"day": "9999-12-31", "from": "23:00", "to": "23:30"},
    ],
)  # fmt: skip
def test_what_is_no_window_is_said_to_be_none(more: dict[str, str]) -> None:
    with pytest.raises(UnclearQuestion, match=r"is no day|no time of day|end after it begins|years 2000 to 2199"):
        question(**more).window("Pacific/Kiritimati")


def test_what_is_set_aside_says_that_first() -> None:
    met = WhyNotLine(code="braked", met=True, text="no hold is on")
    answer = WhyNotAnswer(about="reminder", happens=True, code="text-allowed", text="it may go out", lines=(met,))
    seen = SeenAggregate(None, frozenset(), (AT, "handler-failed"), {})
    (aside,) = seen.begun_with([answer])
    assert (aside.happens, aside.code, aside.lines[0].code) == (False, "set-aside", "set-aside")
    assert "handler-failed" in aside.text
    assert SeenAggregate(None, frozenset(), None, {}).begun_with([answer]) == (answer,)
