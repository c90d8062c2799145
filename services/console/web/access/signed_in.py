"""Who asks: what a page knows about the person in front of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from starlette.requests import Request

from ...may import Right, StaffRole, rights_of


@dataclass(frozen=True)
class SignedIn:
    """`name` goes into what they cause and into the trail. `session` is the hash of their session's token, empty where
    nobody had to sign in. `only_looks`: who they are can't be checked right now, so they change and reveal nothing."""

    name: str
    roles: frozenset[StaffRole]
    how: str
    session: bytes = b""
    only_looks: bool = False

    @cached_property
    def rights(self) -> frozenset[Right]:
        rights = rights_of(self.roles)
        return rights & {Right.LOOK} if self.only_looks else rights

    def may(self, right: Right | str) -> bool:
        """Templates ask with the right's name."""
        return right in self.rights

    @property
    def role_names(self) -> str:
        return ", ".join(sorted(role.spoken for role in self.roles))


def person_of(request: Request) -> SignedIn | None:
    """None on pages that are open to everybody."""
    person = getattr(request.state, "person", None)
    assert person is None or isinstance(person, SignedIn)
    return person
