"""Streamed records for the tests of the tail."""

from collections.abc import Callable

from services.console.web.stream.ring import Numbered, StreamedRecord


def record(
    number: int, topic: str = "texts", subject: str = "", said: str = "kind offer", headers: str = ""
) -> StreamedRecord:
    return StreamedRecord(
        topic, 0, number, "2026-11-02T09:00:00.000Z", subject or f"case-{number}", "doorstep.text.sent.v1", "text sent",
        said, headers=headers,
    )  # fmt: skip


def unread(record: StreamedRecord) -> tuple[str, Callable[[], StreamedRecord]]:
    """As it comes to the ring."""
    return record.topic, lambda: record


def numbered(record: StreamedRecord) -> Numbered:
    return Numbered(1, *unread(record))
