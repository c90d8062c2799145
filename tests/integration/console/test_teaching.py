"""`replies teach` on real tables and topics: what a reply means is kept, acted on, and filed without names."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from typer.testing import CliRunner

from deploy.local.user_error import UserError
from services.console.cli.main import application
from services.notifier.core.inputs import INPUTS, ReplySettled
from shared.privacy.keys import KeyRing, MemoryKeys

from .console_stack import ConsoleStack
from .test_replies import waits

WHY = ("--reason", "the reader took it for nothing", "--by", "ops-7")
WORDS = "Anna here, call (555) 123-4567, friday 2 is fine at 14:30 Kim"
SLOTS = [
    {
        "slot": f"s-{number}", "detour_s": 0,
        "window": {
            "start": f"2026-11-0{day}T{hour}:00:00Z", "end": f"2026-11-0{day}T{hour + 2}:00:00Z",
            "zone": "Europe/Lisbon", "local": f"2026-11-0{day}T{hour}:00",
        },
    }
    for number, day, hour in ((1, 5, 10), (2, 6, 14))
]  # fmt: skip


def asks(stack: ConsoleStack, *, case: str = "c-1", name: str = "Anna López", officer: str = "Kim Li") -> None:
    """An offer of two windows went to the case's phone an hour before the reply."""
    store = MemoryKeys()
    ring, kid = KeyRing(store, stack.keys.wrap), f"n-{uuid4().hex[:8]}"

    async def sealed() -> tuple[str, str, bytes]:
        boxes = [
            await ring.seal(one, kid=kid, of="E1", field=field) for one, field in ((name, "name"), (officer, "officer"))
        ]
        return boxes[0].model_dump_json(), boxes[1].model_dump_json(), (await store.load([kid]))[kid]

    box, officer_box, wrapped = asyncio.run(sealed())
    stack.execute(
        "INSERT INTO privacy.data_keys (kid, wrapped) VALUES (%(kid)s, %(wrapped)s)", kid=kid, wrapped=wrapped
    )
    stack.execute(
        "INSERT INTO notifier.texts (intent, case_id, borrower, region, zone, phone_hash, phone, name, officer, kind,"
        " language, wording, visit, version, slots, status, rank, claimed_at, post_before, posting_at)"
        " VALUES (%(intent)s, %(case)s, 'b-1', 'porto', 'Europe/Lisbon', 'h', '{}', %(name)s, %(officer)s, 'offer',"
        " 'en', %(wording)s, 'v-1', 1, 2, 'delivered', 6, '2026-11-02T08:00:00Z', '2026-11-03T08:00:00Z',"
        " '2026-11-02T08:00:00Z')",
        intent=uuid4(), case=case, name=box, officer=officer_box,
        wording=json.dumps({"slots": SLOTS, "check_code": "482913"}),
    )  # fmt: skip


def lines(file: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in file.read_text("utf-8").split("\n") if line]


def teach(stack: ConsoleStack, reply: UUID, file: Path, *more: str) -> str:
    result = stack.run("replies", "teach", str(reply), *more, "--to", str(file), *WHY)
    assert result.exit_code == 0, (result.output, result.exception)
    return result.stdout


def test_a_reply_is_taught_kept_and_read_by_evaluate_without_whom_it_is_about(
    served: ConsoleStack, tmp_path: Path
) -> None:
    asks(served)
    reply, file = waits(served, wrote=WORDS), tmp_path / "taught.jsonl"
    told = teach(served, reply, file, "--as", "choose", "--slot", "2", "--yes")
    (case,) = lines(file)
    assert case["text"] == "Alex here, call (555) 012-3467, friday 2 is fine at 14:30 Robin"
    assert (case["intents"], case["slot"], case["lang"], case["tz"]) == (["choose"], 2, "en", "UTC")
    assert case["time"] == {"start": "2026-11-06T14:00:00+00:00", "end": "2026-11-06T16:00:00+00:00"}
    assert case["asked"] == {"kind": "offer", "slots": [
        {"n": 1, "start": "2026-11-05T10:00:00+00:00", "end": "2026-11-05T12:00:00+00:00"},
        {"n": 2, "start": "2026-11-06T14:00:00+00:00", "end": "2026-11-06T16:00:00+00:00"},
    ]}  # fmt: skip
    assert str(reply) not in json.dumps(case)
    assert not [word for word in ("Anna", "Kim", "123-4567") if word in told + json.dumps(case)]
    assert served.json("replies", "evaluate", str(file))["cases"][0]["id"] == case["id"]
    done = served.execute("SELECT kind, target, by, why FROM notifier.operations ORDER BY seq")
    assert [row["kind"] for row in done] == ["reply-revealed", "reply-taught"]
    assert (done[1]["target"], done[1]["by"]) == (f"{reply} as choose", "ops-7")
    assert served.json("replies", "unclear")[0]["id"] == str(reply), "no verdict takes a window: it still waits"
    kept = served.execute("SELECT doc FROM notifier.operations")
    assert not [row for row in kept if b"Anna" in bytes(row["doc"])]


def test_what_settle_knows_is_settled_and_what_was_settled_before_is_taught_all_the_same(
    served: ConsoleStack, tmp_path: Path
) -> None:
    reply, other, file = waits(served), waits(served, wrote="paid it"), tmp_path / "taught.jsonl"
    teach(served, reply, file, "--as", "vulnerable", "--as", "call_me", "--yes")
    (row,) = served.execute("SELECT doc FROM notifier.intake")
    said = INPUTS.validate_json(row["doc"])
    assert isinstance(said, ReplySettled)
    assert (said.reply, said.meaning) == (reply, "hardship")
    assert served.run("replies", "settle", str(other), "--as", "paid", "--by", "ops-1").exit_code == 0
    assert "settled before: paid, by ops-1" in teach(served, other, file, "--as", "paid", "--yes")
    assert [case["intents"] for case in lines(file)] == [["vulnerable", "call_me"], ["paid"]]
    assert len(served.execute("SELECT * FROM notifier.intake")) == 2


def test_nothing_is_written_or_told_before_a_person_says_yes_and_more_words_can_be_hidden_first(
    served: ConsoleStack, tmp_path: Path
) -> None:
    reply, file = waits(served, wrote="ask my wife Beatriz"), tmp_path / "taught.jsonl"
    command = ["teach", str(reply), "--as", "third_party", "--to", str(file), *WHY]
    refused = CliRunner().invoke(application("replies"), command, input="no\n")
    assert refused.exit_code == 1
    assert not file.exists()
    assert [row["kind"] for row in served.execute("SELECT kind FROM notifier.operations")] == ["reply-revealed"]
    assert CliRunner().invoke(application("replies"), command, input="").exit_code == 1, "nobody there to ask"
    taken = CliRunner().invoke(application("replies"), command, input="beatriz\nyes\n")
    assert taken.exit_code == 0, taken.output
    assert lines(file)[0]["text"] == "ask my wife Alex"


def test_what_does_not_fit_is_refused_before_the_words_are_read(stack: ConsoleStack, tmp_path: Path) -> None:
    asks(stack)
    reply, file = waits(stack, wrote=WORDS), tmp_path / "taught.jsonl"
    for given, said in (
        (("--as", "maybe"), "--as takes one of confirm, choose,"),
        (("--as", "unclear", "--as", "paid"), "--as unclear stands alone"),
        (("--as", "choose"), "--as choose and --slot go together"),
        (("--as", "paid", "--slot", "1"), "--as choose and --slot go together"),
        (("--as", "choose", "--slot", "3"), "--slot 3 was not offered: 1, 2."),
        (("--as", "promise", "--time", "friday"), "--time takes two moments"),
        (("--as", "promise", "--time", "x/y"), "--time is no date and time"),
        (("--as", "promise", "--time", "2026-11-07T10:00/2026-11-07T09:00"), "--time ends before it begins."),
    ):
        result = stack.run("replies", "teach", str(reply), *given, "--to", str(file), "--yes", *WHY)
        assert isinstance(result.exception, UserError), given
        assert str(result.exception).startswith(said)
        assert not [word for word in ("Anna", "4567") if word in result.output + str(result.exception)]
        assert not file.exists()


def test_teaching_a_reply_twice_is_teaching_it_once_and_another_meaning_is_refused(
    served: ConsoleStack, tmp_path: Path
) -> None:
    reply, file = waits(served), tmp_path / "taught.jsonl"
    teach(served, reply, file, "--as", "abuse", "--yes")
    assert "Nothing was written" in teach(served, reply, file, "--as", "abuse", "--yes")
    result = served.run("replies", "teach", str(reply), "--as", "paid", "--to", str(file), "--yes", *WHY)
    assert isinstance(result.exception, UserError)
    assert "has this reply with another meaning" in str(result.exception)
    assert len(lines(file)) == 1
    assert served.execute("SELECT * FROM notifier.intake") == []


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_what_is_asked_of_the_operator_fits_the_screen(
    served: ConsoleStack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    asks(served)
    monkeypatch.setenv("COLUMNS", str(columns))
    told = teach(served, waits(served, wrote=WORDS), tmp_path / "t", "--as", "choose", "--slot", "1", "--yes")
    shown = told.split("Taught:")[0]
    assert max(map(len, shown.splitlines())) <= columns
