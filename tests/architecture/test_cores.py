"""What imports can't show of a core: it asks no clock, draws no lots, says nothing aloud and waits for nothing."""

import ast
import re
from pathlib import Path

import pytest

from .sources import CORES, ROOT, called, nodes, python_files

CLOCKS = re.compile(r"(^|\.)(datetime|date)\.(now|utcnow|today)$|^time\.\w+$")
LOTS = re.compile(r"(^|\.)(uuid1|uuid4|urandom)$|(^|\.)(random|secrets)\.")
VOICES = re.compile(r"^(print|input|open|exec|eval|compile|__import__|breakpoint)$|(^|\.)(log|logger|logging)\.")
KINDS = {"asks a clock": CLOCKS, "draws lots": LOTS, "does I/O": VOICES}
EACH = pytest.mark.parametrize("path", python_files(*CORES), ids=str)


def planted(tmp_path: Path, line: str) -> list[str]:
    """What the check says of a file with this one line."""
    path = tmp_path / "planted.py"
    path.write_text(line + "\n")
    return list(offences(path))


def offences(path: Path) -> list[str]:
    calls = called(path)
    found = [f"{line}: {what}: {name}" for line, name in calls for what, sign in KINDS.items() if sign.search(name)]
    waits = (ast.Await, ast.AsyncFunctionDef, ast.AsyncFor, ast.AsyncWith, ast.Global)
    found += [f"{node.lineno}: waits or shares state" for node in nodes(path) if isinstance(node, waits)]
    return found


@EACH
def test_a_core_reads_no_clock_draws_no_lots_and_does_no_io(path: Path) -> None:
    assert offences(ROOT / path) == []


@pytest.mark.parametrize(
    "line",
    [
        "datetime.now(UTC)", "datetime.utcnow()", "date.today()", "datetime.datetime.now()", "uuid4()", "uuid.uuid1()",
        "random.random()", "np.random.default_rng()", "os.urandom(8)", "print('x')", "log.info('x')", "open('x')",
        "time.monotonic()", "async def f(): pass",
    ],
)  # fmt: skip
def test_a_planted_offence_is_seen(line: str, tmp_path: Path) -> None:
    assert len(planted(tmp_path, line)) == 1


@pytest.mark.parametrize(
    "line",
    [
        "time(9, 30)",
        "start.time()",
        "datetime.fromtimestamp(0, UTC)",
        "self.choices()",
        "now.rules.repeat()",
        "uuid5(NS, 'x')",
        "known(state)",
        "span.timestamp()",
    ],
)
def test_what_only_looks_like_an_offence_is_let_be(line: str, tmp_path: Path) -> None:
    assert planted(tmp_path, line) == []


def reasons_compared(path: Path) -> list[str]:
    """Where the reason in an event's data decides something: compared, matched, or looked up in a set or a table."""
    found = []
    for node in nodes(path):
        sides: list[ast.expr] = []
        match node:
            case ast.Compare():
                sides = [node.left, *node.comparators]
            case ast.Match():
                sides = [node.subject]
            case ast.Subscript():
                sides = [node.slice]
            case ast.Call(func=ast.Attribute(attr="get" | "startswith" | "endswith", value=value)):
                sides = [value, *node.args]
        found += [f"{side.lineno}: {ast.unparse(side)}" for side in sides if OF_AN_EVENT.search(ast.unparse(side))]
    return found


OF_AN_EVENT = re.compile(r"\bdata\.reason(\.code|\.text)?$")


@EACH
def test_no_core_decides_by_the_reason_of_another_service(path: Path) -> None:
    assert reasons_compared(ROOT / path) == []


@pytest.mark.parametrize(
    "line",
    [
        "input.data.reason.code == SAME_TIME", "data.reason in LOST", "'late' != event.data.reason",
        "SENT[data.reason]", "SENT.get(told.data.reason.code)", "data.reason.startswith('notice-')",
        "match data.reason.code:\n case 'late': pass",
    ],
)  # fmt: skip
def test_a_planted_comparison_of_a_reason_is_seen(line: str, tmp_path: Path) -> None:
    path = tmp_path / "planted.py"
    path.write_text(line + "\n")
    assert len(reasons_compared(path)) == 1
