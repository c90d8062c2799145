"""`./doorstep proof`: the records that campaigns of faults left, and what one of them reached."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.markup import escape

from deploy.local.proof_folder import NamedRecord, ProofRecords, kept_records, proof_folder
from deploy.local.proof_record import CampaignRecord
from deploy.local.user_error import UserError

from ..views.campaigns import by_count, by_need, kinds_of, runs_of, word_of
from . import output

app = output.command_group("What campaigns of faults proved: simulation, chaos, demos with kills.")
STYLES = {"held": "green", "broken": "bold red", "too-rare": "yellow", "stopped": "yellow"}
SHOWN_MAX = 40


@app.command("ls")
def ls(as_json: output.AsJson = False) -> None:
    """The campaigns whose records are kept here, newest first.

    Ends with 0 also when one of them broke a promise: it says what was, not what is.
    """
    found = kept_records(proof_folder())
    if as_json:
        output.print_json([_named(each) for each in found.records])
        return
    console = output.console()
    if found.records:
        table = output.table("record", "verdict", "runs", "faults", "reached", right=("faults",), fold=("runs",))
        for each in found.records:
            record = each.record
            reached = f"{len(record.sometimes) - len(record.never)} of {len(record.sometimes)}"
            table.add_row(
                each.name, f"[{STYLES[record.verdict]}]{word_of(record)}[/]", escape(runs_of(record)),
                f"{sum(record.faults.values()):,}", reached,
            )  # fmt: skip
        output.print_table(console, table)
        console.print("\nOne of them: ./doorstep proof show RECORD. A seed again: ./doorstep test simulation --seed S.")
    else:
        console.print("No campaign has left a record here. Each of these leaves one when it ends:")
        for kind in kinds_of(ProofRecords()):
            console.print(f"  {kind.command}", markup=False)
    for name, why in found.unreadable:
        console.print(f"passed over: {name}: {why}", style="yellow", markup=False, soft_wrap=True)


@app.command("show")
def show(
    record: Annotated[str, typer.Argument(metavar="RECORD", help="Its name, or what only its name begins with.")],
    as_json: output.AsJson = False,
) -> None:
    """Verdict, broken promises, faults by kind, and what must sometimes happen; what never did comes first."""
    found = _one(record)
    if as_json:
        output.print_json(_named(found))
        return
    console, told = output.console(), found.record
    style = STYLES[told.verdict]
    console.print(f"{told.kind}, {escape(runs_of(told))}: [{style}]{word_of(told)}[/]", soft_wrap=True)
    changed = " and changes" if told.commit.endswith("+") else ""
    console.print(
        f"{told.began:%Y-%m-%d %H:%M} UTC, {told.seconds:.0f} s, version {told.version}, commit "
        f"{told.commit.rstrip('+') or '-'}{changed}", markup=False,
    )  # fmt: skip
    for each in told.broken:
        where = f" {each.where}" if each.where else ""
        seed = f" (seed {each.seed})" if each.seed else ""
        console.print(f"  {each.rule}{where}: {each.what}{seed}", style="red", markup=False, soft_wrap=True)
    _counts("Faults by kind", by_count(told.faults))
    _sometimes(told)
    _counts("Figures", list(told.figures.items()))


def _counts(title: str, counts: list[tuple[str, int]]) -> None:
    if counts:
        console = output.console()
        console.print(f"\n[bold]{title}[/]")
        for name, count in counts:
            console.print(f"  {count:>9,}  {name}", markup=False, style=None if count else "yellow")


def _sometimes(record: CampaignRecord) -> None:
    if not record.sometimes:
        return
    console = output.console()
    reached = len(record.sometimes) - len(record.never)
    console.print(f"\n[bold]What must sometimes happen[/]: {reached} of {len(record.sometimes)} did")
    for each in by_need(record.sometimes)[:SHOWN_MAX]:
        wanted = f" of {each.wanted:,} wanted" if each.wanted else ""
        rare = not each.seen or each.seen < each.wanted
        console.print(f"  {each.seen:>9,}  {each.name}{wanted}", markup=False, style="yellow" if rare else None)
    if len(record.sometimes) > SHOWN_MAX:
        console.print(f"  and {len(record.sometimes) - SHOWN_MAX} more: --json", markup=False)


def _one(name: str) -> NamedRecord:
    begin = [each for each in kept_records(proof_folder()).records if each.name.startswith(name)]
    whole = [each for each in begin if each.name == name] or begin
    if len(whole) != 1:
        what = f"There is no record {name!r}." if not whole else f"{len(whole)} records begin with {name!r}."
        raise UserError(what, "See ./doorstep proof ls.")
    return whole[0]


def _named(found: NamedRecord) -> dict[str, object]:
    return {"name": found.name, **found.record.model_dump(mode="json")}
