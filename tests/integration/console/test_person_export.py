"""`person export`: all that is known of somebody, opened, in a file that nobody else may read, and written down."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from services.notifier.core.wording import LANGUAGES, Params, render
from services.notifier.shell.posting import body_hash
from shared.contracts.codec import encode
from shared.contracts.texts import Meaning, ReplyUnderstood, Understood, Wording
from shared.privacy.keys import KeyRing, MemoryKeys
from shared.runtime.clock import SystemClock

from .console_stack import ConsoleStack

REASON = ("--reason", "asked for by letter, file 117", "--by", "ops-7")
PERSON = {"phone": "+351912345678", "name": "Inês Sá", "address": "Rua das Flores 9", "home": "41.1,-8.6",
          "officer": "Ana Reis"}  # fmt: skip
WORDS, KEPT = "yes, at ten", "my dog is ill"


def known(stack: ConsoleStack) -> str:
    """Somebody with a case, a text, two replies and a decision; their id."""
    borrower, kid, store, now = f"b{uuid4().hex[:8]}", f"k{uuid4().hex[:8]}", MemoryKeys(), SystemClock().now()
    ring = KeyRing(store, stack.keys.wrap)

    async def seal(of: str, **values: str) -> dict[str, Any]:
        return {field: await ring.seal(text, kid=kid, of=of, field=field) for field, text in values.items()}

    boxes = asyncio.run(seal("bank-1", **PERSON))
    person = {field: box.model_dump(mode="json") for field, box in boxes.items()}
    person |= {"borrower": borrower, "language": "pt", "zone": "Europe/Lisbon", "region": "porto"}
    stack.execute(
        "INSERT INTO privacy.data_keys (kid, wrapped) VALUES (%(kid)s, %(wrapped)s)",
        kid=kid, wrapped=asyncio.run(store.load([kid]))[kid],
    )  # fmt: skip
    stack.execute(
        "INSERT INTO notifier.states (aggregate, version, doc) VALUES ('c-1', 1, %(doc)s)",
        doc=json.dumps({"kind": "texting", "loan": {"person": person, "texts": []}}).encode(),
    )
    stack.execute(
        "INSERT INTO notifier.phones (phone_hash, case_id, borrower, kid, told_at)"
        " VALUES (%(number)s, 'c-1', %(borrower)s, %(kid)s, now())",
        number=uuid4().hex * 2, borrower=borrower, kid=kid,
    )  # fmt: skip
    body = render("reminder-firm", LANGUAGES["pt"], Params(Wording(), PERSON["officer"], [], 30))
    stack.execute(
        "INSERT INTO notifier.texts (intent, case_id, borrower, region, zone, phone_hash, phone, name, officer, kind,"
        " language, wording, version, slots, status, rank, claimed_at, post_before, posting_at, body_hash)"
        " VALUES (%(intent)s, 'c-1', %(borrower)s, 'porto', 'Europe/Lisbon', 'x', '{}', '{}', %(officer)s,"
        " 'reminder-firm', 'pt', '{}', 0, 0, 'delivered', 9, %(now)s, %(now)s, %(now)s, %(hash)s)",
        intent=uuid4(), borrower=borrower, officer=boxes["officer"].model_dump_json(), now=now, hash=body_hash(body),
    )  # fmt: skip
    kept = asyncio.run(seal("SM1", words=KEPT))["words"]
    stack.execute(
        "INSERT INTO notifier.replies_to_read (id, case_id, sid, received_at, why, words)"
        " VALUES (%(id)s, 'c-1', 'SM1', %(now)s, 'not-understood', %(words)s)",
        id=uuid4(), now=now, words=kept.model_dump_json(),
    )  # fmt: skip
    stack.decided(
        {"service": "notifier", "aggregate": "c-1", "version": 1, "at": now, "said": "doorstep.loan.overdue.v1",
         "cause": "e-1", "reason": "overdue", "why": "the loan is overdue", "rule": "", "accepted": True}
    )  # fmt: skip
    words = asyncio.run(seal("SM2", words=WORDS))["words"]
    data = Understood(meanings=
                      (Meaning(kind="other-time", confidence=1.0),),
                      received_at=now - timedelta(hours=1), words=words)  # fmt: skip
    event = ReplyUnderstood(id=str(uuid4()), source="notifier", subject="c-1", time=now, data=data)
    stack.publish([("replies", b"c-1", encode(event))])
    return borrower


def test_all_that_is_known_of_somebody_is_in_the_file_and_nowhere_else(stack: ConsoleStack, tmp_path: Path) -> None:
    borrower = known(stack)
    file = tmp_path / "known.json"
    said = stack.run("person", "export", borrower, "--to", str(file), *REASON)
    assert said.exit_code == 0, said.exception
    assert not any(value in said.output for value in (*PERSON.values(), WORDS, KEPT))
    assert file.stat().st_mode & 0o777 == 0o600
    document = json.loads(file.read_text("utf-8"))
    (case,) = document["cases"]
    assert case["person"] == PERSON
    assert [reply["words"] for reply in case["replies_that_a_person_read"]] == [KEPT]
    assert [decision["why"] for decision in case["decisions"]] == ["the loan is overdue"]
    (text,) = document["texts"]
    assert (text["status"], text["as_sent"]) == ("delivered", True)
    assert PERSON["officer"] in text["body"]
    (reply,) = document["replies"]
    assert (reply["words"], reply["read_as"]) == (WORDS, ["other-time"])
    (seen,) = [one for one in document["who_saw_or_did_something"] if one["what"] == "person-export"]
    assert (seen["by"], seen["about"]) == ("ops-7", borrower)
    again = stack.run("person", "export", borrower, "--to", str(file), *REASON)
    assert "is there already" in str(again.exception)
    entries = stack.execute(
        "SELECT outcome FROM console.trail WHERE what = 'person-export' AND about = %(b)s ORDER BY number", b=borrower
    )
    assert [entry["outcome"] for entry in entries] == ["began", "done"]


def test_it_can_be_read_on_paper_and_says_what_can_not_be_opened(stack: ConsoleStack, tmp_path: Path) -> None:
    borrower = known(stack)
    stack.execute("INSERT INTO privacy.forgotten (kid, borrower) SELECT kid, borrower FROM notifier.phones")
    file = tmp_path / "known.txt"
    assert stack.run("person", "export", borrower, "--to", str(file), "--format", "text", *REASON).exit_code == 0
    text = file.read_text("utf-8")
    assert "        phone: can't be opened any more\n" in text
    assert "why: the loan is overdue" in text
    assert PERSON["name"] not in text


def test_nobody_is_exported_who_is_not_known_and_no_file_is_made(stack: ConsoleStack, tmp_path: Path) -> None:
    file = tmp_path / "known.json"
    said = stack.run("person", "export", "no-such-borrower", "--to", str(file), *REASON)
    assert "Nobody is known as" in str(said.exception)
    assert not file.exists()
