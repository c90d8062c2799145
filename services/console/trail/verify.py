"""Whether a file that was taken out of the trail is as it was written. Pure: lines in, verdict or refusal out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from shared.evidence import cells
from shared.evidence.canonical import HASH, NOTHING_BEFORE, FlatValue, link
from shared.evidence.columns import FORMAT
from shared.evidence.export_file import ExportHead, FileFormat, read, written

from .entry import own_hash

LINE_BYTES_MAX = 1 << 20
OF_FILE = frozenset({"kind", "place", "hash", "chain"})
"""Columns of an entry's row that its own hash says nothing of."""


class ExportBroken(Exception):
    """`line` counts from 1."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(f"line {line} {why}")
        self.line = line
        self.why = why


@dataclass(frozen=True, slots=True)
class ExportVerdict:
    """A file that holds. `chain` is its last hash: the trail keeps it with the export."""

    head: ExportHead
    chain: str


def verified(lines: Iterable[bytes]) -> ExportVerdict:
    """Reads it once, from beginning to end. Raises `ExportBroken` at the first line that is not as it was written."""
    reading = _Reading()
    for number, line in enumerate(lines, 1):
        try:
            reading.take(number, line)
        except (ValueError, RecursionError):
            raise ExportBroken(number, "is no row of an export") from None
    return reading.verdict()


class _Reading:
    def __init__(self) -> None:
        self._format: FileFormat = "jsonl"
        self._place = 0
        self._line = 0
        self._chain = NOTHING_BEFORE
        self._head: ExportHead | None = None
        self._ended = False
        self._entry: tuple[int, str] | None = None

    def take(self, number: int, line: bytes) -> None:
        self._line = number
        if self._ended:
            raise ExportBroken(number, "stands behind the end")
        text = line.decode("utf-8")
        if number == 1 and text == cells.head():
            self._format = "csv"
            return
        row = read(self._format, text)
        if written(self._format, row) != text:
            raise ExportBroken(number, "is written otherwise than an export is")
        self._linked(number, row)
        self._known(number, row)
        self._place += 1

    def verdict(self) -> ExportVerdict:
        if self._head is None or not self._ended:
            raise ExportBroken(self._line + 1, "is missing: the file ends before its end")
        return ExportVerdict(self._head, self._chain)

    def _linked(self, number: int, row: dict[str, FlatValue]) -> None:
        said = row.pop("chain", None)
        if row.get("place") != self._place:
            raise ExportBroken(number, "is not at its place: a row was dropped, added or moved")
        chain = link(self._chain, row)
        if said != chain:
            raise ExportBroken(number, "was changed, or one before it")
        self._chain = chain

    def _known(self, number: int, row: dict[str, FlatValue]) -> None:
        match row.get("kind"):
            case "export" if self._place == 0:
                self._head = _head(row)
            case "decision" | "record" if self._place > 0:
                pass
            case "entry" if self._place > 0:
                self._own(number, row)
            case "end" if self._head is not None:
                if not row.get("rows") == self._head.rows == self._place - 1:
                    raise ExportBroken(number, "counts other rows than there are")
                self._ended = True
            case _:
                raise ExportBroken(number, "is no row of an export")

    def _own(self, number: int, row: dict[str, FlatValue]) -> None:
        """An entry's own hash, and its link where the entry before stands right before it."""
        own = {name: value for name, value in row.items() if name not in OF_FILE}
        at, hash, before = own.get("number"), row.get("hash"), own.get("before")
        if not (isinstance(at, int) and isinstance(hash, str) and isinstance(before, str) and HASH.fullmatch(before)):
            raise ExportBroken(number, "is no entry of a trail")
        if own_hash(own) != hash:
            raise ExportBroken(number, "is not as the trail has it")
        if self._entry is not None and self._entry[0] + 1 == at and self._entry[1] != before:
            raise ExportBroken(number, "does not follow the entry before it")
        self._entry = (at, hash)


def _head(row: dict[str, FlatValue]) -> ExportHead:
    """Raises `ValueError`."""
    if row.get("format") != FORMAT:
        raise ValueError("another format")
    texts = [row.get(name) for name in ("about", "by", "at", "reason")]
    rows, trail = row.get("rows"), row.get("trail")
    if not all(isinstance(text, str) for text in texts) or not (isinstance(rows, int) and isinstance(trail, int)):
        raise ValueError("no head")
    about, by, at, reason = map(str, texts)
    return ExportHead(about, by, at, reason, rows, trail)


def lines_of(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Lines with their ends, of a file that is read in pieces. Raises `ExportBroken` for one without end."""
    rest, number = b"", 1
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\n")
        for line in whole:
            yield line + b"\n"
            number += 1
        if len(rest) > LINE_BYTES_MAX:
            raise ExportBroken(number, "is longer than any row")
    if rest:
        yield rest
