"""Why not? What the services say of a text, a visit, a slot or a crew that did not happen, rule by rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, cast, get_args

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from shared.contracts.asked_window import AskedWindow, NotAsked
from shared.contracts.subjects import is_subject
from shared.contracts.why_not import WhyNot, WhyNotAnswer, WhyNotLine, WhyNotOf

from ...may import Right
from ...views.why_not import WhyNotSaid, lead
from ..access.required import needs
from ..asked import one_of, only_known, text
from ..no_such import CASE, NoSuch
from ..page import pages_of
from ..site import parts_of

TITLES: dict[WhyNotOf, tuple[str, str]] = {
    "text": ("No text?", "Why does no text go out now?"),
    "visit": ("No visit?", "Why is there no visit?"),
    "slot": ("Not this slot?", "Why not this slot?"),
    "crew": ("This crew?", "Why this crew, and not another?"),
}
"""What is on the button, and what is asked."""
LATE = timedelta(minutes=1)
NOTHING = "nothing stands in the way"


@dataclass(frozen=True, slots=True)
class AnswerCard:
    """One answer as it is shown: `lead` is what stands in the way first; `against` and `clear` are the rules.

    `adds_to_lead`: does what would be decided say more than that?
    """

    service: str
    answer: WhyNotAnswer
    tone: Literal["good", "wait", "held", "bad"]
    lead: str
    against: tuple[WhyNotLine, ...]
    clear: tuple[WhyNotLine, ...]
    said: WhyNot
    adds_to_lead: bool

    @property
    def is_late(self) -> bool:
        """Is it due for longer than a service that works takes?"""
        return self.answer.again_at is not None and self.said.at - self.answer.again_at > LATE

    @property
    def met_from(self) -> datetime | None:
        """When the passing of time alone will have met everything; None where it never does."""
        moments = [line.met_from for line in self.against]
        return max((at for at in moments if at is not None), default=None) if all(moments) else None


FIELDS: dict[str, tuple[str, ...]] = {"slot": ("day", "from", "to"), "crew": ("collector",)}
"""What else is asked of a question."""
HELD = frozenset({"braked", "case-closed", "opted-out", "wrong-number", "language-unwritten", "set-aside"})


def cards(found: WhyNotSaid) -> tuple[AnswerCard, ...]:
    """Pure: an answer of each thing asked about, as the services say it. Of a window who says no comes first."""
    made = (_card(said, answer) for said in found.said for answer in said.answers)
    return tuple(sorted(made, key=lambda card: card.answer.happens) if found.of == "slot" else made)


def _card(said: WhyNot, answer: WhyNotAnswer) -> AnswerCard:
    against = tuple(line for line in answer.lines if not line.met)
    clear = tuple(line for line in answer.lines if line.met)
    first = _yes(said.of, answer) if answer.happens else lead(answer)
    return AnswerCard(
        said.service, answer, _tone(answer, against), first[:1].upper() + first[1:], against, clear, said,
        adds_to_lead=answer.text != first,
    )  # fmt: skip


def _yes(of: WhyNotOf, answer: WhyNotAnswer) -> str:
    """Of a crew its first reason; of a window what the service has to say, because others may say no."""
    if of == "crew" and answer.lines:
        return answer.lines[0].text
    return f"{NOTHING}: {answer.text}" if of in ("text", "visit") else answer.text


def _tone(answer: WhyNotAnswer, against: tuple[WhyNotLine, ...]) -> Literal["good", "wait", "held", "bad"]:
    if answer.happens:
        return "good"
    if any(line.code == "set-aside" for line in against):
        return "bad"
    return "held" if any(line.code in HELD for line in against) else "wait"


@needs(Right.LOOK, asks=("of", *FIELDS["slot"], *FIELDS["crew"]))
async def _why_not(request: Request) -> Response:
    case = request.path_params["case"]
    if not is_subject(case):
        raise NoSuch(CASE)
    of = cast("WhyNotOf", one_of(request.query_params, "of", get_args(WhyNotOf), "text"))
    only_known(list(request.query_params), ("of", *FIELDS.get(of, ())))
    parts = parts_of(request)
    asked = {name: text(request.query_params, name) for name in FIELDS.get(of, ())}
    more = {name: value for name, value in asked.items() if value}
    # Nobody can say why not a window that nobody named.
    trouble = ""
    if of == "slot" and len(more) == len(asked):
        try:
            AskedWindow.read(asked["day"], asked["from"], asked["to"])
        except NotAsked as wrong:
            trouble = str(wrong)
    if of == "slot" and (trouble or len(more) < len(asked)):
        return pages_of(request).render(
            request, "why_not.html", None, case=case, of=of, titles=TITLES, question=TITLES["slot"][1], found=None,
            cards=(), zone="UTC", asked=asked, trouble=trouble, code=400 if trouble else 200,
        )  # fmt: skip
    seen = await parts.last_seen.see(
        ("why-not", of, case, *sorted(more.items())),
        lambda: parts.services.why_not(of, case, more),
    )
    found = seen.value
    if not found.is_known:
        raise NoSuch(CASE)
    return pages_of(request).render(
        request, "why_not.html", seen, case=case, of=of, titles=TITLES, question=TITLES[found.of][1], found=found,
        cards=cards(found), zone=found.zone, asked=asked,
    )  # fmt: skip


ROUTES = [Route("/cases/{case}/why-not", _why_not)]
