"""What we say: a template for each kind of text and language, and how its parameters are written out."""

from .languages import LANGUAGES, nearest, written
from .render import Params, render

__all__ = ["LANGUAGES", "Params", "nearest", "render", "written"]
