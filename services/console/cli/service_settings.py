"""The settings models of every process that `up` starts: `up` and `doctor` look at all settings first."""

from __future__ import annotations

from services.console.monitor.settings import MonitorSettings
from services.console.web.settings import ConsoleSettings
from services.notifier.settings import NotifierSettings
from services.router.settings import RouterSettings
from services.scheduler.settings import SchedulerSettings
from shared.runtime.settings import KafkaSettings

SENDER = NotifierSettings
MODELS: tuple[type[KafkaSettings], ...] = (
    NotifierSettings, SchedulerSettings, RouterSettings, MonitorSettings, ConsoleSettings,
)  # fmt: skip
