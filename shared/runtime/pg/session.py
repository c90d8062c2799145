"""What each connection of a service is set to."""

from __future__ import annotations

# Every statement here finds its rows by an index; a plan made while the tables were empty, or their statistics old,
# must not read them whole. A replica that is stopped in the middle of a transaction (SIGSTOP, a lost host) must not
# hold its locks for long; who waits for them does its work again after `lock_timeout`.
SETTINGS = {
    "timezone": "UTC",
    "enable_seqscan": "off",
    "max_parallel_workers_per_gather": "0",
    "jit": "off",
    "idle_in_transaction_session_timeout": "10s",
    "lock_timeout": "5s",
    "tcp_keepalives_idle": "5",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "2",
}
