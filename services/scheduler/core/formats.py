"""What each stored format brought. Beside replicas of a version with an older one it is neither said nor stored."""

from __future__ import annotations

OLDEST = 2
"""Beside a version that stores in an older one nobody upgrades in one step."""
NEWEST_ANSWER = 3
"""The time of the borrower's newest answer is kept."""
COURTESIES = 3
"""The texts agreed, moved, missed, who-comes, code-unknown and on-the-way. They are notifier's to write, whose format 3
came with this one.
"""
CLOSED_TIMES = 4
"""That a borrower wished for a time which the rules close is kept, and said in the offer of other windows. Notifier's
format 5, which writes it, came with this one.
"""
LATE_NOTICE = 5
"""A crew is known while its notice is not out yet, and may change until then."""
NEWEST = 5
