"""Policy packs: what is allowed, since when, and who says so. `docs/policy.md` shows how to write one."""

from .contact_calendar import ContactCalendar
from .leaf import Leaf
from .pack import NoPack, Pack, load_pack, names, resolve
from .parts import Limits

__all__ = ["ContactCalendar", "Leaf", "Limits", "NoPack", "Pack", "load_pack", "names", "resolve"]
