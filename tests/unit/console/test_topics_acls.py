"""What `./doorstep topics acls` prints of the catalogue."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from deploy.local.user_error import UserError, WrongUsage
from services.console.cli.main import application
from shared.contracts.catalogue import TOPICS
from shared.contracts.topic_rights import HOLDERS, Holder, KafkaRight, rights_of
from shared.runtime.engine import COMMON_TOPICS


def printed(*arguments: str, prefix: str = "") -> str:
    result = CliRunner().invoke(
        application("topics"), ["acls", *arguments], env={"DOORSTEP_TOPIC_PREFIX": prefix}, catch_exceptions=False
    )
    assert result.exit_code == 0
    return str(result.stdout)


def names(holder: Holder, operation: str) -> set[str]:
    return {
        right.name for right in rights_of(holder) if right.kind == "topic" and right.operation == operation
    }  # fmt: skip


def test_a_service_reads_and_writes_what_the_catalogue_says_and_sets_records_aside() -> None:
    for service in ("notifier", "scheduler", "router"):
        consumed = {topic.name for topic in TOPICS if service in topic.consumers}
        produced = {topic.name for topic in TOPICS if service in topic.producers}
        assert names(service, "READ") == consumed
        assert names(service, "WRITE") == produced | {"dead-letters"}
        assert consumed.issuperset(COMMON_TOPICS)
        assert KafkaRight("group", f"doorstep-{service}", "READ") in rights_of(service)
        assert not names(service, "CREATE")


def test_a_producer_of_the_bank_writes_its_topic_and_nothing_else() -> None:
    assert rights_of("bank") == [KafkaRight("topic", "loans", "DESCRIBE"), KafkaRight("topic", "loans", "WRITE")]


def test_nobody_but_the_monitor_deletes_and_only_topics_of_its_own() -> None:
    for holder in HOLDERS:
        deletes = {right.name for right in rights_of(holder, prefix="b.") if right.operation == "DELETE"}
        assert deletes == ({"b.doorstep-monitor-"} if holder == "monitor" else set())


def test_every_name_has_the_prefix_and_only_an_old_broker_is_asked_for_its_cluster() -> None:
    for holder in HOLDERS:
        assert all(right.name.startswith("bank1.") for right in rights_of(holder, prefix="bank1."))
        old = {right.kind for right in rights_of(holder, old_broker=True)}
        assert ("cluster" in old) == any(right.operation == "WRITE" for right in rights_of(holder))


def test_one_user_for_all_of_ours_gets_each_right_once_and_the_others_keep_theirs() -> None:
    found = json.loads(printed("--one", "app", "--user", "bank=CN=core,O=Bank", "--json"))
    assert len(found) == len({tuple(entry.values()) for entry in found})
    assert {entry["principal"] for entry in found} == {
        "User:app", "User:CN=core,O=Bank", "User:staff-system", "User:crew-app",
    }  # fmt: skip
    assert printed("--one", "app").count("# User:") == 4


def test_a_line_is_what_a_shell_takes_whatever_the_user_is_called() -> None:
    (line,) = (line for line in printed("--user", "bank=CN=it's; rm").splitlines() if line.endswith(" loans"))
    words = shlex.split(line)
    assert words[words.index("--allow-principal") + 1] == "User:CN=it's; rm"
    assert words[-2:] == ["--topic", "loans"]


@pytest.mark.parametrize("wrong", ["nobody=x", "bank", "bank=", "=x", "bank=a\nb", "bank=User:"])
def test_a_party_that_is_none_is_refused(wrong: str) -> None:
    with pytest.raises(WrongUsage, match="names no party and user"):
        printed("--user", wrong)


def test_a_user_of_two_lines_is_refused_for_all_of_ours_too() -> None:
    with pytest.raises(WrongUsage, match="names no user"):
        printed("--one", "a\nb")


@pytest.mark.parametrize("prefix", ["a b.", "x" * 61, "bank/", "a\x1bb"])
def test_a_prefix_that_no_topic_can_have_is_refused(prefix: str) -> None:
    with pytest.raises(UserError, match="at most 60 letters") as refused:
        printed(prefix=prefix)
    assert prefix not in refused.value.what


def test_a_prefix_may_come_from_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "prefix").write_text("bank2.\n", encoding="ascii")
    monkeypatch.setenv("DOORSTEP_TOPIC_PREFIX_FILE", str(tmp_path / "prefix"))
    assert "--topic bank2.loans" in printed()
