"""How a definition comes into force: proposed, tried on the leads there are, signed by both teams.

Every action but "I know it" begins by holding the versions, so that of two at once one sees what
the other did.
"""

from dataclasses import replace
from datetime import datetime

from bot.kit.db import Work
from bot.kit.errors import Refusal, WrongDetail
from bot.kit.periods import Period
from bot.kit.text import one_line
from bot.leads.definition.backtest import SPAN
from bot.leads.definition.backtests import insert_backtest, load_backtest
from bot.leads.definition.domain import Definition
from bot.leads.definition.queries import definition_in_force, version_story
from bot.leads.definition.store import (
    end_proposal,
    ensure_first_version,
    hold_versions,
    insert_proposal,
    insert_signature,
    load_definition,
    load_proposal,
    next_version,
    note_known,
    put_in_force,
    take_back_signature,
)
from bot.leads.definition.versions import (
    Ending,
    Signature,
    Standing,
    VersionStory,
    announcement_key,
    proposal_key,
    refused_key,
    subject_of,
    teams_managed,
)
from bot.leads.definition.wording import what_changed
from bot.leads.room import Room
from bot.people import queries as people
from bot.people.domain import Person, Team, must_be_manager

WORDS = 500
"""Characters of a "why" that are kept."""
SHOWS_IT = "/smarketing definition"


def check_proposing(by: Person) -> None:
    """Refuse who may not propose."""
    must_be_manager(by, doing="propose a definition")


def propose(
    room: Room,
    work: Work,
    wanted: Definition,
    *,
    why: str,
    by: Person,
    at: datetime,
    seen: int | None = None,
) -> int:
    """Save a proposal and what it is to be tried on; return its number.

    It takes the place of a proposal that waits. The number of `wanted` does not matter; `seen` is
    the version that was in force when the form was opened. Raises WrongDetail when that is no more
    so, when it would change nothing, or when nobody says why.
    """
    check_proposing(by)
    ensure_first_version(work, at)
    hold_versions(work)
    why = one_line(why)[:WORDS]
    if not why:
        raise WrongDetail("why", "Say why, so that those who sign and both teams know.")
    in_force = definition_in_force(work, at)
    if seen not in {None, in_force.version}:
        raise WrongDetail(
            "why",
            f"v{in_force.version} came into force while you wrote, and this would undo it. "
            "Open the form anew; what you typed stays here until you close it.",
        )
    if not what_changed(in_force, wanted):
        raise WrongDetail(
            "why", f"This is what v{in_force.version} asks for already. Change a rule."
        )
    before = load_proposal(work)
    if before:
        _check_is_another(work, before.version, wanted)
        end_proposal(work, before.version, Standing.REPLACED, Ending(by.id, at))
        _show(room, work, before.version)
    version = next_version(work)
    insert_proposal(work, replace(wanted, version=version), why=why, by=by.id, at=at)
    period = Period(at - SPAN, at)
    insert_backtest(work, version, against=in_force.version, period=period)
    return version


def _check_is_another(work: Work, version: int, wanted: Definition) -> None:
    waits = load_definition(work, version)
    if waits and not what_changed(waits, wanted):
        raise WrongDetail("why", f"v{version} proposes exactly this already and waits.")


def tell_tested(room: Room, work: Work, version: int, *, at: datetime) -> None:
    """Show a proposal whose backtest is done: to its proposer, then to those who may sign.

    A backtest that was given up is told to the proposer alone, since nothing can be signed.
    """
    story, test = version_story(work, version), load_backtest(work, version)
    if story is None or test is None or story.standing is not Standing.PROPOSED:
        return
    proposer = story.proposed_by or ""
    known = people.person(work, proposer)
    if known and known.teams:
        room.outbox.post(
            work,
            key=proposal_key(version, proposer),
            to=proposer,
            view="definition_proposal",
            args={"version": version, "person": proposer},
            subject=subject_of(version),
            at=room.clock.real(),
        )
    if test.failed:
        return
    for one in sorted(_managers(work) - {proposer}):
        room.at_work.tell(
            work,
            key=proposal_key(version, one),
            person=one,
            view="definition_proposal",
            args={"version": version, "person": one},
            subject=subject_of(version),
            at=at,
        )


def _managers(work: Work) -> set[str]:
    return {one.id for team in Team for one in people.managers(work, team)}


def sign(
    room: Room, work: Work, *, version: int, team: Team, by: Person, at: datetime
) -> VersionStory:
    """Sign a proposal for one team; with both signatures it is in force from `at` on.

    Leads that arrive from then on are judged by it, and both channels are told. The signature of
    somebody who no longer manages the team does not count any more.
    """
    if team not in teams_managed(by):
        raise Refusal(
            f"Only {team} managers can sign for {team}. /smarketing people shows who they are."
        )
    hold_versions(work)
    story = _with_standing_signatures(work, the_proposal(work, version, doing="signed"))
    test = load_backtest(work, version)
    if test is None or not test.has_result:
        raise Refusal(f"v{version} can be signed once it was tried on the leads there are.")
    _check_signature(work, story, team, by=by)
    insert_signature(work, version, Signature(team, by.id, at))
    if len(story.signatures) + 1 == len(Team):
        put_in_force(work, version, at=at)
        _announce(room, work, version)
    _show(room, work, version)
    return _told(work, version)


def _with_standing_signatures(work: Work, story: VersionStory) -> VersionStory:
    known = people.people_of(work, [one.person for one in story.signatures])
    stands = tuple(
        one
        for one in story.signatures
        if one.person in known and one.team in teams_managed(known[one.person])
    )
    for one in story.signatures:
        if one not in stands:
            take_back_signature(work, story.version, one.team)
    return replace(story, signatures=stands)


def _check_signature(work: Work, story: VersionStory, team: Team, *, by: Person) -> None:
    own = next((one for one in story.signatures if one.person == by.id), None)
    if own and own.team is team:
        raise Refusal(f"You signed v{story.version} for {team} already.")
    if own:
        raise Refusal(
            f"You signed v{story.version} for {own.team}; nobody signs for both teams. "
            f"Another {team} manager has to agree."
        )
    if signed := story.signed_for(team):
        name = people.names(work, [signed.person])[signed.person]
        raise Refusal(f"{name} signed v{story.version} for {team} already.")


def _announce(room: Room, work: Work, version: int) -> None:
    for team in Team:
        room.outbox.post(
            work,
            key=announcement_key(version, team),
            to=team.value,
            view="definition_announced",
            args={"version": version, "team": team.value},
            subject=subject_of(version),
            at=room.clock.real(),
        )


def check_refusing(work: Work, version: int, *, by: Person) -> VersionStory:
    """Refuse who may not refuse, and what can't be refused any more."""
    must_be_manager(by, doing="refuse a definition")
    return the_proposal(work, version, doing="refused")


def refuse(
    room: Room, work: Work, *, version: int, why: str, by: Person, at: datetime
) -> VersionStory:
    """End a proposal with a reason, which its proposer is told."""
    hold_versions(work)
    story = check_refusing(work, version, by=by)
    why = one_line(why)[:WORDS]
    if not why:
        raise WrongDetail("why", "Say why, so that the next proposal can be better.")
    end_proposal(work, version, Standing.REFUSED, Ending(by.id, at, why))
    _show(room, work, version)
    if story.proposed_by and story.proposed_by != by.id:
        room.at_work.tell(
            work,
            key=refused_key(version),
            person=story.proposed_by,
            view="definition_refused",
            args={"version": version},
            subject=subject_of(version),
            at=at,
        )
    return _told(work, version)


def know(room: Room, work: Work, *, version: int, by: Person, at: datetime) -> VersionStory:
    """Note that somebody of the two teams knows the version in force."""
    in_force = definition_in_force(work, at)
    if in_force.version != version:
        raise Refusal(
            f"v{in_force.version} is in force now, not v{version}. {SHOWS_IT} shows what it says."
        )
    if note_known(work, version, person=by.id, at=at):
        _show(room, work, version)
    return _told(work, version)


def the_proposal(work: Work, version: int, *, doing: str) -> VersionStory:
    """Return a version that waits for signatures; else refuse with what became of it."""
    story = version_story(work, version)
    if story is None:
        raise Refusal(f"There is no definition v{version}. {SHOWS_IT} history lists them.")
    if story.standing is Standing.PROPOSED:
        return story
    raise Refusal(f"v{version} can't be {doing} any more: {_what_became(work, story)}")


def _what_became(work: Work, story: VersionStory) -> str:
    if story.ending is None:
        return f"both teams signed it. {SHOWS_IT} v{story.version} shows it."
    who = people.names(work, [story.ending.by])[story.ending.by]
    if story.standing is Standing.REFUSED:
        return f"{who} refused it. {SHOWS_IT} v{story.version} shows why."
    newer = load_proposal(work)
    shows = f" {SHOWS_IT} v{newer.version} shows it." if newer else ""
    return f"{who} proposed a newer one.{shows}"


def _show(room: Room, work: Work, version: int) -> None:
    room.outbox.refresh_subject(work, subject=subject_of(version), at=room.clock.real())


def _told(work: Work, version: int) -> VersionStory:
    story = version_story(work, version)
    if story is None:
        raise Refusal(f"There is no definition v{version}. {SHOWS_IT} history lists them.")
    return story
