"""A service's own tables in memory, written only by commits, and undone when a commit is refused halfway."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_MISSING: Any = object()


class Table(dict[Any, Any]):
    """Rows by their key. A row that is in the table is never changed in place: put a new one."""

    __slots__ = ("_undo",)

    def __init__(self, undo: list[Callable[[], None]]) -> None:
        super().__init__()
        self._undo = undo

    def __setitem__(self, key: Any, row: Any) -> None:
        self._keep(key)
        super().__setitem__(key, row)

    def __delitem__(self, key: Any) -> None:
        self._keep(key)
        super().__delitem__(key)

    def pop(self, key: Any, default: Any = None) -> Any:
        """The row taken out, or `default`."""
        self._keep(key)
        return super().pop(key, default)

    def setdefault(self, key: Any, row: Any = None) -> Any:
        if key not in self:
            self[key] = row
        return self[key]

    def update(self, *_: Any, **__: Any) -> None:
        raise TypeError("row by row, so that it can be undone")

    clear = popitem = __ior__ = update  # type: ignore[assignment]

    def _keep(self, key: Any) -> None:
        before = self.get(key, _MISSING)
        put, drop = super().__setitem__, super().pop
        self._undo.append((lambda: put(key, before)) if before is not _MISSING else (lambda: drop(key, None)))


class Tables:
    """All tables of one service; a table is there as soon as it is named."""

    def __init__(self) -> None:
        self._undo: list[Callable[[], None]] = []
        self._tables: dict[str, Table] = {}

    def __getitem__(self, name: str) -> Table:
        table = self._tables.get(name)
        if table is None:
            table = self._tables[name] = Table(self._undo)
        return table

    def keep(self) -> None:
        """What was written since is final."""
        self._undo.clear()

    def undo(self) -> None:
        """Nothing was written since `keep`. (Rows that were deleted come back as the newest.)"""
        while self._undo:
            self._undo.pop()()
