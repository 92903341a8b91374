"""What is missing in the library: wishes it could not grant, and cells nothing stands in."""

from dataclasses import dataclass, field

from bot.content.domain.tags import BuyerStage
from bot.kit.wording import counted, times

ANY = ""
"""The segment of what fits every segment."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One wish: how many reps asked marketing for it, and how often it was looked for in vain.

    Where somebody asked, a search that a request followed is not counted once more. `delivered`
    says that all who asked were given it meanwhile.
    """

    topic: str
    asked: int = 0
    searched: int = 0
    delivered: bool = False

    @property
    def words(self) -> str:
        """How it is wanted: "asked for by one rep, looked for twice"."""
        said = [f"asked for by {counted(self.asked, 'rep')}"] if self.asked else []
        said += [f"looked for {times(self.searched)}"] if self.searched else []
        said += ["delivered"] if self.delivered else []
        return ", ".join(said)


@dataclass(frozen=True, slots=True)
class Gaps:
    """What marketing should write. Segments are named as people write them; ANY is every one."""

    not_found: tuple[tuple[str, int], ...] = ()
    """What was looked for and still finds nothing, and how often, the most often first."""
    wanted: tuple[Wanted, ...] = ()
    grid: dict[tuple[str, str], int] = field(default_factory=dict)
    """Approved assets by (segment, buyer stage); one that fits all stages counts in each."""
    segments: tuple[str, ...] = ()
    """The rows of the grid: the segments most leads are of first, ANY last."""
    leads: dict[str, int] = field(default_factory=dict)
    """How many leads were announced of each segment in the period."""
    searches: int = 0
    in_vain: int = 0

    @property
    def empty(self) -> tuple[tuple[str, str], ...]:
        """The cells in which nothing stands, not even what fits every segment."""
        return tuple(
            (segment, stage)
            for segment in self.segments
            for stage in BuyerStage
            if segment != ANY
            and not self.grid.get((segment, stage))
            and not self.grid.get((ANY, stage))
        )

    @property
    def unmade(self) -> tuple[tuple[str, str], ...]:
        """The cells for which nothing was made: those in which nothing stands at all first."""
        cells = [
            (segment, stage)
            for segment in self.segments
            for stage in BuyerStage
            if segment != ANY and not self.grid.get((segment, stage))
        ]
        return tuple(sorted(cells, key=lambda cell: bool(self.grid.get((ANY, cell[1])))))
