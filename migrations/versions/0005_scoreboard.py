"""shared targets; when sales answered, qualified and dealt; what a week's numbers are counted by

Revision: 0005
Follows: 0004
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

MOMENTS = ("announced_at", "claimed_at", "sales_qualified_at", "opportunity_at", "ended_at")
AT_ONCE = 1000


def upgrade() -> None:
    """Bring the tables forward."""
    for name in ("answered_at", "contact_from", "sales_qualified_at", "opportunity_at"):
        op.add_column("leads", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    for name in ("answered_by", "contacted_by"):
        op.add_column("leads", sa.Column(name, sa.String(length=20), nullable=True))
    _read_the_trails()
    for name in MOMENTS:
        known = sa.text(f"{name} IS NOT NULL")
        op.create_index(
            op.f(f"ix_leads_{name}"),
            "leads",
            [name],
            unique=False,
            sqlite_where=known,
            postgresql_where=known,
        )
    op.create_index(op.f("ix_lead_verdicts_first_at"), "lead_verdicts", ["first_at"], unique=False)
    op.create_table(
        "targets",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("metric", sa.String(length=40), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("past", sa.Date(), nullable=False),
        sa.Column("goal", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("sales_owner", sa.String(length=20), nullable=False),
        sa.Column("marketing_owner", sa.String(length=20), nullable=False),
        sa.Column("set_by", sa.String(length=20), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_targets")),
        sa.UniqueConstraint("metric", "first", "past", name=op.f("uq_targets_metric_first_past")),
    )
    op.create_table(
        "target_history",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "target_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("goal", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("sales_owner", sa.String(length=20), nullable=False),
        sa.Column("marketing_owner", sa.String(length=20), nullable=False),
        sa.Column("actor", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["target_id"], ["targets.id"], name=op.f("fk_target_history_target_id_targets")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target_history")),
    )
    op.create_index(
        op.f("ix_target_history_target_id"), "target_history", ["target_id"], unique=False
    )


def downgrade() -> None:
    """Take the tables back."""
    op.drop_index(op.f("ix_target_history_target_id"), table_name="target_history")
    op.drop_table("target_history")
    op.drop_table("targets")
    op.drop_index(op.f("ix_lead_verdicts_first_at"), table_name="lead_verdicts")
    for name in MOMENTS:
        op.drop_index(op.f(f"ix_leads_{name}"), table_name="leads")
    # No batch: it would drop the table, which rows elsewhere point to.
    for name in (
        "answered_at",
        "contact_from",
        "sales_qualified_at",
        "opportunity_at",
        "answered_by",
        "contacted_by",
    ):
        op.drop_column("leads", name)


_AT = sa.DateTime(timezone=True)
_leads = sa.table(
    "leads",
    sa.column("id"),
    *(sa.column(name, _AT) for name in ("answered_at", "contact_from")),
    *(sa.column(name, _AT) for name in ("sales_qualified_at", "opportunity_at")),
    sa.column("answered_by"),
    sa.column("contacted_by"),
)
_trail = sa.table(
    "lead_trail",
    sa.column("id"),
    sa.column("lead_id"),
    sa.column("at", _AT),
    sa.column("kind"),
    sa.column("actor"),
    sa.column("facts", sa.JSON()),
)
KINDS = (
    "claimed",
    "reassigned",
    "released",
    "handed_back",
    "rejected",
    "contacted",
    "sales_qualified",
    "opportunity",
)


def _read_the_trails() -> None:
    """Give leads that are there the columns that their trails tell of."""
    bind = op.get_bind()
    steps = bind.execute(
        sa.select(_trail)
        .where(_trail.c.kind.in_(KINDS))
        .order_by(_trail.c.lead_id, _trail.c.at, _trail.c.id)
    ).all()
    told = (_told(lead_id, story) for lead_id, story in groupby(steps, lambda one: one.lead_id))
    names = [column.name for column in _leads.c if column.name != "id"]
    statement = (
        sa.update(_leads)
        .where(_leads.c.id == sa.bindparam("lead"))
        .values({name: sa.bindparam(f"its_{name}") for name in names})
    )
    for some in _parts(told):
        bind.execute(statement, some)


def _parts(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    part: list[dict[str, Any]] = []
    for row in rows:
        part.append(row)
        if len(part) == AT_ONCE:
            yield part
            part = []
    if part:
        yield part


def _told(lead_id: int, story: Iterable[Any]) -> dict[str, Any]:
    """Return what the columns would hold, had they been there from the start."""
    has: dict[str, Any] = {column.name: None for column in _leads.c if column.name != "id"}
    since = owner = None
    for step in story:
        if step.kind in {"claimed", "reassigned", "rejected"}:
            by = (step.facts or {}).get("to") if step.kind == "reassigned" else step.actor
            if has["answered_at"] is None:
                has |= {"answered_at": step.at, "answered_by": by}
            if step.kind != "rejected":
                since, owner = step.at, by
        elif step.kind in {"released", "handed_back"}:
            if step.kind == "released" and has["answered_at"] == since:
                has |= {"answered_at": None, "answered_by": None}
            if step.kind == "handed_back":
                forgotten = ("contact_from", "contacted_by", "sales_qualified_at", "opportunity_at")
                has |= dict.fromkeys(forgotten)
            since = owner = None
        elif step.kind == "contacted":
            has |= {"contact_from": since, "contacted_by": owner}
        else:
            has[f"{step.kind}_at"] = step.at
    return {"lead": lead_id} | {f"its_{name}": value for name, value in has.items()}
