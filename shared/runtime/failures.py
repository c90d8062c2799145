"""How a port fails: what is to be done about it differs, so each has a class of its own."""

from __future__ import annotations


class Conflict(Exception):
    """Another process moved one of the states first; nothing was written. Do the work again."""


class Unavailable(Exception):
    """The other side (database, broker) is gone for now. Wait and go on; say so meanwhile."""


class NewerFormat(Unavailable):
    """A state was stored in a newer format than this process has: it is left to replicas that can read all of it."""


class BadWrite(Exception):
    """The database refuses the data itself. The batch is split until the one event is found."""
