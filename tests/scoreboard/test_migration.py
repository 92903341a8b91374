"""A database of the release before: its trails say when each lead made its steps."""

import json

from alembic import command
from sqlalchemy import text

from bot.kit.db import open_database
from bot.kit.migrate import _config, migrate
from bot.leads.store.tables import leads

LEAD = (
    "INSERT INTO leads (id, source, email, name, company, person_key, title, phone, country, "
    "industry, segment, campaign_id, message, url, extra, occurred_at, received_at, stage, "
    "definition_version, judgement, announced_at, owner, claimed_at, came_back) VALUES "
    "(1, 'form', '', '', '', '', '', '', '', '', '', 1, '', '', '{}', :at, :at, "
    "'sales_qualified', 1, '[]', :at, 'U0TOM', :later, 0)"
)
STEPS = (
    ("claimed", "U0RITA", {}, 1),
    ("handed_back", "U0RITA", {"from": "U0RITA"}, 2),
    ("reassigned", "U0SAM", {"from": None, "to": "U0TOM"}, 3),
    ("contacted", "U0TOM", {}, 4),
    ("sales_qualified", "U0TOM", {}, 5),
)


def moment(hour: int) -> str:
    return f"2026-11-02 {10 + hour:02}:00:00"


def upgrade(database, to: str) -> None:
    config = _config()
    with database.engine.connect() as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, to)


def test_the_steps_of_leads_that_are_there_are_noted(empty_url):
    database = open_database(empty_url)
    upgrade(database, "0004")
    zone = "" if database.is_sqlite else "+00"
    with database.begin() as work:
        at = {"at": moment(0) + zone, "later": moment(3) + zone}
        work.execute(
            text(
                "INSERT INTO campaigns (id, kind, name, name_key, created_at) "
                "VALUES (1, 'campaign', 'Webinar', 'webinar', :at)"
            ),
            {"at": at["at"]},
        )
        work.execute(text(LEAD), at)
        for kind, actor, facts, hour in STEPS:
            work.execute(
                text(
                    "INSERT INTO lead_trail (lead_id, at, kind, actor, facts) "
                    "VALUES (1, :at, :kind, :actor, :facts)"
                ),
                {
                    "at": moment(hour) + zone,
                    "kind": kind,
                    "actor": actor,
                    "facts": json.dumps(facts),
                },
            )
    migrate(database)
    with database.read() as work:
        row = work.execute(leads.select()).one()
    assert (row.answered_at.hour, row.answered_by) == (11, "U0RITA")
    assert (row.contact_from.hour, row.contacted_by) == (13, "U0TOM")
    assert (row.sales_qualified_at.hour, row.opportunity_at) == (15, None)
    with database.engine.connect() as connection, connection.begin():
        config = _config()
        config.attributes["connection"] = connection
        command.downgrade(config, "0004")
    database.close()
