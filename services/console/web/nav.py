"""The pages by name, in the order in which somebody on duty needs them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NavEntry:
    path: str
    label: str


NAV = (
    NavEntry("/", "Now"),
    NavEntry("/cases", "Cases"),
    NavEntry("/appointments", "Appointments"),
    NavEntry("/map", "Map"),
    NavEntry("/texts", "Texts"),
    NavEntry("/letters", "Dead letters"),
    NavEntry("/tail", "Tail"),
    NavEntry("/switches", "Switches"),
)


def current(path: str) -> str:
    """The entry that a path belongs to."""
    return next((entry.path for entry in NAV[1:] if path == entry.path or path.startswith(f"{entry.path}/")), "/")
