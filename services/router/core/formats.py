"""What each stored format brought. Beside replicas of a version with an older one it is neither said nor stored."""

from __future__ import annotations

OLDEST = 1
"""Beside a version that stores in an older one nobody upgrades in one step."""
SNAPSHOTS = 2
"""The document of a region is written now and then: what was decided since stands in its history."""
PLAN_CHANGES = 2
"""What changes in a plan that was told is an event of its own, which a former reader of the topic sets aside."""
NEWEST = 2
SNAPSHOT_EVERY = 1_000
"""House figure. Decisions on a region between two documents of it. Retention keeps twice as many (`old_decisions`)."""
