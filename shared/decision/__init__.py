"""How the three machines decide: inputs in, a decision out. See `decider`."""

from .context import Context, DecisionContext, TimerDue
from .decider import Decided, Decider, IllegalMove, Transition, on
from .decision import Decision, accept, refuse
from .effects import CancelTimer, Effect, Publish, Row, SetTimer

__all__ = [
    "CancelTimer",
    "Context",
    "Decided",
    "Decider",
    "Decision",
    "DecisionContext",
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
