"""Working minutes of many people at once."""

from collections.abc import Iterable

from bot.kit.db import Work
from bot.people import queries as people
from bot.people.domain import WorkingTime
from bot.people.domain.worked import Worked
from bot.scoreboard.domain.settings import ScoreSettings

_Pattern = tuple[object, ...]


class Hours:
    """Everybody's working minutes. Who works the same hours shares the same sums.

    A person's hours are those they have now: an absence that is entered late counts too.
    """

    def __init__(self, work: Work, settings: ScoreSettings, persons: Iterable[str | None]) -> None:
        company = settings.people
        self._company = Worked(company.working_time)
        shared: dict[_Pattern, Worked] = {_pattern(company.working_time): self._company}
        times = people.working_times(work, {one for one in persons if one}, company)
        self._of = {
            id_: shared.setdefault(_pattern(time), Worked(time)) for id_, time in times.items()
        }

    def minutes(self, person: str | None, begin: float, end: float) -> float:
        """Return a person's working minutes between two moments in seconds since 1970.

        Nobody's are the company's.
        """
        worked = self._of.get(person, self._company) if person else self._company
        return worked.seconds(begin, end) / 60


def _pattern(time: WorkingTime) -> _Pattern:
    return (time.zone.key, time.days, time.opens, time.closes, time.absences)
