"""docs/reasons.md: every reason that an operator can read, drawn from `shared/contracts/reasons`."""

from __future__ import annotations

from collections.abc import Iterator

from shared.contracts.reasons import SERVICES, ReasonLine, reasons_of

HEAD = """# Reasons

Every decision has a reason: a code that machines count, a sentence that people read, and the rule it rests on where
there is one. `./doorstep why CASE` shows them. These are all that the services can give, drawn from
[`shared/contracts/reasons`](../shared/contracts/reasons) by `python -m docs.generate`; `…` stands for what depends on
the case.
"""


def page() -> str:
    return "\n".join([HEAD.rstrip("\n"), *(line for service in SERVICES for line in _section(service))]) + "\n"


def _section(service: str) -> Iterator[str]:
    yield from ("", f"## {service}", "", "| code | sentence | rule |", "|---|---|---|")
    last = ""
    for reason in reasons_of(service):
        yield _row(reason, again=reason.code == last)
        last = reason.code


def _row(reason: ReasonLine, *, again: bool) -> str:
    code = "" if again else f"`{_shown(reason.code)}`"
    return f"| {code} | {_shown(reason.sentence)} | {_shown(reason.rule)} |"


def _shown(text: str) -> str:
    return text.replace("*", "…")
