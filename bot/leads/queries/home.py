"""The leads room's section of the App Home tab."""

from typing import Any

from bot.kit.clock import Clock
from bot.kit.commands import Commands
from bot.kit.db import Work
from bot.leads.domain.settings import LeadSettings
from bot.leads.queries.feedback import feedback, the_last_30_days
from bot.leads.queries.leads import Found, leads_of, waiting_leads
from bot.leads.store.feedback import answers_to_rep, load_verdicts_of
from bot.leads.views.home import (
    SHOWN,
    Leads,
    OwnVerdict,
    SalesHome,
    marketing_home,
    sales_home,
)
from bot.people import queries as people
from bot.people.domain import PeopleSettings, Person, Team


class HomeSections:
    """What the tab shows of leads, by the roles a person has."""

    def __init__(
        self,
        *,
        settings: LeadSettings,
        company: PeopleSettings,
        commands: Commands,
        clock: Clock,
    ) -> None:
        self._settings = settings
        self._company = company
        self._commands = commands
        self._clock = clock

    def sales(self, work: Work, person: str) -> list[dict[str, Any]]:
        """My leads, waiting leads and my verdicts; for both teams' managers, what waits."""
        who = people.person(work, person)
        if who is None or not (Team.SALES in who.teams or who.is_manager):
            return []
        facts = SalesHome(
            is_rep=who.is_rep,
            mine=_some(leads_of(work, who.id, most=SHOWN)) if who.is_rep else Leads(),
            waiting=_some(waiting_leads(work, most=SHOWN)),
            verdicts=self._verdicts(work, who) if who.is_rep else (),
        )
        return sales_home(
            facts,
            now=self._clock.business(),
            settings=self._settings,
            command=self._commands.name("lead"),
        )

    def marketing(self, work: Work, person: str) -> list[dict[str, Any]]:
        """The campaigns and what sales thinks of their leads, for marketers and managers."""
        who = people.person(work, person)
        if who is None or not (Team.MARKETING in who.teams or who.is_manager):
            return []
        asked = the_last_30_days(at=self._clock.business(), zone=self._company.zone)
        rows = feedback(work, asked)
        command = self._commands.name("lead")
        return marketing_home(rows, since=asked.since.words, command=command)

    def _verdicts(self, work: Work, who: Person) -> tuple[OwnVerdict, ...]:
        given = load_verdicts_of(work, who.id, most=SHOWN)
        answers = answers_to_rep(work, who.id, [judged.lead_id for judged in given])
        named = people.names(work, [one.marketer for some in answers.values() for one in some])
        return tuple(
            OwnVerdict(judged, tuple((one, named[one.marketer]) for one in answers[judged.lead_id]))
            for judged in given
        )


def _some(found: Found) -> Leads:
    return Leads(found.leads, found.more)
