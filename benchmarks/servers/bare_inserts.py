"""The floor of a lead that comes in: the same rows, saved by plain SQLAlchemy Core.

One transaction a lead: its campaign is looked up; the lead, its arrival, its trail and the
outbox row of its card are inserted; the campaign's message is asked for again. Nothing is parsed,
recognised or judged, and nobody is answered. Same connection settings as the bot (bot.kit.db).

python -m benchmarks.servers.bare_inserts DATABASE_URL COUNT THREADS
prints {"seconds": …}. The rows of the first lead in the database are the pattern.
"""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from secrets import token_hex
from time import perf_counter
from typing import Any

from sqlalchemy import Table, bindparam, func, insert, select, update

from bot.kit.db import Database, Work, open_database
from bot.kit.outbox.table import outbox
from bot.leads.domain.lead import card_key
from bot.leads.store.tables import arrivals, campaigns, leads, trail

Pattern = dict[str, list[dict[str, Any]]]


def read_pattern(db: Database) -> Pattern:
    """Return the rows that the first lead left, without their ids."""
    with db.read() as work:
        return {
            "campaign": _rows(work, campaigns, campaigns.c.id == 1),
            "lead": _rows(work, leads, leads.c.id == 1),
            "arrival": _rows(work, arrivals, arrivals.c.lead_id == 1),
            "trail": _rows(work, trail, trail.c.lead_id == 1),
            "card": _rows(work, outbox, outbox.c.key == card_key(1)),
            "shown": _rows(work, outbox, outbox.c.view == "campaign_week"),
        }


def _rows(work: Work, table: Table, which: Any) -> list[dict[str, Any]]:
    found = work.execute(select(table).where(which)).mappings()
    return [{name: value for name, value in row.items() if name != "id"} for row in found]


# Built once, as anybody who wanted speed would.
CAMPAIGN = select(campaigns.c.id).where(
    campaigns.c.kind == bindparam("of_kind"), campaigns.c.name_key == bindparam("named")
)
LEAD = insert(leads).returning(leads.c.id)
ARRIVAL, STEPS, CARD = insert(arrivals), insert(trail), insert(outbox)
SHOWN = update(outbox).where(outbox.c.key == bindparam("which")).values(wanted=outbox.c.wanted + 1)


def save_one(db: Database, pattern: Pattern, number: int) -> None:
    """Save the rows of one more lead."""
    (campaign,), (lead,), (arrival,) = pattern["campaign"], pattern["lead"], pattern["arrival"]
    (card,), (shown,) = pattern["card"], pattern["shown"]
    name = {"of_kind": campaign["kind"], "named": campaign["name_key"]}
    with db.begin() as work:
        campaign_id = work.execute(CAMPAIGN, name).scalar_one()
        email = f"floor{number}@company.example"
        lead_id = work.execute(
            LEAD, {**lead, "email": email, "campaign_id": campaign_id}
        ).scalar_one()
        work.execute(ARRIVAL, {**arrival, "external_id": f"floor-{number}", "lead_id": lead_id})
        work.execute(STEPS, [{**step, "lead_id": lead_id} for step in pattern["trail"]])
        about = {"args": {"lead": lead_id}, "subject": f"lead:{lead_id}"}
        work.execute(CARD, {**card, **about, "key": card_key(lead_id), "nonce": token_hex(16)})
        work.execute(SHOWN, {"which": shown["key"]})


def main() -> None:
    """Save COUNT leads from THREADS threads; print how long that took."""
    url, count, threads = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    db = open_database(url)
    pattern = read_pattern(db)
    save = partial(save_one, db, pattern)
    with db.read() as work:
        first = work.execute(select(func.max(leads.c.id))).scalar_one() + 1
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(save, range(first, first + threads)))
        began = perf_counter()
        list(pool.map(save, range(first + threads, first + threads + count)))
        took = perf_counter() - began
    print(json.dumps({"seconds": took}))
    db.close()


if __name__ == "__main__":
    main()
