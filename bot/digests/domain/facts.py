"""What a digest tells: figures and ids alone, frozen when it is written.

What they are called (a campaign's name, a rep's words) is looked up when the digest is shown, so
that no digest keeps anything of a lead's person. The one exception is what content was asked for,
whose topics are words that people typed; `without_topics` takes out those that name somebody.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.content.domain.gaps import Wanted
from bot.scoreboard.domain.metrics import Unit

MOST_NEEDS = 3
"""More would not be read on a phone."""


class NeedKind(StrEnum):
    """What may need a manager."""

    UNTOUCHED = "untouched"
    PROPOSAL = "proposal"
    ACTIONS = "actions"
    REQUESTS = "requests"
    WANTED = "wanted"


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that needs its reader; `count` leads or people, `name` what it is called."""

    kind: NeedKind
    count: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class Number:
    """A shared number of the week beside the week before and the usual, and how its target does.

    `usual` is the average of the four weeks before, as far as leads had come by then; None stands
    for nothing to count. `target` is in words: "4th quarter 2026: 270 of 300 so far; at this pace
    330, 30 more".
    """

    metric: str
    name: str
    unit: Unit
    value: float | None
    previous: float | None = None
    usual: float | None = None
    target: str = ""
    currency: str = ""

    @property
    def is_silent(self) -> bool:
        """Whether there is nothing to tell: nothing counted now, before or usually."""
        return not (self.value or self.previous or self.usual or self.target)


@dataclass(frozen=True, slots=True)
class Quality:
    """What sales thought of a campaign's leads in the week; `points` of `verdicts` added up.

    `reasons` are those of the low verdicts, most given first, empty for "not said".
    """

    campaign: int
    announced: int
    taken: int
    rejected: int
    verdicts: int
    points: int
    reasons: tuple[tuple[str, int], ...] = ()

    @property
    def average(self) -> float | None:
        """On the scale of 1 to 5; None without verdicts."""
        return self.points / self.verdicts if self.verdicts else None


@dataclass(frozen=True, slots=True)
class Kept:
    """A promise of one team: how often it was kept and missed in the week, in working time."""

    promise: str
    team: str
    kept: int
    missed: int
    median_minutes: float | None
    limit_minutes: float

    @property
    def of(self) -> int:
        """How often it could have been kept."""
        return self.kept + self.missed


@dataclass(frozen=True, slots=True)
class Wish:
    """What content was wanted: how many reps asked for it, how often it was looked for besides.

    `both` is all that older digests keep: those who asked and the searches in one number.
    """

    topic: str
    asked: int = 0
    searched: int = 0
    delivered: bool = False
    both: int = 0

    @property
    def words(self) -> str:
        """How it was wanted: "asked for by one rep"."""
        if self.both:
            return f"{self.both:,}"
        return Wanted(self.topic, self.asked, self.searched, delivered=self.delivered).words


@dataclass(frozen=True, slots=True)
class Content:
    """What became of the week's content requests, and what was wanted most."""

    asked: int = 0
    answered: int = 0
    declined: int = 0
    helped: int = 0
    not_helped: int = 0
    open_now: int = 0
    wanted: tuple[Wish, ...] = ()

    @property
    def is_silent(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.asked or self.answered or self.declined or self.open_now or self.wanted)


@dataclass(frozen=True, slots=True)
class Quote:
    """Whose comment on which lead speaks for the week."""

    lead: int
    rep: str


@dataclass(frozen=True, slots=True)
class Digest:
    """A week as it is told to one reader. What a room does not offer stays empty."""

    week: str
    written_at: datetime
    needs: tuple[Need, ...] = ()
    numbers: tuple[Number, ...] = ()
    quality: tuple[Quality, ...] = ()
    promises: tuple[Kept, ...] = ()
    content: Content | None = None
    changes: tuple[int, ...] = ()
    quote: Quote | None = None
    meeting: datetime | None = None
    so_far: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing happened in the week."""
        counted = any(one.value for one in self.numbers if one.unit is Unit.COUNT)
        content = self.content
        moved = content and (content.asked or content.answered or content.declined)
        return not (counted or self.quality or moved or self.changes or self.quote)


@dataclass(frozen=True, slots=True)
class Note:
    """A rep's own week: what they did, what became of the leads they rated, what that changed.

    `became` are (lead, stage) of leads that moved on; `changes` are marketing's answers.
    """

    week: str
    written_at: datetime
    taken: int = 0
    contacted: int = 0
    rated: int = 0
    won: int = 0
    mine: int = 0
    became: tuple[tuple[int, str], ...] = ()
    changes: tuple[int, ...] = ()
    so_far: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell of the week."""
        counted = self.taken or self.contacted or self.rated or self.won
        return not (counted or self.became or self.changes)


ERASED = "something that was erased"


def without_topics(facts: Digest, names_them: Callable[[str], bool]) -> tuple[Digest, int]:
    """Return a digest without the topics that name an erased person, and how many those were."""
    topics = [wish.topic for wish in facts.content.wanted] if facts.content else []
    topics += [need.name for need in facts.needs if need.kind is NeedKind.WANTED]
    gone = {topic for topic in topics if names_them(topic)}
    if not gone:
        return facts, 0
    needs = tuple(replace(need, name=ERASED) if need.name in gone else need for need in facts.needs)
    content = facts.content and replace(
        facts.content,
        wanted=tuple(
            replace(wish, topic=ERASED) if wish.topic in gone else wish
            for wish in facts.content.wanted
        ),
    )
    return replace(facts, needs=needs, content=content), len(gone)


def best_and_worst(quality: Sequence[Quality]) -> tuple[Quality | None, Quality | None]:
    """Return the best and the worst rated campaign; the worst only where it is a different one.

    Of two rated alike the one that more people rated comes first.
    """
    rated = [(one.average, one) for one in quality if one.average is not None]
    if not rated:
        return None, None
    ranked = [one for _, one in sorted(rated, key=lambda pair: (-pair[0], -pair[1].verdicts))]
    best, worst = ranked[0], ranked[-1]
    return best, worst if best.average != worst.average else None
