"""How the three machines decide: inputs in, a decision out. See `decider`."""

from .context import DecisionContext, TimerDue
from .decider import NOT_OURS, Decided, Decider, DecisionMaker, IllegalMove, Transition, on
from .decision import Decision, accept, refuse
from .effects import CancelTimer, Effect, Publish, Row, SetTimer

__all__ = [
    "NOT_OURS",
    "CancelTimer",
    "Decided",
    "Decider",
    "Decision",
    "DecisionContext",
    "DecisionMaker",
    "Effect",
    "IllegalMove",
    "Publish",
    "Row",
    "SetTimer",
    "TimerDue",
    "Transition",
    "accept",
    "on",
    "refuse",
]
