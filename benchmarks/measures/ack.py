"""How long a person in Slack waits for the bot's answer, beside a bare Bolt app."""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterator

from benchmarks import prepare
from benchmarks.figures import median_of, percentile
from benchmarks.load import gestures
from benchmarks.load.gestures import Sent
from benchmarks.load.workspace import REPS
from benchmarks.report import Row
from benchmarks.scene import bot_scene, floor_scene
from benchmarks.sizes import Size
from benchmarks.stage import Stage

NAME = "ack"
TITLE = "Ack of one gesture (floor: a bare Bolt app that commits one row, on the same server)"

ON_SCREEN = 50
"""Cards that people rate; each is rated by many, as in a channel."""
WARM_UP = 40

KINDS = ("command", "button", "submit", "event")
Plays = dict[str, Iterator[Sent]]
"""By kind, gestures of which none repeats another."""


def plays(leads: list[int], response_url: str) -> Plays:
    """Return what people do: each pair of lead and rep once a kind, and each lead taken once."""
    pairs = [(lead, rep) for rep in REPS for lead in leads[:ON_SCREEN]]
    third = len(pairs) // 3
    return {
        "command": (
            gestures.command(f"/lead rate L-{lead} good", by=rep, response_url=response_url)
            for lead, rep in pairs[:third]
        ),
        "button": (
            gestures.click(
                "lead.take",
                f"L{lead}",
                by=REPS[place % len(REPS)],
                ts=prepare.ts_of(lead),
                response_url=response_url,
            )
            for place, lead in enumerate(leads[ON_SCREEN:])
        ),
        "submit": (_rating(lead, rep) for lead, rep in pairs[third : 2 * third]),
        "event": (
            gestures.reaction("+1", by=rep, ts=prepare.ts_of(lead))
            for lead, rep in pairs[2 * third :]
        ),
    }


def _rating(lead: int, rep: str) -> Sent:
    chosen = {"type": "radio_buttons", "selected_option": {"value": "good"}}
    return gestures.submit("lead.rate", {"lead": lead}, {"verdict": {"verdict": chosen}}, by=rep)


async def measure(stage: Stage, size: Size) -> AsyncIterator[Row]:
    """Give p50 and p99 of each kind at each number at once; then how many of them meet the goal."""
    summaries: list[Row] = []
    for kind in stage.databases:
        rows: list[Row] = []
        for mode in ("http", "socket"):
            async for row in _measure(stage, size, kind, mode):
                rows.append(row)
                yield row
        summaries += _summary(kind, rows)
    for row in summaries:
        yield row


def _summary(kind: str, rows: list[Row]) -> Iterator[Row]:
    """Give for p50 and p99 how many cells meet the goal, and the median of their ratios."""
    for said in ("p50", "p99"):
        cells = [row for row in rows if row.what.endswith(said) and "slowest" not in row.what]
        ratios = [row.ratio for row in cells if row.ratio]
        met = sum(row.verdict == "met" for row in cells)
        note = f"median ratio {median_of(ratios):.2f} ×" if ratios else ""
        yield Row(f"{kind}: {said} meets the goal, of {len(cells)}", met, "", note=note)


async def _measure(stage: Stage, size: Size, kind: str, mode: str) -> AsyncIterator[Row]:
    taken: dict[tuple[str, int, str], list[list[float]]] = defaultdict(list)
    needed = ON_SCREEN + WARM_UP + size.gestures * len(size.at_once) * size.repeats
    most = max(size.at_once)
    async with (
        floor_scene(stage, kind, mode, most=most) as floor,
        bot_scene(stage, kind, mode, leads=needed, most=most) as bot,
    ):
        turns = [
            ("floor", floor.door, plays(bot.leads, "")),
            ("bot", bot.door, plays(bot.leads, bot.response_url)),
        ]
        for _, door, played in turns:
            for name in KINDS:
                await door.acks(_some(played[name], WARM_UP), at_once=4)
        for repeat in range(size.repeats):
            for at_once in size.at_once:
                for name in KINDS:
                    for who, door, played in turns[:: 1 if repeat % 2 else -1]:
                        acks = await door.acks(_some(played[name], size.gestures), at_once=at_once)
                        taken[who, at_once, name].append(acks)
    for said, rule, bound in (("p50", _p50, 1.5), ("p99", _p99, 2.0)):
        for at_once in size.at_once:
            for name in KINDS:
                figure, beside = (rule(taken[who, at_once, name]) for who in ("bot", "floor"))
                what = f"{kind}, {mode}: {name}, {at_once} at once, {said}"
                yield Row(what, figure * 1000, "ms", beside * 1000, ("at most", bound))
    for at_once in size.at_once:
        event = _p50(taken["bot", at_once, "event"])
        slowest = max(KINDS, key=lambda name: _p50(taken["bot", at_once, name]))
        figure = _p50(taken["bot", at_once, slowest])
        what = f"{kind}, {mode}: slowest kind ({slowest}) to event, {at_once} at once, p50"
        yield Row(what, figure * 1000, "ms", event * 1000, ("at most", 2.0))


def _some(played: Iterator[Sent], count: int) -> list[Sent]:
    return [next(played) for _ in range(count)]


def _p50(repeats: list[list[float]]) -> float:
    return median_of([percentile(acks, 0.5) for acks in repeats])


def _p99(repeats: list[list[float]]) -> float:
    return percentile([ack for acks in repeats for ack in acks], 0.99)
