"""Lists are tables on a screen of 80 columns, also where names are long."""

from __future__ import annotations

from uuid import UUID

import pytest

from services.console.cli.audit import show_entries
from services.console.cli.console_commands import show_accounts
from services.console.cli.world import show_customers
from services.console.may import StaffRole
from services.console.store.accounts import Account
from services.console.trail.entry import TrailDeed

from .trail.samples import DEEDS, NOON, chain

LONG = "maria.da-conceicao.oliveira@collections.bank.example"


def lines_of(capsys: pytest.CaptureFixture[str]) -> list[str]:
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 80
    return lines


@pytest.fixture(autouse=True)
def screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


def test_what_was_done_and_seen_is_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    long = TrailDeed(LONG, "audit-export", "period 2026-11-01T00:00 to 2026-11-30T00:00", "asked for", "auditor")
    show_entries(chain([*DEEDS, long]), [])
    lines = lines_of(capsys)
    assert lines[0].split("  ")[0] == "no."
    assert "who" in lines[0]
    assert "switches stop sending" in " ".join(lines)
    assert any(line.strip() == "because: storm" for line in lines)


def test_accounts_are_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    roles = frozenset(StaffRole)
    made = [
        Account(UUID(int=place), name, roles, None, None, NOON, LONG, None) for place, name in enumerate(("ana", LONG))
    ]
    show_accounts(made)
    lines = lines_of(capsys)
    assert lines[0].split()[:3] == ["name", "roles", "state"]
    assert lines[1].startswith("ana ")


def test_customers_of_the_sandbox_are_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    row = {"standing": "overdue", "owes_minor": 13_752_500, "currency": "TWD", "number": "+351••••••256", "texts": 10,
           "language": "pt", "region": "porto-ocidental"}  # fmt: skip
    show_customers([row | {"case": "case-00256"}, row | {"case": "case-00257", "language": "zh-Hant"}])
    lines = lines_of(capsys)
    assert lines[0].split()[:3] == ["case", "stands", "owes"]
    assert lines[1].split()[:4] == ["case-00256", "overdue", "137,525.00", "TWD"]


def test_who_owes_nothing_is_not_said_to_owe_and_no_customer_is_said_so(capsys: pytest.CaptureFixture[str]) -> None:
    row = {"owes_minor": 13_752_500, "currency": "TWD", "number": "+351••••••256", "texts": 1_200, "language": "pt",
           "region": "porto"}  # fmt: skip
    show_customers([row | {"case": f"case-{each}", "standing": each} for each in ("current", "paid", "plan")])
    lines = lines_of(capsys)
    assert [line.split()[2] for line in lines[1:4]] == ["-", "-", "137,525.00"]
    assert "1,200" in lines[1]
    show_customers([])
    assert lines_of(capsys) == ["There is no such customer."]
