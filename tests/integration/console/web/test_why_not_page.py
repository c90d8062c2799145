"""The page that answers "why not?": what stands in the way first, who can't be asked, and what is asked further."""

from __future__ import annotations

import re
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import httpx
import pytest

from shared.contracts.why_not import WhyNot

from ..answering_services import CASE, answering, sample
from ..console_stack import ConsoleStack
from .asking import text_of
from .conftest import NOBODY, sandbox_of

PAGE = f"/cases/{CASE}/why-not"
WINDOW = "&day=2027-04-18&from=14:00&to=16:00"
HOSTILE = "<img src=x onerror=alert(1)> \u202egnp"


def asking(jars: Path, ready: str) -> AbstractAsyncContextManager[httpx.AsyncClient]:
    """The site that asks those services, without Kafka."""
    return sandbox_of(jars, KAFKA_BOOTSTRAP_SERVERS=NOBODY, DOORSTEP_CONSOLE_READY=ready)


async def test_what_stands_in_the_way_comes_first_with_when_time_ends_it(tables: ConsoleStack, jars: Path) -> None:
    with answering("notifier") as ready:
        async with asking(jars, ready) as client:
            answer = await client.get(PAGE)
    assert answer.status_code == 200
    said = text_of(answer)
    assert "no A hold is on: visited" in said
    assert "Time alone ends that at 2027-05-09 09:30" in said
    assert said.index("A hold is on") < said.index("rules are met") < said.index("still-held")
    assert 'title="2027-05-09 08:30:' in answer.text


async def test_a_window_is_asked_for_before_anybody_is_asked(tables: ConsoleStack, jars: Path) -> None:
    with answering("notifier", "scheduler", "router") as ready:
        async with asking(jars, ready) as client:
            empty = await client.get(f"{PAGE}?of=slot&day=2027-04-18")
            full = await client.get(f"{PAGE}?of=slot{WINDOW}")
    assert "Name a day and a window" in text_of(empty)
    assert 'value="2027-04-18"' in empty.text
    said = text_of(full)
    assert "The whole window has to lie within visiting hours of one day" in said
    assert "Also in the way (1)" in said
    assert "notifier knows nothing of this case" in said
    assert "a crew could serve it" in said


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("&day=9999-12-31&from=14:00&to=16:00", "day has to lie in the years 2000 to 2199"),
        ("&day=0001-01-01&from=14:00&to=16:00", "day has to lie in the years 2000 to 2199"),
        ("&day=2027-02-30&from=14:00&to=16:00", "day is not in the calendar"),
        ("&day=2027-04-18&from=16:00&to=14:00", "The window has to end after it begins"),
        ("&day=2027-04-18&from=%3Cb%3E&to=14:00", "from is no time of day"),
        ("&day=2027-04-18&from=14:00&to=24:61", "to is no time that a clock shows"),
        ("&day=%3Cb%3E&from=14:00&to=16:00", "day is no day"),
    ],
)
async def test_what_is_wrong_with_a_window_is_said_and_nobody_is_asked(
    tables: ConsoleStack, jars: Path, query: str, expected: str
) -> None:
    async with asking(jars, "scheduler=127.0.0.1:9") as client:
        answer = await client.get(f"{PAGE}?of=slot{query}")
    assert answer.status_code == 400
    assert expected in text_of(answer)
    assert "can't be asked" not in text_of(answer)
    assert '<b>"' not in answer.text


async def test_of_the_crew_that_goes_the_router_speaks_alone(tables: ConsoleStack, jars: Path) -> None:
    with answering("scheduler", "router", more={"scheduler": sample("not-this-slot-on-a-sunday")}) as ready:
        async with asking(jars, ready) as client:
            said = text_of(await client.get(f"{PAGE}?of=crew&collector=porto-03"))
    assert "Of all crews that may go it adds the least travel" in said
    assert "They are without a valid certificate on the day" in said
    assert "visiting hours" not in said


async def test_who_can_t_be_asked_is_said_with_since_when_and_the_others_are_shown(
    tables: ConsoleStack, jars: Path
) -> None:
    with answering("notifier") as ready:
        async with asking(jars, f"{ready},scheduler=127.0.0.1:9") as client:
            first = await client.get(f"{PAGE}?of=visit")
            again = await client.get(f"{PAGE}?of=visit")
    since = re.compile(r"scheduler can't be asked since (\S+ \S+) UTC")
    assert "A hold is on: visited" in text_of(first)
    (one,), (other,) = since.findall(text_of(first)), since.findall(text_of(again))
    assert one == other


async def test_an_older_service_that_answers_no_questions_is_named_so(tables: ConsoleStack, jars: Path) -> None:
    async with asking(jars, "monitor=127.0.0.1:9") as client:
        answer = await client.get(PAGE)
    assert answer.status_code == 200
    assert "notifier can't be asked" in text_of(answer)


async def test_a_case_that_nobody_knows_is_not_found_and_a_question_that_is_none_is_refused(
    tables: ConsoleStack, jars: Path
) -> None:
    with answering("notifier") as ready:
        async with asking(jars, ready) as client:
            for path in ("/cases/c-9/why-not", "/cases/%00/why-not"):
                assert (await client.get(path)).status_code == 404, path
            refused = await client.get(f"{PAGE}?of=dinner")
            assert refused.status_code == 400
            assert "What is given as of is none of: text, visit, slot, crew." in text_of(refused)


async def test_what_a_service_says_is_text_and_nothing_else(tables: ConsoleStack, jars: Path) -> None:
    said = sample("no-text-a-hold-is-on").model_dump(mode="json", exclude_none=True)
    said["answers"][0]["lines"][0]["text"] = said["answers"][0]["about"] = HOSTILE
    with answering("notifier", more={"notifier": WhyNot.model_validate(said, strict=False)}) as ready:
        async with asking(jars, ready) as client:
            answer = await client.get(PAGE)
    assert "<img src=x" not in answer.text
    assert "\u202e" not in answer.text
