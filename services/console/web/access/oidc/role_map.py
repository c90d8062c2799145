"""What an identity provider's word is worth here: values of a claim, and the roles that they are. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ....may import BY_NAME, StaffRole

Claims = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class RoleMap:
    """Whoever has none of the values has no role, and does not come in: there is no role that everybody gets."""

    claim: str
    roles: Mapping[str, frozenset[StaffRole]]

    @classmethod
    def of(cls, text: str, claim: str) -> RoleMap:
        """`leads=supervisor;desk=operator`. A value may hold `=` and commas, as names in directories do. Raises
        `ValueError` with a sentence."""
        found: dict[str, frozenset[StaffRole]] = {}
        for place, pair in enumerate((part.strip() for part in text.split(";") if part.strip()), 1):
            value, _, name = pair.rpartition("=")
            role = BY_NAME.get(name.strip())
            if role is None or not value.strip():
                raise ValueError(f"number {place} is not VALUE=ROLE with one of {', '.join(BY_NAME)}")
            found[value.strip()] = found.get(value.strip(), frozenset()) | {role}
        return cls(claim, found)

    def told(self, claims: Claims) -> bool:
        """Whether the claim is there at all."""
        return self._value(claims) is not None

    def of_claims(self, claims: Claims) -> frozenset[StaffRole]:
        """A list of texts, or one text, which is one value: it is never searched for parts."""
        value = self._value(claims)
        values = value if isinstance(value, list) else [value]
        return frozenset(role for one in values if isinstance(one, str) for role in self.roles.get(one, frozenset()))

    def _value(self, claims: Claims) -> object:
        """By its name as it stands (some have dots in it: `https://bank.example/roles`), else along its dots."""
        if self.claim in claims:
            return claims[self.claim]
        found: object = claims
        for part in self.claim.split("."):
            if not isinstance(found, Mapping):
                return None
            found = found.get(part)
        return found
