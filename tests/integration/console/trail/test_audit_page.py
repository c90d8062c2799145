"""The page Audit: who sees it, what it shows, and whether it says that something was changed."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest

from services.console.may import Right, StaffRole, rights_of
from services.console.trail.entry import TrailDeed, TrailOutcome
from services.console.trail.verify import lines_of, verified

from ..console_stack import ConsoleStack
from ..test_case_and_why import tell_a_life
from ..web.asking import press, text_of
from .conftest import People
from .many import add_all

AUDITOR = StaffRole.AUDITOR
TAKE = {"take": "period", "since": "2026-01-01", "until": "2099-12-31", "reason": "asked for by the court"}


async def filled(people: People, count: int = 3) -> None:
    deeds = (TrailDeed("ana", "texts-settle", f"c-{number}", "=1+1") for number in range(count))
    await add_all(people.parts.database_url, deeds, people.parts.access.clock.now())


@pytest.mark.parametrize("role", StaffRole)
async def test_who_may_read_the_trail_finds_it_and_nobody_else_does(
    people: People, tables: ConsoleStack, role: StaffRole
) -> None:
    client = await people.signed_in("eva", role)
    rights = rights_of([role])
    assert ('href="/audit"' in (await client.get("/cases")).text) == (Right.READ_TRAIL in rights)
    assert (await client.get("/audit")).status_code == (200 if Right.READ_TRAIL in rights else 403)
    taken = await client.post("/audit/export", data=TAKE)
    assert taken.status_code == (200 if Right.EXPORT in rights else 403)
    tell_a_life(tables)
    revealed = await client.post("/cases/c-1/reveal", data={"value": "phone", "reason": "to call back"})
    assert (revealed.status_code == 403) == (Right.REVEAL not in rights)


async def test_it_shows_the_newest_first_by_person_kind_case_and_day(people: People, tables: ConsoleStack) -> None:
    await filled(people)
    eva = await people.signed_in("eva", AUDITOR)
    said = text_of(await eva.get("/audit"))
    assert said.index("c-2") < said.index("c-1") < said.index("c-0")
    assert "as written" in said
    for query, there in (("person=ana", True), ("person=ben", False), ("about=c-1", True), ("about=c-none", False),
                         ("what=texts-settle", True), ("what=reveal", False), ("since=2000-01-01", True),
                         ("until=2000-01-01", False), ("since=2000-01-01&until=2099-01-01", True)):  # fmt: skip
        assert ("=1+1" in text_of(await eva.get(f"/audit?{query}"))) == there, query
    assert (await eva.get("/audit?since=yesterday")).status_code == 400
    assert (await eva.get("/audit?under=-1&person=%00&about=" + "x" * 5000)).status_code == 400


async def test_to_the_end_of_a_day_holds_what_was_done_on_it(people: People, tables: ConsoleStack) -> None:
    await filled(people, 1)
    eva = await people.signed_in("eva", AUDITOR)
    today = people.parts.access.clock.now().date()
    assert "=1+1" in text_of(await eva.get(f"/audit?since={today}&until={today}&person=ana"))


async def test_older_ones_are_behind_a_link_and_none_is_left_out(people: People, tables: ConsoleStack) -> None:
    await filled(people, 230)
    eva = await people.signed_in("eva", AUDITOR)
    path, pages = "/audit?person=ana&what=texts-settle", []
    while True:
        page = (await eva.get(path)).text
        pages.append(page)
        if "/audit?person=ana&amp;what=texts-settle&amp;under=" not in page:
            break
        path = (
            "/audit?person=ana&what=texts-settle&under=" + page.split("what=texts-settle&amp;under=")[1].split('"')[0]
        )
    text = "".join(pages)
    assert all(f">c-{number}<" in text for number in range(230))


async def test_a_change_in_the_table_is_said_on_the_page(people: People, tables: ConsoleStack) -> None:
    await filled(people)
    last = await people.parts.access.trail.last()
    eva = await people.signed_in("eva", AUDITOR)
    change = "SET session_replication_role TO replica; UPDATE console.trail SET by = {} WHERE number = {}"
    tables.execute(change.format("'ben'", last))
    try:
        assert f"The chain is broken at #{last}" in text_of(await eva.get("/audit"))
        assert f"The chain is broken at #{last}" in text_of(await eva.get("/audit?person=ben"))
    finally:
        tables.execute(change.format("'ana'", last))
    assert "broken" not in text_of(await eva.get("/audit"))


async def test_what_was_cut_off_is_told_from_what_goes_on(people: People, tables: ConsoleStack) -> None:
    access = people.parts.access
    now = access.clock.now()
    await access.trail.add(TrailDeed("ana", "texts-settle", "long-ago"), TrailOutcome.BEGAN, now - timedelta(hours=1))
    eva = await people.signed_in("eva", AUDITOR)
    assert "cut off" in text_of(await eva.get("/audit?about=long-ago"))
    await access.trail.add(TrailDeed("ana", "texts-settle", "just-now"), TrailOutcome.BEGAN, now)
    assert "cut off" not in text_of(await eva.get("/audit?about=just-now"))


async def taken(client: httpx.AsyncClient, **form: str) -> bytes:
    answer = await client.post("/audit/export", data=form)
    assert answer.status_code == 200, answer.text
    assert "attachment" in answer.headers["content-disposition"]
    assert answer.headers["cache-control"] == "no-store"
    return answer.content


@pytest.mark.parametrize("format", ["jsonl", "csv"])
async def test_a_case_is_taken_out_with_its_decisions_and_one_changed_byte_is_refused(
    people: People, tables: ConsoleStack, format: str
) -> None:
    tell_a_life(tables)
    ana, eva = await people.signed_in("ana", StaffRole.OPERATOR), await people.signed_in("eva", AUDITOR)
    await ana.get("/cases/c-1")
    data = await taken(eva, take="case", name="c-1", format=format, reason="asked for by the court")
    found = verified(lines_of([data]))
    assert (found.head.about, found.head.by, found.head.reason) == ("case c-1", "eva", "asked for by the court")
    for expected in (b"A visit is wanted.", b"case-seen", b"90 days past due.", b"visit gate"):
        assert expected in data
    assert b"Not about this case." not in data
    *_, done = await people.written("audit-export")
    assert (done.outcome, done.proof, done.deed.about, done.deed.reason) == (
        "done", found.chain, "case c-1", "asked for by the court",
    )  # fmt: skip


async def test_a_person_is_taken_out_with_what_they_did_and_what_was_done_about_them(
    people: People, tables: ConsoleStack
) -> None:
    access = people.parts.access
    # Names of this test alone: the trail of those before it stays in the database.
    for deed in (
        TrailDeed("clara", "texts-settle", "c-1", "=1+1"),
        TrailDeed("boss", "account-roles", "clara viewer"),
        TrailDeed("dora", "case-seen", "c-1"),
    ):
        await access.trail.add(deed, TrailOutcome.DONE, access.clock.now())
    eva = await people.signed_in("eva", AUDITOR)
    data = await taken(eva, take="person", name="clara", format="csv", reason="she asked for it")
    assert b"account-roles" in data
    assert b'"dora"' not in data
    assert b'"\\x3d1+1"' in data


NOTHING_TO_TAKE: tuple[dict[str, str], ...] = (
        {"take": "case", "name": "c-9"}, {"take": "case", "name": "../x"}, {"take": "person", "name": ""},
        {"take": "period"}, {"take": "period", "since": "2026-02-01", "until": "2026-01-01"}, {"take": "all"}, {},
        {"take": "person", "name": "ana", "reason": ""},
        {"take": "person", "name": "ana", "reason": "+351 912 345 678"},
)  # fmt: skip


async def test_what_can_not_be_taken_is_said_and_written(people: People, tables: ConsoleStack) -> None:
    eva = await people.signed_in("eva", AUDITOR)
    for times, form in enumerate(NOTHING_TO_TAKE, 1):
        assert (await press(eva, "/audit/export", **({"reason": "why not"} | form)))[0] == "bad", form
        assert [came for *_, came in await people.told("audit-export")] == ["began", "refused"] * times


async def test_many_entries_are_sent_some_at_a_time(people: People, tables: ConsoleStack) -> None:
    await filled(people, 1_200)
    eva = await people.signed_in("eva", AUDITOR)
    data = await taken(eva, take="person", name="ana", format="jsonl", reason="all of it")
    rows = verified(lines_of([data])).head.rows
    assert rows >= 1_200
    assert data.count(b"\n") == rows + 2
