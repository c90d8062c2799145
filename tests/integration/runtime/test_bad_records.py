"""What is no event is kept with its reason, and stops nothing else."""

import json
from datetime import UTC, datetime, timedelta

from shared.contracts.codec import encode

from .service_runner import ServiceRunner, overdue


def changed(case: str, **fields: object) -> bytes:
    doc = json.loads(encode(overdue(case)))
    data = fields.pop("data", {})
    assert isinstance(data, dict)
    doc.update(fields)
    doc["data"].update(data)
    return json.dumps(doc).encode()


NEXT_WEEK = (datetime.now(UTC) + timedelta(days=7)).isoformat()
BAD: dict[str, tuple[bytes, bytes | None, str]] = {
    "bytes that are no text": (b"b1", b"\xff\xfe{", "undecodable"),
    "json that is no object": (b"b2", b"[1]", "not-an-object"),
    "a type nobody knows": (b"b3", changed("b3", type="doorstep.loan.invented.v1"), "unknown-type"),
    "an amount of nothing": (b"b4", changed("b4", data={"amount": {"minor": 0, "currency": "EUR"}}), "schema"),
    "a currency that is none": (b"b5", changed("b5", data={"amount": {"minor": 1, "currency": "XXX"}}), "schema"),
    "a time without a zone": (b"b6", changed("b6", time="2026-10-05T10:00:00"), "schema"),
    "a key that is another case": (b"b8", changed("b7"), "key-mismatch"),
    "a time far ahead": (b"b9", changed("b9", time=NEXT_WEEK), "time-in-the-future"),
    "ten megabytes": (b"b10", b'{"a":"' + b"x" * (10 << 20) + b'"}', "too-large"),
    "a tombstone": (b"b11", None, "tombstone"),
}


async def test_each_bad_record_is_a_dead_letter_with_its_reason_and_the_good_ones_go_on(toy: ServiceRunner) -> None:
    toy.start()
    await toy.send([overdue(f"good-{number}") for number in range(20)])
    await toy.send_raw([(key, value) for key, value, _ in BAD.values()])
    await toy.send([overdue(f"later-{number}") for number in range(20)])

    async def all_handled() -> bool:
        good = await toy.count("SELECT count(*) FROM states")
        return good == 40 and await toy.count("SELECT count(*) FROM dead_letters") == len(BAD)

    await toy.until(all_handled)
    codes = sorted(row[0] for row in await toy.rows("SELECT code FROM dead_letters"))
    assert codes == sorted(code for _, _, code in BAD.values())

    async def told() -> bool:
        return len(await toy.published("dead-letters")) == len(BAD)

    await toy.until(told)
    letters = [json.loads(record.value) for record in await toy.published("dead-letters")]
    assert sorted(letter["data"]["code"] for letter in letters) == codes
    assert "xxxxxxxx" not in json.dumps([letter["data"]["detail"] for letter in letters])
