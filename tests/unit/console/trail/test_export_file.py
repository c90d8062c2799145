"""A file that was taken out holds to the byte: whatever is changed, dropped, moved or added is found."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.console.trail.entry import TrailDeed
from services.console.trail.verify import ExportBroken, lines_of, verified
from shared.evidence.cells import escaped, plain
from shared.evidence.export_file import FileFormat

from .samples import DEEDS, HOSTILE, chain, file_of

FORMATS: tuple[FileFormat, ...] = ("jsonl", "csv")
FILES = {format: file_of(format) for format in FORMATS}
BYTES = {format: "".join(lines).encode() for format, lines in FILES.items()}


def holds(data: bytes) -> bool:
    try:
        verified(lines_of([data]))
    except ExportBroken:
        return False
    return True


@pytest.mark.parametrize("format", FORMATS)
def test_a_file_as_it_was_written_holds_and_says_what_it_is(format: FileFormat) -> None:
    found = verified(lines_of([BYTES[format]]))
    assert (found.head.about, found.head.by, found.head.rows) == ("case c-1", "eva", 5)
    assert found.chain in FILES[format][-1]


def test_both_formats_have_the_same_last_hash() -> None:
    assert len({verified(lines_of([data])).chain for data in BYTES.values()}) == 1


@pytest.mark.parametrize("format", FORMATS)
def test_it_does_not_matter_in_which_pieces_it_is_read(format: FileFormat) -> None:
    pieces = [bytes([byte]) for byte in BYTES[format]]
    assert verified(lines_of(pieces)) == verified(lines_of([BYTES[format]]))


@given(format=st.sampled_from(FORMATS), place=st.integers(0, 10**6), byte=st.integers(0, 255))
def test_one_byte_changed_is_refused(format: FileFormat, place: int, byte: int) -> None:
    data = bytearray(BYTES[format])
    place %= len(data)
    if data[place] != byte:
        data[place] = byte
        assert not holds(bytes(data))


@pytest.mark.parametrize("format", FORMATS)
def test_every_single_byte_counts(format: FileFormat) -> None:
    data = BYTES[format]
    for place in range(len(data)):
        assert not holds(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]), place


@given(format=st.sampled_from(FORMATS), place=st.integers(0, 10**6), byte=st.integers(0, 255))
def test_one_byte_more_or_less_is_refused(format: FileFormat, place: int, byte: int) -> None:
    data = BYTES[format]
    place %= len(data)
    assert not holds(data[:place] + data[place + 1 :])
    assert not holds(data[:place] + bytes([byte]) + data[place:])
    assert not holds(data[:place])
    assert not holds(data + bytes([byte]))


@given(format=st.sampled_from(FORMATS), rows=st.data())
def test_rows_dropped_swapped_or_said_twice_are_refused(format: FileFormat, rows: st.DataObject) -> None:
    lines = FILES[format]
    one, other = (rows.draw(st.integers(0, len(lines) - 1)) for _ in range(2))
    assert not holds("".join(lines[:one] + lines[one + 1 :]).encode())
    assert not holds("".join(lines[: one + 1] + lines[one:]).encode())
    if one != other:
        swapped = list(lines)
        swapped[one], swapped[other] = swapped[other], swapped[one]
        assert not holds("".join(swapped).encode())


@pytest.mark.parametrize("format", FORMATS)
def test_another_file_behind_it_is_refused(format: FileFormat) -> None:
    assert not holds(BYTES[format] + BYTES[format])
    assert not holds(b"")
    assert not holds(b"\n" + BYTES[format])


def test_an_entry_that_is_not_the_trails_is_refused_also_in_a_file_made_anew() -> None:
    entries = chain(DEEDS)
    forged = replace(entries[1], deed=replace(entries[1].deed, by="ben"))
    assert not holds("".join(file_of("jsonl", [entries[0], forged, *entries[2:]])).encode())


def test_entries_of_which_one_was_made_anew_do_not_follow_each_other() -> None:
    entries = chain(DEEDS)
    forged = replace(entries[1], deed=replace(entries[1].deed, by="ben")).sealed()
    with pytest.raises(ExportBroken) as broken:
        verified(lines_of(["".join(file_of("csv", [entries[0], forged, *entries[2:]])).encode()]))
    assert broken.value.why == "does not follow the entry before it"


@pytest.mark.parametrize(
    "line",
    [
        b"{}\n", b"[]\n", b"null\n", b'{"kind":1}\n', b'{"place":1e999}\n', b"[" * 100_000 + b"\n", b"\xff\xfe\n",
        b'{"place":' + b"9" * 5000 + b"}\n", b'"kind","place"\r\n', b'"a\r\n', b"NaN\n",
    ],
)  # fmt: skip
def test_what_is_no_export_is_said_in_a_sentence(line: bytes) -> None:
    with pytest.raises(ExportBroken) as broken:
        verified(lines_of([line]))
    assert str(broken.value).startswith("line 1 ")


def test_a_line_without_an_end_is_not_read_into_memory() -> None:
    read = 0

    def endless() -> object:
        nonlocal read
        while True:
            read += 1
            yield b"x" * 65_536

    with pytest.raises(ExportBroken):
        verified(lines_of(endless()))  # type: ignore[arg-type]
    assert read < 20


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_hostile_is_harmless_in_both_formats_and_reads_back(text: str) -> None:
    entries = chain([TrailDeed("ana", "texts-settle", "c-1", text)])
    for format in FORMATS:
        data = "".join(file_of(format, entries))
        assert holds(data.encode()), format
        assert not set("\x1b\u202e\u200b\x7f\u2028\t") & set(data)
    cell = next(csv.DictReader(io.StringIO(file_of("csv", entries)[0] + file_of("csv", entries)[3])))["reason"]
    assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    json_reason = json.loads(file_of("jsonl", entries)[2])["reason"]
    assert json_reason == text


@given(st.text(st.characters(), max_size=80) | st.text("=+-@＝;,|\"' \t\r\n\\x3da1\u202e\x1b", max_size=40))
def test_a_cell_reads_back_as_what_it_was_and_is_no_formula(text: str) -> None:
    cell = escaped(text)
    assert plain(cell) == text
    assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    for separator in ";|,\t\"'":
        for part in cell.split(separator):
            assert not part.lstrip().startswith(("=", "+", "-", "@"))


def test_a_csv_is_one_for_every_reader_and_negative_numbers_are_none_of_ours() -> None:
    entries = chain([TrailDeed("ana", "texts-settle", "c-1", text.replace("\ud83d", "")) for text in HOSTILE])
    rows = list(csv.DictReader(io.StringIO("".join(file_of("csv", entries)), newline="")))
    assert [row["kind"] for row in rows] == ["export", "decision", *["entry"] * len(HOSTILE), "end"]
    assert all(set(row) == set(rows[0]) and None not in row.values() for row in rows)
    assert [row["number"] for row in rows[2:-1]] == [str(number) for number in range(1, len(HOSTILE) + 1)]


def test_a_spelling_that_we_never_write_is_refused() -> None:
    lines = FILES["csv"]
    assert "\\x3d1+1" in lines[-2]
    for other in ("\\X3d1+1", "\\u003d1+1", "=1+1", "'=1+1"):
        assert not holds("".join([*lines[:-2], lines[-2].replace("\\x3d1+1", other), lines[-1]]).encode())
    jsonl = FILES["jsonl"]
    for one, other in (('"by":"eva"', '"by":"\\u0065va"'), (":", ": "), ('{"', '{"by":"x","')):
        assert not holds("".join([jsonl[0].replace(one, other, 1), *jsonl[1:]]).encode())
