"""What each stored format brought. Beside replicas of a version with an older one it is neither said nor stored."""

from __future__ import annotations

OLDEST = 2
"""Beside a version that stores in an older one nobody upgrades in one step."""
CODES = 3
"""A code that a borrower texts is passed on with the reply, and answered as one."""
ASKED_BACK = 4
"""A window that was guessed is asked back about."""
CLOSED_TIMES = 5
"""What a borrower names of a time of their own is passed on, and that the rules close it is said in an offer."""
KEPT_VISITS = 6
"""A visit with a permit is kept while a record about its case can't be read, until it is near."""
FORGOTTEN = 7
"""A person is forgotten on demand: what holds the cases of theirs."""
NAMES_LATER = 8
"""What was agreed says on which day who comes is told; and a visit of which nobody was told that yet is kept, as one
with a permit is. Scheduler's format 5, which tells it late, came with this one.
"""
VISITS_REFUSED = 9
"""Who refuses visits is held as such, for a person. Beside a version that does not know that hold, as somebody in
trouble with paying is: of the others that one leaves in peace for longest.
"""
HELD_VISITS = 10
"""A held case says which visit scheduler holds because no text may be sent."""
NEWEST = 10
