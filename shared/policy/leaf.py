"""A limit and where it comes from: every number of a pack carries its source, its dates and its standing."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

T = TypeVar("T")
LeafStatus = Literal["law", "guideline", "draft", "house"]


class Part(BaseModel):
    """A frozen piece of a pack; a misspelt field is an error, not a default."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Leaf(Part, Generic[T]):
    """`value` holds from `effective_from` to `effective_to`, both included. A `draft` binds nobody yet.

    `pack` and `path` are where it stands; the loader fills them in.
    """

    value: T
    cite: Annotated[str, StringConstraints(min_length=3, max_length=160)]
    effective_from: date
    effective_to: date | None = None
    status: LeafStatus
    pack: Annotated[str, Field(exclude=True)] = ""
    path: Annotated[str, Field(exclude=True)] = ""

    @property
    def rule(self) -> str:
        """Path and source in one line, at most 200 characters: what decisions cite."""
        return f"{self.path}: {self.cite}"[:200]

    def is_in_force(self, on: date) -> bool:
        """Does it bind on the local day `on`?"""
        ended = self.effective_to is not None and self.effective_to < on
        return self.status != "draft" and self.effective_from <= on and not ended
