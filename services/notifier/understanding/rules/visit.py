"""No visit, and no time for one."""

from __future__ import annotations

from .rule import DOUBTFUL, LIKELY, SURE, Rule, rule

CANCELLED = "cancelled, and nothing else"
CANCEL_ASKED = "asks to cancel it"
_OF_THE_VISIT = "!message|pay|debt|charge|by_mistake|not|dont"
NO_VISITS: tuple[Rule, ...] = (
    rule("decline", "dont ~3 ?come|visit|people !message|call", SURE, "don't come"),
    rule("decline", "?people ~1 dont|post_not ~1 ?contact|come", LIKELY, "nobody may be sent"),
    rule("decline", "?come|visit ~1 post_not", LIKELY, "come, and don't behind it"),
    rule("decline", "?come ~0 pas !say|didnt|message|contact|who|complaint", LIKELY, "come, and not behind it"),
    rule("decline", "cease ~2 come|visit", LIKELY, "stop coming"),
    rule("decline", "cease ~4 ?people|home !message", LIKELY, "stop, and people or the house"),
    rule("decline", "nomore|no ~1 visit|come|people", LIKELY, "no visits"),
    rule("decline", "nobody ~3 ?come|visit|home", LIKELY, "nobody may come"),
    rule("decline", "dont ~2 ?want|need ~3 ?come|visit|people|home", SURE, "doesn't want a visit"),
    rule("decline", "dont|not|no|didnt ~2 ?consent ~4 ?visit|come|home", LIKELY, "doesn't consent to a visit"),
    rule("decline", "?come|visit ~3 forbid !message|contact|call", LIKELY, "a visit, and forbidden behind it"),
    rule("decline", "forbid ~4 ?visit|come|home !message|contact|call", LIKELY, "forbids a visit"),
    rule("decline", "leave ~2 home ~2 alone !me", LIKELY, "leave the house alone"),
    rule("decline", "?no_visits", SURE, "wants no visits"),
)  # fmt: skip
"""Nobody may come. Of a day, or on a condition, it is a refusal of that: see `visits_refused`."""
CALLED_OFF: tuple[Rule, ...] = (
    rule("decline", "revoke ~3 visit|come", LIKELY, "the visit cancelled"),
    rule("decline", "^ revoke $ !keyword|message", 0.75, CANCELLED),
    rule("decline", "^ time ~1 revoke $ !keyword|message|pay", 0.75, "a day, cancelled"),
    rule("decline", "^ revoke ~0 time $ !keyword|message|pay", 0.75, "cancels a day"),
    rule("decline", f"can|question|fits|want|instead ~2 ?revoke $ {_OF_THE_VISIT}", 0.75, CANCEL_ASKED),
    rule("decline", f"?revoke ~2 question|can|fits $ {_OF_THE_VISIT}", 0.75, CANCEL_ASKED),
    rule("decline", "visit|come ~2 revoke", LIKELY, "the visit, cancelled"),
    rule("decline", "sarcasm", DOUBTFUL, "consent that is none"),
)  # fmt: skip
"""The visit that is open is not to be."""
VISIT: tuple[Rule, ...] = (*NO_VISITS, *CALLED_OFF)
