"""What lies on pages besides cases, in the amounts of a bank's day: texts, visits, replies and records that wait.

Of the cases a fifth was texted today and one in fifty chose a window of this week; of every thousand two have a reply
that waits for a person, and one a record that no service can read.
"""

from __future__ import annotations

import psycopg

TEXTS = """
INSERT INTO notifier.texts
    (intent, case_id, borrower, region, zone, phone_hash, phone, name, officer, kind, language, wording, version, slots,
     status, rank, claimed_at, post_before, posting_at, moved_at, carrier_code, segments, encoding)
SELECT gen_random_uuid(), 'case-' || to_char(n * 5, 'FM000000'), 'b' || n, 'region-' || n % 20, 'Europe/Lisbon',
       'h' || n, '', '', '', (ARRAY['reminder-gentle', 'reminder-firm', 'visit-offer', 'visit-notice'])[1 + n % 4],
       'en', 'w', 1, 0, CASE n % 50 WHEN 0 THEN 'undelivered' ELSE 'delivered' END, 9, at, at + interval '1 hour', at,
       at, CASE n % 50 WHEN 0 THEN 30003 END, 1 + n % 3, 'GSM-7'
FROM (SELECT n, now() - n * interval '1 day' / %(texts)s AS at FROM generate_series(0, %(texts)s - 1) AS n) AS made
"""
CHOSEN = """
INSERT INTO scheduler.history
    (aggregate, version, about, at, said, cause, reason, why, rule, accepted, changes, published)
SELECT 'case-' || to_char(n * 5, 'FM000000'), 7, 'case-' || to_char(n * 5, 'FM000000'), now() - interval '1 day',
       'reply', 't', 'slot-chosen', 'they chose', '', true, json_build_array(json_build_object(
           'kind', 'slot-chosen', 'window', json_build_object(
               'start', day + interval '9 hours', 'end', day + interval '11 hours', 'zone', 'Europe/Lisbon',
               'local', to_char(day, 'YYYY-MM-DD') || 'T09:00/11:00'))), '{}'
FROM (SELECT n, (date_trunc('day', now()) + n %% 7 * interval '1 day') AS day
      FROM generate_series(0, %(visits)s - 1) AS n) AS made
"""
REPLIES = """
INSERT INTO notifier.replies_to_read (id, case_id, sid, received_at, why, words)
SELECT gen_random_uuid(), 'case-' || to_char(n * 5, 'FM000000'), 'SM' || n, now() - n * interval '1 minute',
       'not-understood', ''
FROM generate_series(0, %(replies)s - 1) AS n
"""
LETTERS = """
INSERT INTO {service}.dead_letters (id, at, topic, partition, position, code, detail, attempts, size_bytes, original)
SELECT gen_random_uuid(), now() - n * interval '1 minute', 'loans', n %% 6, n, 'schema-invalid',
       'loan.balance: Input should be a valid integer', 1, 400, ''
FROM generate_series(0, %(letters)s - 1) AS n
"""
ROUTES = (
    """
INSERT INTO router.collectors (region, collector, registered, certificates)
SELECT 'region-' || r, 'collector-' || r || '-' || c, true, '{}'
FROM generate_series(0, 19) AS r, generate_series(1, 10) AS c
""",
    """
INSERT INTO router.positions (region, collector, at, place)
SELECT 'region-' || r, 'collector-' || r || '-' || c, now() - c * interval '1 minute', '{}'
FROM generate_series(0, 19) AS r, generate_series(1, 10) AS c
""",
    """
INSERT INTO router.stops (region, booking, case_id, visit, state, crew, version, arrive, depart, window_start,
                          window_end, zone, day, cell)
SELECT 'region-' || r, 'booking-' || r || '-' || b, 'case-' || to_char((r + 20 * b) * 5, 'FM000000'),
       'v-' || r || '-' || b,
       'assigned', ARRAY['collector-' || r || '-' || 1 + b % 10], 1,
       date_trunc('day', now()) + interval '9 hours' + b * interval '15 minutes',
       date_trunc('day', now()) + interval '9 hours' + (b + 1) * interval '15 minutes',
       date_trunc('day', now()) + interval '9 hours', date_trunc('day', now()) + interval '18 hours', 'Europe/Lisbon',
       to_char(now(), 'YYYY-MM-DD'), '8839324ac7fffff'
FROM generate_series(0, 19) AS r, generate_series(1, 30) AS b
""",
)


async def fill_work(url: str, cases: int) -> None:
    """Beside `filled.fill`, which makes the cases."""
    counts = {"texts": cases // 5, "visits": cases // 50, "replies": cases // 500, "letters": cases // 1_000}
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        for statement in (TEXTS.replace(" % ", " %% "), CHOSEN, REPLIES, *ROUTES):
            await connection.execute(statement.encode(), counts if "%(" in statement else None)
        for service in ("notifier", "scheduler", "router"):
            await connection.execute(LETTERS.format(service=service).encode(), counts)
        await connection.execute("ANALYZE")
