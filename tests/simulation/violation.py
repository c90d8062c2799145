"""What ends a run: a promise was broken."""

from __future__ import annotations


class Violation(BaseException):
    """No `Exception`: the steps under test must not catch it.

    `rule` is I1 to I12, `where` the case, text or region it concerns, `what` the sentence to read."""

    def __init__(self, rule: str, where: str, what: str) -> None:
        super().__init__(f"{rule} {where}: {what}")
        self.rule, self.where, self.what = rule, where, what
