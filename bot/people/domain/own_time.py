"""What a person says of their own working time."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from bot.people.domain.working_time import Absence

LONGEST_ABSENCE = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class OwnTime:
    """One's own days and hours, and an absence to add; a single day given is one day off."""

    days: frozenset[int]
    opens: time | None
    closes: time | None
    first: date | None = None
    last: date | None = None

    @property
    def absence(self) -> Absence | None:
        """The absence to add, if there is one."""
        begin, end = self.first or self.last, self.last or self.first
        return Absence(begin, end) if begin and end else None

    def faults(self, *, today: date) -> dict[str, str]:
        """Say what cannot be, by the name of the field where it is mended."""
        faults = {}
        if not self.days:
            faults["days"] = "Choose at least one working day."
        if self.opens is None:
            faults["opens"] = "Choose when work begins."
        if self.closes is None:
            faults["closes"] = "Choose when work ends."
        elif self.opens and self.closes <= self.opens:
            faults["closes"] = "Working hours end on the day they start; choose a later end."
        if self.absence:
            faults |= self._faults_of_absence(self.absence, today)
        return faults

    def _faults_of_absence(self, absence: Absence, today: date) -> dict[str, str]:
        where = "last" if self.last else "first"
        if absence.last < absence.first:
            return {where: "An absence ends on or after the day it begins."}
        if absence.last < today:
            return {where: "That absence is over; choose days that are still to come."}
        if absence.last - absence.first > LONGEST_ABSENCE:
            return {where: "An absence lasts at most a year; enter the rest when it is due."}
        return {}
