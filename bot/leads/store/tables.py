"""The tables of the leads room."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    Numeric,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from bot.kit.db import UtcDateTime, metadata
from bot.kit.indexes import index_where

Id = BigInteger().with_variant(Integer, "sqlite")


definitions = Table(
    "definitions",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    # The rules as data: leads/definition/domain.py reads and writes them.
    Column("rules", JSON, nullable=False),
    Column("note", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    # In force from here on; None while it is only proposed.
    Column("in_force_from", UtcDateTime),
    # Who proposed it; nobody for the first.
    Column("proposed_by", String(20)),
    # How a proposal ended that never came into force: "refused" or "replaced", by whom, and why.
    Column("ended", String(10)),
    Column("ended_at", UtcDateTime),
    Column("ended_by", String(20)),
    Column("ended_why", Text),
)

campaigns = Table(
    "campaigns",
    metadata,
    Column("id", Id, primary_key=True),
    # "campaign", or "source" for the leads that came without one.
    Column("kind", String(10), nullable=False),
    Column("name", String(200), nullable=False),
    # The name folded for comparison, so that "Webinar " and "webinar" are one campaign.
    Column("name_key", String(200), nullable=False),
    Column("owner", String(20)),
    Column("created_at", UtcDateTime, nullable=False),
    UniqueConstraint("kind", "name_key"),
)

leads = Table(
    "leads",
    metadata,
    Column("id", Id, primary_key=True),
    Column("source", String(200), nullable=False),
    Column("email", String(320), nullable=False),
    Column("name", String(200), nullable=False),
    Column("company", String(200), nullable=False),
    # Name and company folded for comparison, for leads without an e-mail address.
    Column("person_key", String(420), nullable=False),
    Column("title", String(200), nullable=False),
    Column("phone", String(60), nullable=False),
    Column("country", String(60), nullable=False),
    Column("industry", String(200), nullable=False),
    Column("segment", String(200), nullable=False),
    Column("employees", Integer),
    Column("score", Integer),
    Column("campaign_id", Id, ForeignKey("campaigns.id"), nullable=False, index=True),
    Column("message", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("extra", JSON, nullable=False),
    Column("occurred_at", UtcDateTime, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Column("stage", String(20), nullable=False),
    Column("definition_version", Integer, nullable=False),
    Column("judgement", JSON, nullable=False),
    # Business time at which it was announced, by its own card or in a roll-up.
    Column("announced_at", UtcDateTime),
    # Real time at which its card was asked for: what the burst limit counts, without those that
    # were opened from a roll-up.
    Column("card_at", UtcDateTime, index=True),
    # The roll-up message it was announced in, when a burst was on.
    Column("rollup", String(60), index=True),
    Column("owner", String(20), index=True),
    Column("claimed_at", UtcDateTime),
    Column("contacted_at", UtcDateTime),
    # When sales first answered the announcement (took it, were given it, turned it down), and who
    # did: it stays when the lead changes hands, and goes when the taking was taken back.
    Column("answered_at", UtcDateTime),
    Column("answered_by", String(20)),
    # Since when the one who made contact had had the lead, and who that was.
    Column("contact_from", UtcDateTime),
    Column("contacted_by", String(20)),
    Column("sales_qualified_at", UtcDateTime),
    Column("opportunity_at", UtcDateTime),
    Column("ended_at", UtcDateTime),
    Column("recycle_on", Date),
    Column("amount", Numeric(14, 2)),
    Column("reason", String(40)),
    Column("previous_lead", Id, ForeignKey("leads.id")),
    Column("came_back", Integer, nullable=False),
    Column("erased", Boolean, nullable=False, server_default=false()),
    Index("ix_leads_email", "email"),
    Index("ix_leads_person_key", "person_key"),
    Index("ix_leads_stage_received_at", "stage", "received_at"),
    # What a week's numbers are counted by, each of the leads that have come so far; inquiries are
    # found by the one above.
    *(
        index_where(f"ix_leads_{moment}", moment, f"{moment} IS NOT NULL")
        for moment in (
            "announced_at",
            "claimed_at",
            "sales_qualified_at",
            "opportunity_at",
            "ended_at",
        )
    ),
)

arrivals = Table(
    "arrivals",
    metadata,
    Column("id", Id, primary_key=True),
    Column("source", String(200), nullable=False),
    Column("external_id", String(200), nullable=False),
    # SHA-256 of the canonical body: the same again is answered as before, another is a conflict.
    Column("body_hash", String(64), nullable=False),
    Column("lead_id", Id, ForeignKey("leads.id"), nullable=False, index=True),
    # "announced", "rolled_up", "joined", "kept" (an inquiry), as it was answered the first time.
    Column("outcome", String(20), nullable=False),
    Column("stage", String(20), nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    UniqueConstraint("source", "external_id"),
)

trail = Table(
    "lead_trail",
    metadata,
    Column("id", Id, primary_key=True),
    Column("lead_id", Id, ForeignKey("leads.id"), nullable=False, index=True),
    Column("at", UtcDateTime, nullable=False),
    # "arrived", "judged", "announced", "claimed", "contacted", "verdict", "disputed" …
    Column("kind", String(30), nullable=False),
    # The Slack id of who did it; None when the bot did.
    Column("actor", String(20)),
    # The facts of the step, by kind.
    Column("facts", JSON, nullable=False),
)

opinions = Table(
    "lead_opinions",
    metadata,
    Column("lead_id", Id, ForeignKey("leads.id"), primary_key=True),
    Column("rep", String(20), primary_key=True),
    # "stated", "reaction:fire" or "reaction:+1::skin-tone-3".
    Column("origin", String(80), primary_key=True),
    Column("verdict", String(10), nullable=False),
    # Slack's time of the last change: what decides when events come late or out of order.
    Column("at", UtcDateTime, nullable=False),
    Column("present", Boolean, nullable=False),
)

hands = Table(
    "lead_hands",
    metadata,
    # A raised hand takes the lead; its newest word decides when events come late or twice.
    Column("lead_id", Id, ForeignKey("leads.id"), primary_key=True),
    Column("person", String(20), primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("present", Boolean, nullable=False),
)

verdicts = Table(
    "lead_verdicts",
    metadata,
    Column("lead_id", Id, ForeignKey("leads.id"), primary_key=True),
    Column("rep", String(20), primary_key=True),
    # None once taken back; the history keeps what it was.
    Column("verdict", String(10)),
    Column("reason", String(40)),
    Column("comment", Text, nullable=False),
    Column("first_at", UtcDateTime, nullable=False, index=True),
    Column("changed_at", UtcDateTime, nullable=False, index=True),
)

verdict_history = Table(
    "lead_verdict_history",
    metadata,
    Column("id", Id, primary_key=True),
    Column("lead_id", Id, ForeignKey("leads.id"), nullable=False, index=True),
    Column("rep", String(20), nullable=False),
    Column("verdict", String(10)),
    Column("reason", String(40)),
    Column("comment", Text, nullable=False),
    Column("origin", String(80), nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

feedback_answers = Table(
    "feedback_answers",
    metadata,
    Column("id", Id, primary_key=True),
    Column("campaign_id", Id, ForeignKey("campaigns.id"), nullable=False, index=True),
    # "thanks", "dispute" or "changed".
    Column("kind", String(10), nullable=False),
    Column("sentence", Text, nullable=False),
    Column("marketer", String(20), nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

answered_verdicts = Table(
    "answered_verdicts",
    metadata,
    # Which verdicts an answer of marketing speaks to; a rep is told of a change once.
    Column("answer_id", Id, ForeignKey("feedback_answers.id"), primary_key=True),
    Column("lead_id", Id, ForeignKey("leads.id"), primary_key=True),
    Column("rep", String(20), primary_key=True),
)

verdict_lines = Table(
    "verdict_lines",
    metadata,
    # In which campaign's and week's message a low verdict is a line; it stays there for good.
    Column("lead_id", Id, ForeignKey("leads.id"), primary_key=True),
    Column("rep", String(20), primary_key=True),
    Column("campaign_id", Id, ForeignKey("campaigns.id"), nullable=False),
    Column("week", String(8), nullable=False),
    # The campaign's owner, when this line is the first in its thread to mention them.
    Column("mentions", String(20)),
    Index("ix_verdict_lines_campaign_id_week", "campaign_id", "week"),
)

left_behind_leads = Table(
    "left_behind_leads",
    metadata,
    # The leads left behind on one morning, in the order in which its message lists the first.
    Column("day", Date, primary_key=True),
    Column("lead_id", Id, ForeignKey("leads.id"), primary_key=True, index=True),
    Column("place", Integer, nullable=False),
)

left_behind_days = Table(
    "left_behind_days",
    metadata,
    Column("day", Date, primary_key=True),
    # How many more leads were left behind that morning than the message lists.
    Column("more", Integer, nullable=False),
)

overdue_leads = Table(
    "overdue_leads",
    metadata,
    # The leads whose being a working day overdue the sales managers were told of, and on which day.
    Column("lead_id", Id, ForeignKey("leads.id"), primary_key=True),
    Column("day", Date, nullable=False, index=True),
)

rejected_files = Table(
    "rejected_files",
    metadata,
    # Where rows that could not be imported were written down: they hold personal data, which
    # `smarketing erase` takes out again.
    Column("path", String(1000), primary_key=True),
    Column("at", UtcDateTime, nullable=False),
)

imports = Table(
    "imports",
    metadata,
    # A CSV file that somebody gave us in Slack. One that has no report is taken up again.
    Column("id", Id, primary_key=True),
    # Slack's id of the file, its name there, and who asked.
    Column("file", String(40), nullable=False),
    Column("name", String(300), nullable=False),
    Column("person", String(20), nullable=False),
    # Real time, as are leases.
    Column("asked_at", UtcDateTime, nullable=False),
    Column("lease_until", UtcDateTime),
    Column("tries", Integer, nullable=False),
    # {"sentence", "reasons": [[line, why], …], "rejected"}, or {"failed": why}.
    Column("report", JSON(none_as_null=True)),
)

rejected_uploads = Table(
    "rejected_uploads",
    metadata,
    # The rejected rows of an import, as a file that we put into Slack: so that it can be deleted
    # there when a person in it is erased.
    Column("file", String(40), primary_key=True),
    Column("import_id", Id, ForeignKey("imports.id"), nullable=False, index=True),
    # Fingerprints of the e-mail addresses in it; the rows themselves are not kept.
    Column("people", JSON, nullable=False),
    # "begun", "shared", or "unwanted": to be deleted.
    Column("state", String(10), nullable=False),
)
