"""Whoever asks whether a visit can be cancelled wants none; where no visit is open, it says nothing of one."""

from __future__ import annotations

import pytest

from .asking import meanings

TEXTS = (
    "can i cancel", "is it possible to cancel", "can we cancel that one", "puedo cancelar?", "je peux annuler?",
    "posso cancelar?", "可以取消吗", "能不能取消", "cancel可以吗", "cancel ho sakta hai?", "bisa dibatalkan?",
)  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_on_a_notice_it_is_a_no(text: str) -> None:
    assert meanings(text, "notice") == ["decline"]


@pytest.mark.parametrize("text", TEXTS)
def test_beside_a_reminder_it_unsubscribes_nobody(text: str) -> None:
    assert "stop" not in meanings(text, "reminder")


@pytest.mark.parametrize("text", ["来之前先把工牌拍照发我", "把工牌照片发给我"])
def test_who_wants_a_photo_sent_wants_no_reminders_again(text: str) -> None:
    assert meanings(text, "notice") == ["verify"]
