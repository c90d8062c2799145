"""A service's tables are its own: SQL anywhere else names what it publishes, and nothing else (docs/adr/0030)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from .sources import ROOT, files

SERVICES = ("notifier", "scheduler", "router")
PRODUCT = ("services", "shared", "deploy")
# It looks at evidence, and at what services keep of their own when something is wrong with that.
VERIFIER = Path("services/verifier")
CONSOLE = Path("services/console")
# What the console keeps of its own: in the schema that is named after it, and changed there and nowhere else.
STORES = (CONSOLE / "store", CONSOLE / "trail")

NAMED = re.compile(
    rf"\b(?:FROM|JOIN|INTO|UPDATE|TABLE|TRUNCATE|ONLY|USING)\s+\"?({'|'.join(SERVICES)})\"?\s*\.\s*\"?[a-z_]+", re.I
)
CHANGES = re.compile(r"\b(?:INSERT\s+INTO|UPDATE\s+[\w.]+\s+SET|DELETE\s+FROM|TRUNCATE|CREATE|ALTER|DROP|GRANT)\b")
SOURCE = re.compile(r"\b(?:FROM|JOIN|INTO|UPDATE)\s+([a-z_]++(?:\.[a-z_]++)?+)(?!\s*\()")
PUBLISHED = re.compile(rf"(?:{'|'.join(SERVICES)})_published\.[a-z_]+|privacy\.(?:data_keys|forgotten)")
OF_THE_CONSOLE = re.compile(
    r"""(?x)
    (?:INSERT\s+INTO|DELETE\s+FROM|TRUNCATE|(?:CREATE|ALTER|DROP)\s+TABLE|CREATE\s+FUNCTION)\s+console\.[a-z_]+
    | UPDATE\s+console\.[a-z_]+\s+SET
    | CREATE\s+(?:UNIQUE\s+)?(?:INDEX|TRIGGER)\s[^;]+?\sON\s+console\.[a-z_]+
    | TRUNCATE\s+ON\s+console\.[a-z_]+\s+FOR\s+EACH
    | CREATE\s+SCHEMA\s+console\b
    # Operators add to the trail, and see of it what the next entry is chained to.
    | GRANT\s+USAGE\s+ON\s+SCHEMA\s+console\s+TO\s+\{OPERATORS\}
    | GRANT\s+INSERT,\s+SELECT\s+\(number,\s+hash\)\s+ON\s+console\.trail\s+TO\s+\{OPERATORS\}
    | GRANT\s+[A-Z,\s]+?\sON\s+(?:SCHEMA\s+console|console\.[a-z_]+(?:,\s+console\.[a-z_]+)*)\s+TO\s+doorstep_console
    # Membership of its role; what a person is told to do; a question about a privilege.
    | GRANT\s\{[A-Za-z_.]*\}\sTO\s\{ | CREATE\sROLE\s\{ROLE\} | GRANT\sCREATE\sON\sDATABASE\s\{
    | CREATE\sON\sDATABASE | CREATE'\)
    """
)
SEEN_BY_A_STORE = re.compile(r"console\.[a-z_]+|pg_[a-z_]+")
ANY_SCHEMA = re.compile(r"\{schema\}\.[a-z_]+|search_path")


def owner(path: Path) -> str:
    return path.parts[1] if path.parts[0] == "services" and path.parts[1] in SERVICES else ""


def private(path: Path, text: str) -> list[str]:
    """Where SQL in a file of the product names another service's private table, or chooses a schema to work in."""
    found = [match[0] for match in NAMED.finditer(text) if match[1].lower() != owner(path)]
    if not owner(path) and not path.is_relative_to("shared/runtime/pg"):
        found += [match[0] for match in ANY_SCHEMA.finditer(text)]
    return found


def changing(text: str) -> list[str]:
    """Where SQL changes something, or names a table that nobody publishes. Data keys are wrapped, and shared by all."""
    found = [match[0] for match in CHANGES.finditer(text)]
    return found + [match[0] for match in SOURCE.finditer(text) if not PUBLISHED.fullmatch(match[1])]


def changing_of_a_store(text: str) -> list[str]:
    """Where a store's SQL changes, or looks at, what is not in the schema `console`."""
    found = [match[0] for match in CHANGES.finditer(text) if not OF_THE_CONSOLE.match(text, match.start())]
    return found + [match[0] for match in SOURCE.finditer(text) if not SEEN_BY_A_STORE.fullmatch(match[1])]


def looked_at() -> list[Path]:
    return [
        path
        for path in files()
        if path.suffix in (".py", ".sql") and path.parts[0] in PRODUCT and not path.is_relative_to(VERIFIER)
    ]


def test_nobody_names_a_table_of_another_service() -> None:
    found = {str(path): private(path, (ROOT / path).read_text("utf-8")) for path in looked_at()}
    assert {path: names for path, names in found.items() if names} == {}


def is_of_a_store(path: Path) -> bool:
    return any(path.is_relative_to(store) for store in STORES)


def test_the_console_reads_what_is_published_and_changes_only_what_is_its_own() -> None:
    found = {
        path: (changing_of_a_store if is_of_a_store(path) else changing)((ROOT / path).read_text("utf-8"))
        for path in looked_at()
        if path.is_relative_to(CONSOLE)
    }
    assert {Path("services/console/views/queries.sql"), Path("services/console/store/access.sql")} <= set(found)
    assert {str(path): names for path, names in found.items() if names} == {}


@pytest.mark.parametrize(
    "planted",
    [
        "UPDATE parked SET replay = true WHERE aggregate = %(aggregate)s",
        "INSERT INTO notifier_published.parked VALUES (1)",
        "DELETE FROM router_published.queued",
        "UPDATE router_published.queued SET value = ''",
        "UPDATE console.accounts SET roles = '{}'",
        "SELECT aggregate FROM parked",
        "SELECT 1 FROM notifier_published.cases JOIN history USING (aggregate)",
        "GRANT SELECT ON ALL TABLES IN SCHEMA notifier TO me",
    ],
)
def test_a_planted_change_is_found(planted: str) -> None:
    assert changing(planted)


@pytest.mark.parametrize(
    "planted",
    [
        "UPDATE notifier_published.parked SET replay = true",
        "UPDATE accounts SET roles = '{}'",
        "INSERT INTO privacy.data_keys VALUES (1)",
        "DELETE FROM console.sessions; DELETE FROM notifier.outbox",
        "SELECT 1 FROM console.accounts JOIN notifier_published.cases USING (id)",
        "SELECT wrapped FROM privacy.data_keys",
        "CREATE TABLE notifier.mine (id uuid)",
        "CREATE SCHEMA router",
        "GRANT SELECT ON notifier.texts TO doorstep_console",
        "GRANT SELECT ON console.accounts, privacy.data_keys TO doorstep_console",
        "GRANT SELECT ON console.accounts TO doorstep_operator",
        "GRANT SELECT ON console.trail TO {OPERATORS}",
        "GRANT USAGE ON SCHEMA notifier TO doorstep_console",
        "GRANT doorstep_notifier TO doorstep_console",
    ],
)
def test_a_planted_change_of_a_store_outside_its_schema_is_found(planted: str) -> None:
    assert changing_of_a_store(planted)


@pytest.mark.parametrize(
    ("path", "planted"),
    [
        ("services/console/views/queries.sql", "SELECT aggregate FROM notifier.history"),
        ("services/console/views/queries.sql", 'UPDATE "router".parked SET replay = true'),
        ("services/scheduler/shell/queries.sql", "SELECT 1 FROM x JOIN\n notifier.texts USING (intent)"),
        ("services/sandbox/conductor/quiet.sql", "SELECT count(*) FROM {schema}.outbox"),
        ("deploy/checks/database.py", "SET search_path TO notifier"),
    ],
)
def test_a_planted_violation_is_found(path: str, planted: str) -> None:
    assert private(Path(path), planted)


@pytest.mark.parametrize(
    ("path", "sound"),
    [
        ("services/console/views/queries.sql", "SELECT aggregate FROM notifier_published.decisions"),
        ("services/notifier/shell/queries.sql", "SELECT 1 FROM notifier.texts"),
        ("services/sandbox/demo/run.py", "from services.notifier.settings import NotifierSettings"),
    ],
)
def test_what_is_published_or_ones_own_may_be_named(path: str, sound: str) -> None:
    assert private(Path(path), sound) == []
