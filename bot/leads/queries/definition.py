"""The definition as it is shown: to one reader, in messages, and row by row."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import bindparam

from bot.kit.commands import Commands
from bot.kit.csv_safe import Sheet
from bot.kit.db import Work
from bot.kit.outbox.enqueue import where_it_stands
from bot.kit.outbox.views import Message
from bot.leads.definition.backtest import SPAN
from bot.leads.definition.backtests import changed_leads, load_backtest
from bot.leads.definition.counts import Backtest
from bot.leads.definition.domain import Definition, qualify
from bot.leads.definition.queries import (
    history,
    known_by,
    proposal_waiting,
    version_story,
)
from bot.leads.definition.store import load_definition, who_knows
from bot.leads.definition.versions import Standing, VersionStory, proposal_key
from bot.leads.definition.wording import definition_in_words, group_in_words, unmet_in_words
from bot.leads.domain.lead import Lead
from bot.leads.store.leads import lead_from, select_leads
from bot.leads.store.tables import leads
from bot.leads.views.definition import (
    IN_A_MESSAGE,
    ChangedSide,
    VersionFacts,
    announced_message,
    refused_message,
    version_message,
)
from bot.people import queries as people
from bot.people.domain import Person, Team

NOBODY = Person(id="", name="")
"""Who reads a channel: no single person."""


def version_facts(
    work: Work,
    story: VersionStory,
    *,
    reader: Person,
    with_leads: bool = False,
) -> VersionFacts:
    """Gather what a version shows to a reader.

    With `with_leads` also the newest leads that change sides.
    """
    tested = load_backtest(work, story.version)
    in_force = story.standing is Standing.IN_FORCE
    return VersionFacts(
        story=story,
        names=names_in(work, [story]),
        reader=reader,
        before=load_definition(work, tested.against) if tested else None,
        known=known_by(work, story.version) if story.in_force_from else {},
        knows=reader.id in who_knows(work, story.version),
        tested=tested,
        leaving=_newest(work, tested, enters=False) if with_leads else (),
        entering=_newest(work, tested, enters=True) if with_leads else (),
        waits=proposal_waiting(work) if in_force else None,
    )


def names_in(work: Work, stories: Sequence[VersionStory]) -> dict[str, str]:
    """Return the names of everybody in some stories."""
    ids = [
        *(one.proposed_by for one in stories),
        *(one.ending.by for one in stories if one.ending),
        *(signed.person for one in stories for signed in one.signatures),
    ]
    return people.names(work, filter(None, ids))


def _newest(work: Work, tested: Backtest | None, *, enters: bool) -> tuple[ChangedSide, ...]:
    if tested is None or not tested.has_result:
        return ()
    return tuple(changed_sides(work, tested, enters=enters, most=IN_A_MESSAGE))


def changed_sides(
    work: Work, tested: Backtest, *, enters: bool, most: int, skip: int = 0
) -> list[ChangedSide]:
    """Return leads that a proposal moves to one side, newest first.

    Each with the rules it does not meet, as it stands now: of the proposal where it leaves, of the
    version it was held against where it enters.
    """
    fails = load_definition(work, tested.against if enters else tested.version)
    numbers = changed_leads(work, tested.version, enters=enters, most=most, skip=skip)
    found = {row.id: lead_from(row) for row in work.execute(_AMONG, {"numbers": list(numbers)})}
    return [_changed_side(found[number], fails) for number in numbers if fails]


_AMONG = select_leads().where(leads.c.id.in_(bindparam("numbers", expanding=True)))


def _changed_side(lead: Lead, fails: Definition) -> ChangedSide:
    unmet = () if lead.erased else (one for one in qualify(lead, fails) if not one.met)
    return ChangedSide(lead, tuple(unmet))


class DefinitionMessages:
    """The renderings that are registered with the outbox."""

    def __init__(self, commands: Commands) -> None:
        self._commands = commands

    def proposal(self, work: Work, args: dict[str, Any]) -> Message | None:
        """Render "definition_proposal" {"version", "person"}: to its proposer with the newest
        leads that change sides, to the other managers without any.

        Nothing, when it was decided before the message was sent.
        """
        story = version_story(work, args["version"])
        reader = people.person(work, args["person"])
        if story is None or reader is None:
            return None
        proposed = story.standing is Standing.PROPOSED
        if not proposed and not where_it_stands(work, proposal_key(story.version, reader.id)):
            return None
        own = proposed and reader.id == story.proposed_by
        facts = version_facts(work, story, reader=reader, with_leads=own)
        return version_message(facts, days=SPAN.days, command=self._commands.name("smarketing"))

    def announced(self, work: Work, args: dict[str, Any]) -> Message | None:
        """Render "definition_announced" {"version", "team"} as it stands in a team's channel."""
        story = version_story(work, args["version"])
        if story is None:
            return None
        facts = version_facts(work, story, reader=NOBODY)
        shared = people.is_shared(work, args["team"])
        command = self._commands.name("smarketing")
        return announced_message(facts, shared=shared, command=command)

    def refused(self, work: Work, args: dict[str, Any]) -> Message | None:
        """Render "definition_refused" {"version"} to its proposer."""
        story = version_story(work, args["version"])
        if story is None:
            return None
        return refused_message(version_facts(work, story, reader=NOBODY))


def messages_that_name_leads(work: Work, versions: Sequence[int]) -> list[str]:
    """Return the outbox keys of the messages that name leads of these versions' backtests."""
    stories = (version_story(work, version) for version in versions)
    return [
        proposal_key(one.version, one.proposed_by) for one in stories if one and one.proposed_by
    ]


_RULES = (
    "required", "minimum_score", "segments", "countries", "employees_from", "employees_to",
    "no_free_mail", "competitors",
)  # fmt: skip


def export_definition(work: Work) -> Sheet:
    """Return every version with its rules and its story, oldest first."""
    columns = (
        "version", "standing", "in_force_from", "in_force_until", "proposed_by", "proposed_at",
        "why", "signed_for_sales_by", "signed_for_sales_at", "signed_for_marketing_by",
        "signed_for_marketing_at", "ended_by", "ended_at", "ended_why", "in_words", *_RULES,
        "known_in_sales", "of_sales", "known_in_marketing", "of_marketing",
    )  # fmt: skip
    return Sheet(columns, _version_rows(work))


def _version_rows(work: Work) -> Iterator[list[object]]:
    stories = history(work)
    names = names_in(work, stories)
    for story in stories:
        known = known_by(work, story.version)
        signed = [story.signed_for(team) for team in Team]
        ending = story.ending
        yield [
            f"v{story.version}",
            story.standing.value,
            story.in_force_from,
            story.in_force_until,
            names.get(story.proposed_by or "", ""),
            story.created_at,
            story.why,
            *(
                value
                for one in signed
                for value in ((names[one.person], one.at) if one else ("", None))
            ),
            names[ending.by] if ending else "",
            ending.at if ending else None,
            ending.why if ending else "",
            "; ".join(definition_in_words(story.definition)),
            *_rule_cells(story.definition),
            *(value for team in Team for value in known[team]),
        ]


def _rule_cells(definition: Definition) -> list[object]:
    return [
        "; ".join(group_in_words(group) for group in definition.required),
        definition.minimum_score,
        "; ".join(definition.segments),
        "; ".join(definition.countries),
        definition.employees_from,
        definition.employees_to,
        definition.no_free_mail,
        "; ".join(definition.competitors),
    ]


AT_ONCE = 500
"""Leads held in memory at a time."""


def export_backtest(work: Work) -> Sheet:
    """Return the leads that change sides by the newest proposal that was tried, newest first."""
    columns = (
        "version", "against", "lead", "name", "company", "would", "because", "stage",
        "received_at",
    )  # fmt: skip
    return Sheet(columns, _backtest_rows(work))


def _backtest_rows(work: Work) -> Iterator[list[object]]:
    tests = (load_backtest(work, story.version) for story in reversed(history(work)))
    tested = next((one for one in tests if one and one.has_result), None)
    if tested is None:
        return
    for enters in (False, True):
        skip = 0
        while some := changed_sides(work, tested, enters=enters, most=AT_ONCE, skip=skip):
            skip += AT_ONCE
            for one in some:
                yield [
                    f"v{tested.version}",
                    f"v{tested.against}",
                    one.lead.number,
                    one.lead.name,
                    one.lead.company,
                    "qualify" if enters else "not qualify",
                    "; ".join(unmet_in_words(one.unmet)),
                    one.lead.stage.value,
                    one.lead.received_at,
                ]
