"""`./doorstep why ID --not text`: what stands in the way of what did not happen, as the services say it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from deploy.local.user_error import UserError
from shared.contracts.why_not import WhyNotAnswer, WhyNotLine, WhyNotOf

from ..target import Target
from ..views.formatting import local
from ..views.why_not import RUNS_NOT, ServicesAsked, WhyNotSaid, lead

INDENT = 5
COLOURS = {"notifier": "cyan", "scheduler": "magenta", "router": "blue"}


async def asked(target: Target, of: WhyNotOf, case: str, more: Mapping[str, str]) -> WhyNotSaid:
    """Raises `UserError` where nobody answers."""
    found = await ServicesAsked(target.service_address).why_not(of, case, more)
    if found.silent and all(each.why == RUNS_NOT for each in found.silent) and not found.said:
        raise UserError(
            "Only a service that runs says why not, and none runs here.",
            f"After a demo nothing does: ./doorstep demo --stay leaves it running. What was decided until now:"
            f" ./doorstep why {case}.",
        )
    if not found.said and found.silent:
        why = "; ".join(f"{each.service}: {each.why}" for each in found.silent)
        raise UserError(f"Nobody can be asked about {case!r}. {why}.", "See ./doorstep status.")
    return found


def as_document(found: WhyNotSaid) -> dict[str, Any]:
    """For `--json`: the answers as the services gave them."""
    return {
        "of": found.of,
        "case": found.case,
        "zone": found.zone,
        "said": [each.model_dump(mode="json", exclude_none=True) for each in found.said],
        "silent": [{"service": each.service, "why": each.why} for each in found.silent],
        "unknown_to": list(found.unknown_to),
    }


def show(console: Console, found: WhyNotSaid, zone: str) -> None:
    """What stands in the way first, with its rule; then what does not, a line each."""
    console.print(Text.assemble((found.case, "bold"), f": why not {found.of}? Times are {zone}'s"))
    for said in found.said:
        for answer in said.answers:
            console.print()
            heading = Text.assemble(
                (answer.about, "bold"), ", says ", (said.service, COLOURS.get(said.service, "")),
                f" at {local(said.at, zone)}",
            )  # fmt: skip
            console.print(heading)
            _print(console, _answer(answer, zone))
    for silent in found.silent:
        console.print(Text(f"\n{silent.service} can't be asked: {silent.why}", style="yellow"))
    for name in found.unknown_to:
        console.print(Text(f"\n{name} knows nothing of this case", style="dim"))


def plain(found: WhyNotSaid, zone: str) -> Iterable[str]:
    """One line for each rule, for grep: service, what it is about, met or not."""
    for said in found.said:
        for answer in said.answers:
            yield f"{said.service:<9}  {answer.about:<16}  {'yes' if answer.happens else 'no ':<7}  {_decided(answer)}"
            for line in answer.lines:
                met = "met" if line.met else "not met"
                yield f"{said.service:<9}  {answer.about:<16}  {met:<7}  {_rule(line, zone)}"
    for silent in found.silent:
        yield f"{silent.service:<9}  can't be asked: {silent.why}"
    for name in found.unknown_to:
        yield f"{name:<9}  knows nothing of this case"


def _answer(answer: WhyNotAnswer, zone: str) -> Iterable[Text]:
    first = "nothing stands in the way" if answer.happens else lead(answer)
    yield Text.assemble(("yes: " if answer.happens else "no: ", "green" if answer.happens else "yellow"), first)
    for line in answer.lines:
        if not line.met:
            yield Text.assemble(("- ", "yellow"), _rule(line, zone))
    again = f", and it is decided on at {local(answer.again_at, zone)}" if answer.again_at is not None else ""
    yield Text(f"decided on now: {_decided(answer)}{again}", style="dim")
    # In sentences: the code of a rule names what it keeps away, so "met: case-closed" reads as the contrary.
    met = [line.text for line in answer.lines if line.met]
    if met:
        yield Text(f"not in the way: {'; '.join(met)}", style="dim")


def _decided(answer: WhyNotAnswer) -> str:
    return f"{answer.text} [{answer.code}]" + (f"; rule: {answer.rule}" if answer.rule else "")


def _rule(line: WhyNotLine, zone: str) -> str:
    until = f", met from {local(line.met_from, zone)}" if line.met_from is not None else ""
    return f"{line.text} [{line.code}]{until}" + (f"; rule: {line.rule}" if line.rule else "")


def _print(console: Console, lines: Iterable[Text]) -> None:
    for line in lines:
        console.print(Padding(line, (0, 0, 0, INDENT)))
