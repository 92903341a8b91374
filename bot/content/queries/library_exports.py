"""The rows behind the library's numbers: `export library` and `export searches`."""

from collections.abc import Iterator

from sqlalchemy import select

from bot.content.domain.request import REQUESTS
from bot.content.store.asset_tables import assets, searches
from bot.content.store.assets import some_assets
from bot.kit.csv_safe import Sheet
from bot.kit.db import Work, within
from bot.kit.periods import Period
from bot.people import queries as people

AT_ONCE = 500


def export_library(work: Work, period: Period) -> Sheet:
    """Return the assets that were added in a period, oldest first, retired ones too.

    The approved ones are those that the grid of `/content gaps` counts; `used`, `helped` and
    `not_helped` are the numbers their cards show.
    """
    columns = (
        "asset", "title", "link", "format", "segments", "stages", "industry", "about", "social",
        "owner", "owner_id", "state", "review_by", "must_know", "added_at", "approved_at",
        "retired_at", "announced_on", "request", "used", "helped", "not_helped",
    )  # fmt: skip
    return Sheet(columns, _assets(work, period))


def _assets(work: Work, period: Period) -> Iterator[list[object]]:
    seen = 0
    while some := some_assets(
        work,
        assets.c.id > seen,
        within(assets.c.added_at, period),
        order=[assets.c.id],
        most=AT_ONCE,
    ):
        seen = some[-1].id
        names = people.names(work, {one.owner for one in some if one.owner})
        for one in some:
            yield [
                one.number, one.title, one.link, one.format, "; ".join(one.segments),
                "; ".join(one.stages), one.industry, one.about, one.social,
                names.get(one.owner, ""), one.owner, one.state, one.review_by, one.must_know,
                one.added_at, one.approved_at, one.retired_at, one.announced_on,
                REQUESTS.name(one.request_id) if one.request_id else "",
                one.uses, one.helped, one.not_helped,
            ]  # fmt: skip


def export_searches(work: Work, period: Period) -> Sheet:
    """Return the searches of a period, oldest first: what was looked for, never who looked.

    Those whose `found` is 0 are the ones that `/content gaps` counts as in vain.
    """
    columns = ("at", "words", "topic", "segment", "stage", "format", "found", "request")
    statement = (
        select(searches)
        .where(within(searches.c.at, period))
        .order_by(searches.c.at, searches.c.id)
        .execution_options(yield_per=AT_ONCE)
    )
    return Sheet(
        columns,
        (
            [
                row.at, row.words, row.topic, row.segment, row.stage, row.format, row.found,
                REQUESTS.name(row.request_id) if row.request_id else "",
            ]
            for row in work.execute(statement)
        ),
    )  # fmt: skip
