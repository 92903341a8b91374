# ruff: noqa: S608 - the statements are put together from our own numbers alone
"""Years of leads and verdicts, made by the database itself: a million take it a minute or two.

The same number gives the same history on both databases. Leads arrive evenly over three years; of
twenty twelve qualify, ten are taken and two rejected, and what is older than a few weeks has come
to its end. Five of two hundred reps rate each qualified lead. There is no trail: no number of the
scoreboard is counted from it.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from benchmarks.load.workspace import MARKETERS, REPS
from bot.kit.db import Database
from bot.people import store as people
from bot.people.domain import Facts

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
YEARS = timedelta(days=3 * 365)
CAMPAIGNS = 200
DAY = 86_400
_JUDGEMENT = (
    '[{"rule": "minimum_score", "met": true, "wanted": "60 or more", "value": "82"}, '
    '{"rule": "countries", "met": true, "wanted": "DE, AT, CH", "value": "DE"}]'
)


def make_history(db: Database, leads: int) -> None:
    """Fill an empty database with that many leads and three times as many verdicts."""
    write = _Dialect(sqlite=db.is_sqlite)
    with db.begin() as work:
        people.save_facts(work, _everybody(), read_at=NOW)
        if not db.is_sqlite and work.execute(text("SHOW is_superuser")).scalar_one() == "on":
            # Whether each verdict's lead is there is not asked three million times.
            work.execute(text("SET LOCAL session_replication_role = replica"))
        for statement in (_campaigns(write), _leads(write, leads), _verdicts(write)):
            work.execute(text(statement.replace(":", "\\:")))
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE" if db.is_sqlite else "VACUUM ANALYZE"))


def _everybody() -> list[Facts]:
    zones = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Europe/London")
    sales = [
        Facts(
            id=one,
            name=f"Rep {one}",
            zone=zones[place % 4],
            in_sales=True,
            sales_manager=place == 0,
        )
        for place, one in enumerate(REPS)
    ]
    marketing = [
        Facts(id=one, name=f"Marketer {one}", zone="Europe/Berlin", in_marketing=True)
        for one in MARKETERS
    ]
    return [*sales, *marketing]


@dataclass(frozen=True, slots=True)
class _Dialect:
    """What the two databases write differently."""

    sqlite: bool

    def numbers(self, most: int) -> str:
        if self.sqlite:
            return (
                "(WITH RECURSIVE made(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM made "
                f"WHERE n < {most}) SELECT n FROM made)"
            )
        return f"(SELECT n FROM generate_series(1, CAST({most} AS bigint)) AS made(n))"

    def moment(self, seconds: str) -> str:
        begin = f"{NOW - YEARS:%Y-%m-%d %H:%M:%S}"
        if self.sqlite:
            return f"(strftime('%Y-%m-%d %H:%M:%f', '{begin}', ({seconds}) || ' seconds') || '000')"
        return f"(CAST('{begin}+00' AS timestamptz) + ({seconds}) * interval '1 second')"

    def rep(self, number: str) -> str:
        if self.sqlite:
            return f"('U0REP' || printf('%03d', ({number}) % 200))"
        return f"('U0REP' || lpad(CAST(({number}) % 200 AS text), 3, '0'))"

    def json(self, document: str) -> str:
        return f"'{document}'" if self.sqlite else f"CAST('{document}' AS json)"

    @property
    def no(self) -> str:
        return "0" if self.sqlite else "false"


def _campaigns(write: _Dialect) -> str:
    return (
        "INSERT INTO campaigns (id, kind, name, name_key, created_at) "
        "SELECT n, 'campaign', 'Webinar ' || n, 'webinar ' || n, "
        f"{write.moment('0')} FROM {write.numbers(CAMPAIGNS)} AS made"
    )


def _leads(write: _Dialect, many: int) -> str:
    step = YEARS.total_seconds() / many
    arrived = f"n * {step:.6f}"
    answered = f"{arrived} + 60 + n * 7919 % 28800"
    contacted = f"{answered} + n * 104729 % 100000"
    qualified = f"{contacted} + {2 * DAY}"
    dealt = f"{contacted} + {7 * DAY}"
    kind = "n % 20"
    young, recent = f"n > {many} * 0.99", f"n > {many} * 0.96"
    stage = f"""CASE
        WHEN {kind} >= 12 THEN 'inquiry'
        WHEN {kind} = 0 AND {young} THEN 'mql'
        WHEN {kind} <= 1 THEN 'rejected'
        WHEN {kind} <= 3 THEN 'disqualified'
        WHEN {kind} = 4 THEN 'recycled'
        WHEN {kind} <= 8 AND {recent} THEN 'opportunity'
        WHEN {kind} = 5 OR {kind} = 8 THEN 'lost'
        WHEN {kind} <= 7 THEN 'won'
        WHEN {kind} = 9 AND {recent} THEN 'sales_qualified'
        WHEN {kind} >= 10 AND {young} THEN 'accepted'
        ELSE 'disqualified' END"""
    waits = f"({kind} = 0 AND {young})"
    taken = f"{kind} BETWEEN 2 AND 11"
    reached = f"({kind} BETWEEN 2 AND 9 OR ({kind} BETWEEN 10 AND 11 AND NOT ({young})))"
    going = f"({kind} BETWEEN 5 AND 9 AND {recent}) OR ({kind} BETWEEN 10 AND 11 AND {young})"
    owner = write.rep("n * 31")

    def when(condition: str, value: str) -> str:
        return f"CASE WHEN {condition} THEN {value} END"

    columns = {
        "id": "n",
        "source": "'source ' || (n % 6)",
        "email": "'person' || n || '@company' || n || '.example'",
        "name": "'Person Number' || n",
        "company": "'Company ' || n",
        "person_key": "'person number' || n",
        "title": "'Head of Operations'",
        "phone": "''",
        "country": "'DE'",
        "industry": "''",
        "segment": "'Segment ' || (n % 12)",
        "employees": "240",
        "score": f"CASE WHEN {kind} < 12 THEN 82 ELSE 12 END",
        "campaign_id": f"n * 17 % {CAMPAIGNS} + 1",
        "message": "'We lose two days a week to customs paperwork. Can you do T1 transit?'",
        "url": "''",
        "extra": write.json("{}"),
        "occurred_at": write.moment(arrived),
        "received_at": write.moment(arrived),
        "stage": stage,
        "definition_version": "1",
        "judgement": write.json(_JUDGEMENT),
        "announced_at": when(f"{kind} < 12", write.moment(arrived)),
        "owner": when(taken, owner),
        "claimed_at": when(taken, write.moment(answered)),
        "answered_at": when(f"{kind} < 12 AND NOT {waits}", write.moment(answered)),
        "answered_by": when(f"{kind} < 12 AND NOT {waits}", owner),
        "contacted_at": when(reached, write.moment(contacted)),
        "contact_from": when(reached, write.moment(answered)),
        "contacted_by": when(reached, owner),
        "sales_qualified_at": when(f"{kind} BETWEEN 5 AND 9", write.moment(qualified)),
        "opportunity_at": when(f"{kind} BETWEEN 5 AND 8", write.moment(dealt)),
        "ended_at": f"""CASE
            WHEN {kind} >= 12 OR {waits} OR {going} THEN NULL
            WHEN {kind} <= 1 THEN {write.moment(answered)}
            WHEN {kind} BETWEEN 5 AND 8 THEN {write.moment(f"{dealt} + {20 * DAY}")}
            ELSE {write.moment(f"{contacted} + {DAY}")} END""",
        "amount": when(f"{kind} BETWEEN 5 AND 8", "1000 + n % 9000"),
        "reason": when(f"{kind} <= 3", "'wrong_segment'"),
        "came_back": "0",
        "erased": write.no,
    }
    return (
        f"INSERT INTO leads ({', '.join(columns)}) SELECT {', '.join(columns.values())} "
        f"FROM {write.numbers(many)} AS made"
    )


def _verdicts(write: _Dialect) -> str:
    """Five reps rate each qualified lead, one after the other, within two days."""
    said = "(l.id * 7 + r.n * 3) % 8"
    verdict = (
        f"CASE {said} WHEN 0 THEN 'bad' WHEN 1 THEN 'poor' WHEN 2 THEN 'great' ELSE 'good' END"
    )
    reason = f"CASE WHEN {said} <= 1 THEN 'wrong_segment' END"
    rep = write.rep("l.id * 31 + r.n")
    later = (
        "strftime('%Y-%m-%d %H:%M:%f', l.announced_at, (r.n * 30000) || ' seconds') || '000'"
        if write.sqlite
        else "l.announced_at + r.n * interval '30000 seconds'"
    )
    return (
        "INSERT INTO lead_verdicts "
        "(lead_id, rep, verdict, reason, comment, first_at, changed_at) "
        f"SELECT l.id, {rep}, {verdict}, {reason}, '', {later}, {later} "
        f"FROM leads AS l, {write.numbers(5)} AS r WHERE l.announced_at IS NOT NULL"
    )
