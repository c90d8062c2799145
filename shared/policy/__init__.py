"""Policy packs: what is allowed, since when, and who says so."""

from .leaf import Leaf
from .pack import NoPack, Pack, load_pack

__all__ = ["Leaf", "NoPack", "Pack", "load_pack"]
