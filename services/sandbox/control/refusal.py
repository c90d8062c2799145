"""Why something is not done that was asked of the world: one sentence, and which kind of refusal it is."""

from __future__ import annotations

UNKNOWN, REFUSED, WRONG = 404, 409, 400


class NotDone(Exception):
    """`code` is the HTTP status."""

    def __init__(self, sentence: str, code: int = REFUSED) -> None:
        super().__init__(sentence)
        self.sentence, self.code = sentence, code
