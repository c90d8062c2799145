"""Streamed records for the tests of the tail."""

from services.console.web.stream.ring import StreamedRecord


def record(number: int, **more: str) -> StreamedRecord:
    fields = {
        "topic": "texts",
        "subject": f"case-{number}",
        "type": "doorstep.text.sent.v1",
        "what": "text sent",
    } | more
    return StreamedRecord(
        fields.pop("topic"), 0, number, "2026-11-02T09:00:00.000Z", fields.pop("subject"), fields.pop("type"),
        fields.pop("what"), fields.pop("said", "kind offer"), **fields,
    )  # fmt: skip
