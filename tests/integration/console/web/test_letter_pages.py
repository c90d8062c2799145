"""Dead letters in the browser: looked at without what is personal, and settled by one of two who try."""

from __future__ import annotations

import asyncio
import json
import re

import httpx

from tests.polling import until

from ..console_stack import ConsoleStack
from ..test_dead_letters import BAD, CLOSED, GOOD, refused
from .asking import commanded, given, press, states, text_of
from .conftest import Desks

HOSTILE = json.dumps(
    CLOSED | {"subject": "<img src=x onerror=alert(1)>", "=HYPERLINK(1)": 1, "\u202egnp": 2, "\x1b[31m": "r"},
    ensure_ascii=False,
).encode()
BROKEN = json.dumps(CLOSED | {"data": {}}).encode()
WHY = "a test of the bank's"


async def test_letters_are_grouped_and_nothing_of_them_is_personal(
    browser: httpx.AsyncClient, tables: ConsoleStack
) -> None:
    for number in range(3):
        item = refused(tables, BAD)
        tables.execute(
            "UPDATE notifier.dead_letters SET detail = %(detail)s WHERE id = %(id)s", detail=f"{number} bytes", id=item
        )
    tables.execute(
        "INSERT INTO notifier.unread_records (letter, case_id, code, at) VALUES (%(id)s, 'c-7', 'schema', now())",
        id=item,
    )
    listed = await browser.get("/letters")
    said = text_of(listed)
    assert "# bytes" in said
    assert "3 letters, 1 case held" in said
    group = listed.text.partition("/letters/groups/")[2].partition('"')[0]
    shown = await browser.get(f"/letters/groups/{group}")
    assert shown.status_code == 200
    assert "c-7" in shown.text
    letter = await browser.get(f"/letters/{item}")
    assert "Held for it: c-7" in text_of(letter)
    for page in (listed, shown, letter):
        assert "900 000" not in page.text
        assert "somebody" not in page.text


async def test_what_a_letter_holds_is_text_and_nothing_else(browser: httpx.AsyncClient, tables: ConsoleStack) -> None:
    item = refused(tables, HOSTILE)
    tables.execute(
        "UPDATE notifier.dead_letters SET detail = %(detail)s", detail="<img onerror> \u202egnp \x1b[31m =1+1"
    )
    for path in ("/letters", f"/letters/{item}", f"/letters?find={str(item)[:8]}", "/letters/replay"):
        answer = await browser.get(path, follow_redirects=True)
        assert answer.status_code == 200
        for bad in ("<img", "\u202e", "\x1b"):
            assert bad not in answer.text.replace('<img src="/assets', ""), (path, bad)
    assert "⟨U+202E⟩gnp" in (await browser.get("/letters")).text


async def test_unknown_letters_are_not_there_and_a_beginning_of_several_is_a_choice(
    browser: httpx.AsyncClient, tables: ConsoleStack
) -> None:
    item = str(refused(tables, BAD))
    for path in ("/letters/" + "0" * 8, "/letters/nix", "/letters?find=ab", "/letters/%00", "/letters/groups/abc",
                 "/letters/replay?group=abc", "/letters/parked/notifier/c-9", "/letters/parked/nobody/c-1",
                 "/letters/runs/0", "/letters/00000000-0000-0000-0000-000000000000"):  # fmt: skip
        answer = await browser.get(path)
        assert answer.status_code == 404, path
        assert item not in answer.text
    straight = await browser.get(f"/letters/{item[:8]}")
    assert (straight.status_code, straight.headers["location"]) == (303, f"/letters/{item}")
    tables.execute(
        "INSERT INTO router.dead_letters SELECT (left(id::text, 8) || '-0000-4000-8000-000000000000')::uuid, at, topic,"
        " partition, position, code, detail, attempts, size_bytes, original FROM notifier.dead_letters"
    )
    several = await browser.get(f"/letters/{item[:8].upper()}")
    assert several.status_code == 200
    assert "2 letters begin with" in text_of(several)
    assert (await browser.post(f"/letters/{item[:8]}/discard", data={"reason": WHY})).status_code in (404, 405)


async def test_a_letter_given_back_is_in_its_topic_and_says_so(desks: Desks, served: ConsoleStack) -> None:
    item = refused(served, GOOD)
    assert "would be taken" in text_of(await desks.ana.get(f"/letters/{item}"))
    tone, said = await press(desks.ana, f"/letters/{item}/replay", reason="")
    assert (tone, said) == ("good", f"done {str(item)[:8]} is in loans again.")
    assert (await given(served), await states(served)) == ([CLOSED], ["given back"])


async def test_of_two_who_press_the_button_one_wins_and_the_other_is_told(desks: Desks, served: ConsoleStack) -> None:
    item = refused(served, GOOD)
    came = await asyncio.gather(
        press(desks.ana, f"/letters/{item}/replay", reason=WHY),
        press(desks.ben, f"/letters/{item}/discard", reason=WHY, sure="yes"),
    )
    assert sorted(tone for tone, _ in came) == ["bad", "good"]
    (told,) = (said for tone, said in came if tone == "bad")
    assert "ana" in told or "ben" in told
    assert len([state for state in await states(served) if state != "open"]) == 1
    tone, later = await press(desks.ben, f"/letters/{item}/discard", reason=WHY, sure="yes")
    assert tone == "bad"
    assert re.search(r"(ana|ben) gave it (back|up) \d+ s ago|was given (back|up)", later), later


async def test_while_the_service_does_not_run_it_is_written_down_once(lonely_desks: Desks, stack: ConsoleStack) -> None:
    item = refused(stack, GOOD)
    tone, said = await press(lonely_desks.ana, f"/letters/{item}/replay", reason=WHY)
    assert (tone, "notifier carries it out once it runs" in said) == ("good", True)
    tone, said = await press(lonely_desks.ben, f"/letters/{item}/replay", reason=WHY)
    assert (tone, "ana gave it back" in said) == ("bad", True)
    assert len(await given(stack)) == 1


async def test_nothing_is_given_back_a_third_time(desks: Desks, served: ConsoleStack) -> None:
    item = refused(served, GOOD)
    await press(desks.ana, f"/letters/{item}/replay", reason=WHY)
    assert (await press(desks.ben, f"/letters/{item}/replay", reason=WHY, force="yes"))[0] == "good"
    tone, said = await press(desks.ben, f"/letters/{item}/replay", reason=WHY, force="yes")
    assert (tone, "2 times" in said) == ("bad", True)
    assert "2 are the most" in text_of(await desks.ben.get(f"/letters/{item}"))
    assert len(await given(served)) == 2


async def test_what_would_come_again_stays_unless_somebody_insists_with_a_reason(
    desks: Desks, served: ConsoleStack
) -> None:
    item = refused(served, BROKEN)
    assert "would come again" in text_of(await desks.ana.get(f"/letters/{item}"))
    assert (await press(desks.ana, f"/letters/{item}/replay", reason=WHY))[0] == "bad"
    assert (await press(desks.ana, f"/letters/{item}/replay", reason="", force="yes"))[0] == "bad"
    assert await given(served) == []
    assert (await press(desks.ana, f"/letters/{item}/replay", reason=WHY, force="yes"))[0] == "good"


async def test_a_letter_is_checked_then_mended_under_another_case(desks: Desks, served: ConsoleStack) -> None:
    item = refused(served, BROKEN)
    change = {"settings": "data.cause=sold\n\n", "subject": "c-2"}
    tone, said = await press(desks.ana, f"/letters/{item}/mend", act="check", reason="", **change)
    assert (tone, "doorstep.loan.closed.v1 about c-2. It was about c-1" in said) == ("good", True)
    assert await given(served) == []
    tone, said = await press(desks.ana, f"/letters/{item}/mend", act="mend", reason=WHY, **change)
    assert (tone, "mended by ana" in said) == ("good", True)
    assert await given(served) == [CLOSED | {"subject": "c-2"}]
    shown = await commanded(served, "dlq", "show", str(item))
    assert (shown["mended_by"], shown["mended_why"]) == ("ana", WHY)


async def test_a_whole_new_record_is_checked_and_given_back(desks: Desks, served: ConsoleStack) -> None:
    item = refused(served, b"garbage")
    for text, tone in (("nix", "bad"), (BROKEN.decode(), "bad"), (GOOD.decode(), "good")):
        assert (await press(desks.ana, f"/letters/{item}/mend", act="check", reason="", record=text))[0] == tone
    assert await given(served) == []
    assert (await press(desks.ana, f"/letters/{item}/mend", act="mend", reason=WHY, record=GOOD.decode()))[0] == "good"
    assert await given(served) == [CLOSED]


async def test_what_is_sealed_goes_to_another_case_only_where_somebody_says_that_it_is_meant(
    desks: Desks, served: ConsoleStack
) -> None:
    box = {"kid": "b-1", "of": "e-1", "field": "phone", "box": "AAAA"}
    item = refused(served, json.dumps(CLOSED | {"extra": box}).encode())
    to = {"subject": "c-2", "reason": WHY}
    for act in ("check", "mend"):
        tone, said = await press(desks.ana, f"/letters/{item}/mend", act=act, **to)
        assert (tone, "It was about c-1" in said, "sealed" in said) == ("bad", True, True), said
    assert await given(served) == []
    assert (await press(desks.ana, f"/letters/{item}/mend", act="mend", other="yes", **to))[0] == "good"


async def test_one_press_gives_nothing_up(desks: Desks, served: ConsoleStack) -> None:
    item = refused(served, BAD)
    tone, said = await press(desks.ana, f"/letters/{item}/discard", reason=WHY)
    assert (tone, "tick" in said) == ("bad", True)
    assert await states(served) == ["open"]
    assert 'name="sure" value="yes" required' in (await desks.ana.get(f"/letters/{item}")).text


async def test_a_settled_letter_holds_nobody_and_its_group_is_said_to_be_settled(
    desks: Desks, served: ConsoleStack
) -> None:
    item = refused(served, BAD)
    served.execute(
        "INSERT INTO notifier.unread_records (letter, case_id, code, at) VALUES (%(id)s, 'c-7', 'schema', now())",
        id=item,
    )
    group = (await desks.ana.get("/letters")).text.partition("/letters/groups/")[2].partition('"')[0]
    assert "Held for it: c-7" in text_of(await desks.ana.get(f"/letters/{item}"))
    assert (await press(desks.ana, f"/letters/{item}/discard", reason=WHY, sure="yes"))[0] == "good"
    assert "Held for it" not in text_of(await desks.ana.get(f"/letters/{item}"))

    async def over() -> bool:
        return "No letter of this group is open" in (await desks.ana.get(f"/letters/groups/{group}")).text

    await until(over)


async def test_what_is_mended_badly_stays_as_it_was_and_keeps_what_was_typed(
    desks: Desks, served: ConsoleStack
) -> None:
    item = refused(served, BROKEN)
    for settings in (None, "data.cause", "=x", "time=nix", "id.x=1"):
        change = {} if settings is None else {"settings": settings}
        answer = await desks.ana.post(f"/letters/{item}/mend", data={"act": "mend", "reason": WHY, **change})
        page = await desks.ana.get(answer.headers["location"])
        assert "not done" in text_of(page), settings
        assert (settings or "") in page.text
        assert (await desks.ben.get(answer.headers["location"])).text.count("not done") == 0
        assert (await given(served), await states(served)) == ([], ["open"])


async def test_without_a_reason_nothing_is_given_up(desks: Desks, served: ConsoleStack) -> None:
    item = refused(served, BAD)
    for why in ("", "x" * 401, "two\nlines"):
        tone, said = await press(desks.ana, f"/letters/{item}/discard", reason=why, sure="yes")
        assert (tone, "A reason is one line" in said) == ("bad", True), why
        assert await states(served) == ["open"]


async def test_a_letter_given_up_stays_with_who_and_why(desks: Desks, served: ConsoleStack) -> None:
    item = refused(served, BAD)
    assert (await press(desks.ana, f"/letters/{item}/discard", reason="=HYPERLINK(1) <b>", sure="yes"))[0] == "good"
    (row,) = served.execute("SELECT by, why, kind FROM notifier_published.operations WHERE by = 'ana'")
    assert row == {"by": "ana", "why": "=HYPERLINK(1) <b>", "kind": "letter-discarded"}
    assert "=HYPERLINK(1) &lt;b&gt;" in (await desks.ana.get("/letters")).text


async def test_nothing_is_changed_by_looking_and_an_endless_form_is_refused(
    browser: httpx.AsyncClient, tables: ConsoleStack
) -> None:
    item = refused(tables, GOOD)
    for act in ("replay", "mend", "discard"):
        assert (await browser.get(f"/letters/{item}/{act}")).status_code == 405
        answer = await browser.post(f"/letters/{item}/{act}", data={"reason": "x" * 100_000})
        assert answer.status_code == 413
    assert (await browser.post("/letters/runs", content=b"{}")).status_code == 415
