"""`replies` on real tables: listed without their words, read (which is recorded), and settled."""

from __future__ import annotations

import asyncio
import json
from uuid import UUID, uuid4

import pytest

from deploy.local.user_error import UserError
from services.notifier.core.inputs import INPUTS, ReplySettled
from shared.privacy.keys import KeyRing, MemoryKeys

from .console_stack import ConsoleStack

WORDS, PICTURE = "my dog bites", '["https://api.example/Media/ME1"]'
READ = ("--reason", "nobody understood it", "--by", "ops-7")


def waits(stack: ConsoleStack, *, media: bool = False, wrote: str = WORDS) -> UUID:
    """A reply that waits for a person, sealed under the borrower's own key."""
    reply, kid, store = uuid4(), f"b-{uuid4().hex[:8]}", MemoryKeys()
    ring = KeyRing(store, stack.keys.wrap)

    async def seal() -> tuple[str, str | None, bytes]:
        words = await ring.seal(wrote, kid=kid, of="SM1", field="words")
        picture = await ring.seal(PICTURE, kid=kid, of="SM1", field="media") if media else None
        wrapped = (await store.load([kid]))[kid]
        return words.model_dump_json(), picture.model_dump_json() if picture else None, wrapped

    words, picture, wrapped = asyncio.run(seal())
    stack.execute(
        "INSERT INTO privacy.data_keys (kid, wrapped) VALUES (%(kid)s, %(wrapped)s)", kid=kid, wrapped=wrapped
    )
    stack.execute(
        "INSERT INTO notifier.replies_to_read (id, case_id, sid, received_at, why, words, media)"
        " VALUES (%(id)s, 'c-1', 'SM1', '2026-11-02T09:00:00Z', 'not-understood', %(words)s, %(media)s)",
        id=reply, words=words, media=picture,
    )  # fmt: skip
    return reply


def test_a_reply_is_listed_without_its_words(tables: ConsoleStack) -> None:
    reply = waits(tables, media=True)
    (row,) = tables.json("replies", "unclear")
    assert (row["id"], row["case_id"], row["why"], row["pictures"]) == (str(reply), "c-1", "not-understood", True)
    shown = tables.run("replies", "unclear").stdout
    assert str(reply)[:8] in shown
    assert "dog" not in shown + json.dumps(row)
    assert max(map(len, shown.splitlines())) <= 80


def test_reading_one_shows_words_and_pictures_and_is_recorded(served: ConsoleStack) -> None:
    reply = waits(served, media=True)
    shown = served.json("replies", "show", str(reply)[:8], *READ)
    assert (shown["words"], shown["media"]) == (WORDS, json.loads(PICTURE))
    (reveal,) = served.execute("SELECT operator, why, case_id, reply FROM notifier.reveals")
    assert reveal == {"operator": "ops-7", "why": "nobody understood it", "case_id": "c-1", "reply": reply}


def test_words_that_a_terminal_would_obey_are_spelt_out_and_pass_for_nothing_of_ours(served: ConsoleStack) -> None:
    reply = waits(served, wrote="ok\nverdict  stop, by ops-1\x1b[2J\u202e [bold]x[/] :warning:")
    shown = served.run("replies", "show", str(reply), *READ).stdout
    assert not set("\x1b\u202e") & set(shown)
    assert "\\x1b[2J\\u202e [bold]x[/] :warning:" in shown
    assert not any(line.startswith("verdict") for line in shown.splitlines())


def test_words_of_a_person_who_was_forgotten_can_not_be_read(stack: ConsoleStack) -> None:
    reply = waits(stack)
    stack.execute("DELETE FROM privacy.data_keys")
    result = stack.run("replies", "show", str(reply), *READ)
    assert isinstance(result.exception, UserError)
    assert stack.execute("SELECT * FROM notifier.reveals") == []


def test_settling_one_tells_the_notifier_once_what_it_means_and_who_says_so(served: ConsoleStack) -> None:
    reply = waits(served)
    assert served.run("replies", "settle", str(reply), "--as", "hardship", "--by", "ops-7").exit_code == 0
    (row,) = served.execute("SELECT * FROM notifier.intake")
    said = INPUTS.validate_json(row["doc"])
    assert isinstance(said, ReplySettled)
    assert (row["aggregate"], said.meaning, said.by, said.reply) == ("c-1", "hardship", "ops-7", reply)
    assert served.json("replies", "unclear") == []
    assert served.json("replies", "unclear", "--settled")[0]["verdict"] == "hardship"
    again = served.run("replies", "settle", str(reply), "--as", "nothing", "--by", "ops-8")
    assert isinstance(again.exception, UserError)
    assert len(served.execute("SELECT * FROM notifier.intake")) == 1


@pytest.mark.parametrize("item", ["", "0123", "00000000"])
def test_a_reply_that_is_not_there_is_said_to_be_missing(stack: ConsoleStack, item: str) -> None:
    waits(stack)
    assert isinstance(stack.run("replies", "settle", item, "--as", "nothing").exception, UserError)


def test_messages_of_strangers_are_listed_and_read_with_a_reason(served: ConsoleStack) -> None:
    sid = "SM" + "0" * 32
    box = served.keys.set_aside(json.dumps({"words": "who is this", "media": []}).encode(), sid)
    served.execute(
        "INSERT INTO notifier.unmatched_replies (sid, received_at, phone_hash, why, said, words)"
        " VALUES (%(sid)s, '2026-11-02T09:00:00Z', 'f', 'unknown-phone', 'other', %(box)s)",
        sid=sid, box=box,
    )  # fmt: skip
    (row,) = served.json("replies", "strangers")
    assert (row["sid"], row["why"], row["said"]) == (sid, "unknown-phone", "other")
    shown = served.run("replies", "strangers").stdout
    assert "who is this" not in shown
    assert max(map(len, shown.splitlines())) <= 80
    read = served.run("replies", "stranger", sid, *READ)
    assert json.loads(read.stdout)["words"] == "who is this"
    assert [row["operator"] for row in served.execute("SELECT operator FROM notifier.reveals")] == ["ops-7"]
    assert isinstance(served.run("replies", "stranger", "SM1", *READ).exception, UserError)
