"""Wrong usage of any command ends with 2 and one line, which names what was wrong and says what is taken.

Nothing is looked for or started before: here nothing runs, which would be told with 1.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import pytest
import typer

from services.console.cli.main import COMMANDS, application

from .command_line import Ran, run
from .test_replies_files import TIME

CAMPAIGNS = ("test",)
"""What they don't know they pass on to pytest."""
WHY = ("--reason", "to test it")
SOUND = {
    "topic": "loans", "--up-to": "now", "--scope": "all", "--cause": "hardship", "--as": "paid", "what": "sending",
    "--reason": "to test it", "--role": "viewer",
}  # fmt: skip
"""What may be given where more is taken than any word of eight letters."""


def commands() -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command that there is, with its parameters."""
    for name in COMMANDS:
        yield from _within((name,), typer.main.get_command(application(name)))


def _within(path: tuple[str, ...], command: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
    if subs := getattr(command, "commands", None):
        for name, sub in subs.items():
            yield from _within((*path, name), sub)
    else:
        yield path, command


ALL = list(commands())
OPTIONS = [
    (path, param, param.type_descriptor)
    for path, command in ALL for param in command.params if param.param_type_name == "option"
]  # fmt: skip
NUMBERS = [(path, param, of) for path, param, of in OPTIONS if of.annotation in (int, float)]
CHOICES = [(path, param, of) for path, param, of in OPTIONS if get_origin(of.annotation) is Literal]
FLAGS = [(path, param) for path, param, of in OPTIONS if of.annotation is bool]


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Any:
    """What a command says that is refused before anything."""
    data = tmp_path / "data"
    for name in ("DATABASE_URL", "KAFKA_BOOTSTRAP_SERVERS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DOORSTEP_DATA", str(data))

    def of(*arguments: str) -> str:
        ran: Ran = run(monkeypatch, capsys, *arguments)
        assert (ran.code, ran.printed) == (2, ""), ran
        assert len(ran.trouble.splitlines()) == 1, ran.trouble
        assert not {"Traceback", "╭", "Error"} & set(ran.trouble.split())
        assert not data.exists()
        return ran.trouble

    return of


def required(command: Any, but: Any = None) -> list[str]:
    given: list[str] = []
    for param in command.params:
        if param.required and param is not but:
            option = param.param_type_name == "option"
            flag = param.type_descriptor.annotation is bool
            value = SOUND.get(param.opts[0], "0" * 8)
            given += [param.opts[0]] * option + [value] * (not flag)
    return given


def named(where: Any) -> str:
    return " ".join(where[0]) + (f" {where[1].opts[0]}" if len(where) > 1 and hasattr(where[1], "opts") else "")


@pytest.mark.parametrize("where", [one for one in ALL if one[0][0] not in CAMPAIGNS], ids=named)
def test_an_option_that_there_is_none_of_is_named(where: Any, refused: Any) -> None:
    assert "--no-such-option" in refused(*where[0], "--no-such-option")


@pytest.mark.parametrize("where", NUMBERS, ids=named)
def test_a_number_that_can_not_be_is_told_with_those_that_can(where: Any, refused: Any) -> None:
    path, param, of = where
    least, most = of.parameter_info.min, of.parameter_info.max
    wrong = ["many", "", "1e400", "nan", "inf", "-inf", "0x1", "9" * 5000, f"{least - 1}"]
    wrong += ["1.5"] if of.annotation is int else []
    wrong += [f"{most + 1}"] if most is not None else []
    for value in wrong:
        if value == "9" * 5000 and most is None and of.annotation is int and path[0] == "tail":
            continue
        said = refused(*path, f"{param.opts[0]}={value}")
        assert param.opts[0] in said, said
        assert "number" in said
        assert str(least) in said
        assert most is None or str(most) in said


@pytest.mark.parametrize("where", CHOICES, ids=named)
def test_a_value_that_is_none_of_those_allowed_is_told_with_all_of_them(where: Any, refused: Any) -> None:
    path, param, of = where
    for value in ("foo", "", get_args(of.annotation)[0].upper()):
        said = refused(*path, param.opts[0], value)
        assert param.opts[0] in said
        assert all(allowed in said for allowed in get_args(of.annotation))


@pytest.mark.parametrize(
    "where",
    [(path, param) for path, param, of in OPTIONS if of.annotation is not bool and path[0] != "test"],
    ids=named,
)
def test_an_option_without_its_value_is_named(where: Any, refused: Any) -> None:
    assert f"{where[1].opts[0]} needs a value" in refused(*where[0], where[1].opts[0])


@pytest.mark.parametrize("where", FLAGS, ids=named)
def test_a_flag_takes_no_value(where: Any, refused: Any) -> None:
    assert f"{where[1].opts[0]} takes no value" in refused(*where[0], f"{where[1].opts[0]}=yes")


@pytest.mark.parametrize(
    "where", [(path, param) for path, command in ALL for param in command.params if param.required], ids=named
)
def test_what_is_missing_is_named(where: Any, refused: Any) -> None:
    path, missing = where
    command = next(one for known, one in ALL if known == path)
    name = missing.opts[0] if missing.param_type_name == "option" else (missing.metavar or missing.name).upper()
    said = refused(*path, *required(command, missing))
    assert said.startswith(f"{name} ")
    assert "missing" in said


@pytest.mark.parametrize("where", [one for one in ALL if one[0][0] not in ("tail", "bench", "test")], ids=named)
def test_an_argument_too_many_is_told(where: Any, refused: Any) -> None:
    path, command = where
    others = [SOUND.get(param.name, "0" * 8) for param in command.params
              if param.param_type_name == "argument" and not param.required]  # fmt: skip
    assert "too-many" in refused(*path, *required(command), *others, "too-many")


@pytest.mark.parametrize("group", ["case", "held", "replies", "dlq", "switch", "texts"])
def test_a_sub_command_that_there_is_none_of_is_told_with_those_there_are(group: str, refused: Any) -> None:
    said = refused(group, "nothing")
    assert "`nothing`" in said
    command: Any = typer.main.get_command(application(group))
    assert all(name in said for name, sub in command.commands.items() if not sub.hidden)


LONG = "x" * 401
HERE = str(Path(__file__).parent)
THIS = str(Path(__file__))


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (("tail", "loan"), ("'loan'", "loans")),
        (("tail", "loans", "\udcff"), ("TOPICS", "loans")),
        (("tail", "--all", "--last", "3"), ("--all and --last",)),
        (("bench", "nothing"), ("`nothing`", "pipeline")),
        (("bench", "--rounds", "3"), ("--rounds", "pipeline")),
        (("test", "nothing"), ("`nothing`", "simulation")),
        (("dlq", "set-aside", "loan", "--up-to", "now", *WHY), ("'loan'", "loans")),
        (("dlq", "set-aside", "positions", "--up-to", "now", *WHY), ("TOPIC", "loans")),
        (("dlq", "set-aside", "dead-letters", "--up-to", "now", *WHY), ("dead-letters", "loans")),
        (("dlq", "set-aside", "loans", "--up-to", "yesterday", *WHY), ("--up-to", "now")),
        (("dlq", "set-aside", "loans", "--up-to", "-1", *WHY), ("--up-to", "now")),
        (("dlq", "set-aside", "loans", "--up-to", "²", *WHY), ("--up-to", "now")),
        (("dlq", "set-aside", "loans", "--up-to", "٣", *WHY), ("--up-to", "now")),
        (("dlq", "set-aside", "loans", "--up-to", "9" * 5000, *WHY), ("--up-to", "now")),
        (("dlq", "set-aside", "loans", "--up-to", "now", "--reason", ""), ("--reason", "400")),
        (("dlq", "show", "ab"), ("ITEM", "8 characters")),
        (("dlq", "show", "nobody/c-1"), ("ITEM", "notifier")),
        (("dlq", "replay"), ("ITEM", "--all")),
        (("dlq", "replay", "0" * 8, "--all"), ("ITEM and --all exclude each other",)),
        (("dlq", "replay", "0" * 8, "--code", "schema"), ("--code", "--all")),
        (("dlq", "replay", "--all", "--topic", "loan"), ("--topic", "loans")),
        (("dlq", "replay", "--all", "--service", "nobody"), ("--service", "notifier, scheduler, router")),
        (("dlq", "replay", "--all", "--reason", LONG), ("--reason", "400")),
        (("dlq", "mend", "0" * 8, *WHY), ("--set", "--subject", "--file")),
        (("dlq", "mend", "0" * 8, "--set", "data.cause", *WHY), ("--set", "'data.cause'", "PATH=VALUE")),
        (("dlq", "mend", "0" * 8, "--set", "=sold", *WHY), ("--set", "PATH=VALUE")),
        (("dlq", "mend", "0" * 8, "--set", "a.b=\udcff", *WHY), ("--set", "UTF-8")),
        (("dlq", "mend", "0" * 8, "--file", HERE, *WHY), ("--file", "directory")),
        (("dlq", "mend", "0" * 8, "--file", "/nowhere/x", *WHY), ("--file", "No such file")),
        (("dlq", "mend", "0" * 8, "--subject", "c-1", "--by", "a b", *WHY), ("--by", "'a b'")),
        (("dlq", "discard", "0" * 8, "--reason", "a\nb"), ("--reason", "one line")),
        (("why", "c-1", "--day", "2026-12-01"), ("--day", "--not slot")),
        (("why", "c-1", "--not", "text", "--from", "14:00"), ("--from", "--not slot")),
        (("why", "c-1", "--collector", "col-1"), ("--collector", "--not crew")),
        (("held", "end", "", "--cause", "hardship"), ("CASE", "there is none")),
        (("demo", "--seed", "a b"), ("--seed", "1 to 32 letters, digits and -", "'a b'")),
        (("demo", "--seed", ""), ("--seed", "1 to 32 letters, digits and -")),
        (("world", "clock", "speed", "-1.5"), ("-1.5", "below zero", "./doorstep world clock speed --help")),
        (("held", "ls", "--cause", "nothing"), ("--cause", "hardship")),
        (("held", "end", "c-1", "--cause", "nothing"), ("--cause", "hardship")),
        (("held", "end", "c-1", "--cause", "hardship", "--by", "a b"), ("--by", "'a b'")),
        (("held", "end", "c-1", "--cause", "hardship", "--reason", ""), ("--reason", "400")),
        (("replies", "show", "ab", *WHY), ("REPLY", "8 characters")),
        (("replies", "show", "", *WHY), ("REPLY", "8 characters")),
        (("replies", "show", "0" * 8, "--reason", "a\x1bb"), ("--reason", "one line")),
        (("replies", "settle", "0" * 8, "--as", "nothing", "--by", "-"), ("--by", "'-'")),
        (("replies", "settle", "0" * 7, "--as", "nothing"), ("REPLY", "8 characters")),
        (("replies", "stranger", "SM1", *WHY), ("MESSAGE", "8 characters")),
        (("replies", "stranger", "SM" + "0" * 32, "--reason", "\udcff"), ("--reason", "400")),
        (("replies", "teach", "0" * 8, "--as", "b", *WHY), ("--as", "'b'", "confirm")),
        (("replies", "teach", "0" * 8, "--as", "choose", *WHY), ("--slot", "--as choose")),
        (("replies", "teach", "0" * 8, "--as", "paid", "--slot", "1", *WHY), ("--slot", "--as choose")),
        (("replies", "teach", "0" * 8, "--as", "promise", "--time", "friday", *WHY), ("--time", "2026-11-27T14:00/")),
        (("replies", "teach", "0" * 8, "--as", "promise", "--time", "a/b", *WHY), ("--time", "2026-11-27T14:00/")),
        (("replies", "teach", "0" * 8, "--as", "paid", "--to", HERE, *WHY), ("--to", "directory")),
        (("replies", "teach", "0" * 8, "--as", "paid", "--to", "/nowhere/x", *WHY), ("--to", "/nowhere")),
        (("replies", "teach", "0" * 8, "--as", "paid", "--to", f"{THIS}/x", *WHY), ("--to", THIS)),
        (("replies", "explain", "ok", "--asked", "nothing"), ("--asked", "offer, reminder, notice, question, none")),
        (("replies", "explain", "-2"), ("-2", "behind --", '-- "-2"')),
        (("replies", "explain", "-no gracias"), ("behind --",)),
        (("replies", "explain", "will", "be", "there"), ("'be there'", "in quotes")),
        (("replies", "evaluate", HERE), (HERE, "directory")),
        (("replies", "evaluate", "/nowhere.jsonl"), ("/nowhere.jsonl", "No such file")),
        (("switch", "stop", "texts", "--scope", "all", "--cause", "storm"), ("WHAT", "sending, visiting")),
        (("switch", "stop", "sending", "--scope", "porto", "--cause", "storm"), ("--scope", "region:NAME")),
        (("switch", "stop", "sending", "--scope", "all", "--cause", "It rains"), ("--cause", "lower-case")),
        (("switch", "resume", "sending", "--scope", "all", "--cause", "ok", "--by", "a b"), ("--by", "'a b'")),
        (("texts", "preview", "--lang", "hi", "--all"), ("--lang and --all exclude each other",)),
        (("texts", "preview"), ("--lang", "--all", "zh-Hant")),
        (("texts", "preview", "--lang", "klingon"), ("--lang", "'klingon'", "zh-Hant")),
        (("texts", "settle", "--sent"), ("INTENT", "--all")),
        (("texts", "settle", "--sent", "0" * 8, "--all"), ("INTENT and --all exclude each other",)),
        (("texts", "settle", "--sent", "0" * 8, "--from", "2026-11-02"), ("--from", "--all")),
        (("texts", "settle", "--sent", "--all", "--from", "noon"), ("--from", "2026-11-24T14:20")),
        (("texts", "settle", "--sent", "--all", "--from", "2026-11-03", "--to", "2026-11-02"), ("--from", "--to")),
        (("texts", "settle", "--sent", "0" * 7), ("INTENT", "8 characters")),
        (("texts", "settle", "--sent", "0" * 8, "--by", "a b"), ("--by", "'a b'")),
        (("demo", "--report", HERE), ("--report", "directory")),
        (("demo", "--report", f"{THIS}/report.json"), ("--report",)),
        (("migrate", "--grant", ""), ("--grant",)),
        (("migrate", "--operator", ""), ("--operator",)),
        (("nothing",), ("`nothing`",)),
        (("--nothing",), ("`--nothing`",)),
    ],
    ids=lambda value: ascii(" ".join(value))[:70] if isinstance(value, tuple) else None,
)  # fmt: skip
def test_what_can_not_be_is_told_in_one_line(typed: tuple[str, ...], says: tuple[str, ...], refused: Any) -> None:
    said = refused(*typed)
    assert all(word in said for word in says), said
    assert not set("\x1b\udcff") & set(said)


def test_an_option_that_is_nearly_right_is_guessed(refused: Any) -> None:
    assert "Did you mean --limit" in refused("replies", "unclear", "--limt", "3")


def test_the_parts_of_the_day_that_there_are_are_named(tmp_path: Path, refused: Any) -> None:
    file = tmp_path / "times.jsonl"
    file.write_text(json.dumps(TIME) + "\n", "utf-8")
    said = refused("replies", "evaluate-times", str(file), "--day-parts", "foo")
    assert said.startswith("--day-parts takes one of recognizers, ours.")


def test_a_group_alone_shows_its_commands_and_ends_with_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = run(monkeypatch, capsys, "replies")
    assert ran.code == 2
    assert "explain" in ran.printed + ran.trouble


def test_help_is_no_wrong_usage(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for path, _ in ALL:
        assert run(monkeypatch, capsys, *path, "--help").code == 0, path


@pytest.mark.parametrize(
    "typed",
    [("tail",), ("lag",), ("watch",), ("why", "c-1"), ("case", "show", "c-1"), ("held", "ls"), ("dlq", "ls"),
     ("dlq", "show", "0" * 8), ("replies", "unclear"), ("replies", "show", "0" * 8, *WHY), ("replies", "strangers"),
     ("switch", "ls"), ("switch", "stop", "sending", "--scope", "all", "--cause", "storm"), ("texts", "uncertain"),
     ("texts", "settle", "--sent", "--all"), ("migrate",), ("up",)],
    ids=" ".join,
)  # fmt: skip
def test_what_can_not_be_done_ends_with_1(
    typed: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for name in ("DATABASE_URL", "KAFKA_BOOTSTRAP_SERVERS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DOORSTEP_DATA", str(tmp_path))
    assert run(monkeypatch, capsys, *typed).code == 1
