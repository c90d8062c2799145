"""The commands of `./doorstep replies`, together."""

from . import replies_evaluate, replies_evaluate_times, replies_explain, replies_teach, strangers
from .replies import app

__all__ = ["app", "replies_evaluate", "replies_evaluate_times", "replies_explain", "replies_teach", "strangers"]
