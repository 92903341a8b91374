"""Sixteen reps press Take it on one lead at once: one wins, and none waits long to hear of it."""

from collections import Counter
from collections.abc import AsyncIterator

from sqlalchemy import insert, select

from benchmarks import prepare
from benchmarks.figures import percentile
from benchmarks.load import gestures
from benchmarks.load.gestures import Sent
from benchmarks.load.workspace import REPS
from benchmarks.report import Row
from benchmarks.scene import Scene, bot_scene, floor_scene
from benchmarks.servers.bare_bolt import prizes
from benchmarks.sizes import Size
from benchmarks.stage import Stage
from bot.leads.store.tables import leads, trail

NAME = "take"
TITLE = "Take it, 16 at once (floor: a bare Bolt app that compares and sets, on the same server)"

RIVALS = 16
WARM_UP = 5


async def measure(stage: Stage, size: Size) -> AsyncIterator[Row]:
    """Give p50 and p99 of the acks, and how many leads have exactly one winner."""
    for kind in stage.databases:
        races = size.races * size.repeats + WARM_UP
        async with (
            floor_scene(stage, kind, "http", most=RIVALS) as floor,
            bot_scene(stage, kind, "http", leads=races, most=RIVALS) as bot,
        ):
            with floor.db.begin() as work:
                work.execute(insert(prizes), [{"id": lead} for lead in bot.leads])
            turns = (
                (floor, "floor.take", str, []),
                (bot, "lead.take", lambda lead: f"L{lead}", []),
            )
            for place, lead in enumerate(bot.leads):
                for scene, action, value, acks in turns[:: 1 if place % 2 else -1]:
                    took = await scene.door.acks(
                        _rivals(lead, action, value(lead), scene.response_url), at_once=RIVALS
                    )
                    if place >= WARM_UP:
                        acks.extend(took)
            at_floor, at_bot = turns[0][3], turns[1][3]
            with_one = _leads_with_one_winner(bot)
        for said, share, goal in (("p50", 0.5, None), ("p99", 0.99, ("at most", 2.0))):
            figure, beside = percentile(at_bot, share), percentile(at_floor, share)
            yield Row(f"{kind}: {said}", figure * 1000, "ms", beside * 1000, goal)
        yield Row(
            f"{kind}: leads with exactly one winner, of {races}",
            with_one,
            "",
            goal=("at least", races),
        )


def _rivals(lead: int, action: str, value: str, response_url: str) -> list[Sent]:
    return [
        gestures.click(action, value, by=rep, ts=prepare.ts_of(lead), response_url=response_url)
        for rep in REPS[:RIVALS]
    ]


def _leads_with_one_winner(bot: Scene) -> int:
    with bot.db.read() as work:
        owned = {
            row.id: row.owner
            for row in work.execute(
                select(leads.c.id, leads.c.owner).where(leads.c.owner.is_not(None))
            )
        }
        claims = work.execute(
            select(trail.c.lead_id, trail.c.actor).where(trail.c.kind == "claimed")
        ).all()
    times = Counter(row.lead_id for row in claims)
    return sum(times[row.lead_id] == 1 and owned.get(row.lead_id) == row.actor for row in claims)
