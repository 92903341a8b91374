"""The story of a version: who proposed it, who signed it, what became of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from bot.leads.definition.domain import Definition
from bot.people.domain import Person, Team


class Standing(StrEnum):
    """Where a version stands."""

    PROPOSED = "proposed"
    IN_FORCE = "in force"
    PAST = "no longer in force"
    REFUSED = "refused"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Signature:
    """One team's manager agreed. `at` is business time."""

    team: Team
    person: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Ending:
    """How a proposal ended that never came into force: by whom, when, and their words."""

    by: str
    at: datetime
    why: str = ""


@dataclass(frozen=True, slots=True)
class VersionStory:
    """One version with its whole story. Times are business time.

    `proposed_by` is nobody's for the first version. `in_force_until` is when the next one came
    into force. `ending` tells of a refusal or a replacement.
    """

    definition: Definition
    why: str
    proposed_by: str | None
    created_at: datetime
    standing: Standing
    signatures: tuple[Signature, ...] = ()
    in_force_from: datetime | None = None
    in_force_until: datetime | None = None
    ending: Ending | None = None

    @property
    def version(self) -> int:
        """Its number."""
        return self.definition.version

    def signed_for(self, team: Team) -> Signature | None:
        """Return the team's signature, if it has signed."""
        return next((one for one in self.signatures if one.team is team), None)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A version that waits for signatures."""

    version: int
    proposed_by: str
    at: datetime
    signed_by: tuple[Signature, ...] = ()

    def waits_for(self, person: Person) -> bool:
        """Tell whether this very person could sign it now."""
        return bool(teams_to_sign_for(person, self.signed_by))


def teams_managed(person: Person) -> tuple[Team, ...]:
    """Return the teams for which this person may sign, at most one of them for one version."""
    sales = (Team.SALES,) if person.is_sales_manager else ()
    marketing = (Team.MARKETING,) if person.is_marketing_manager else ()
    return sales + marketing


def teams_to_sign_for(person: Person, signed: tuple[Signature, ...]) -> tuple[Team, ...]:
    """Return the teams for which this person may sign now: who signed for one, for none."""
    if any(one.person == person.id for one in signed):
        return ()
    done = {one.team for one in signed}
    return tuple(team for team in teams_managed(person) if team not in done)


class Known(NamedTuple):
    """How many of a team's people have said that they know a version, and of how many."""

    know: int
    of: int


def read_version(text: str) -> int | None:
    """Return the version that "v3", "V 3" or "3" names; None for no such name."""
    digits = text.strip().lower().removeprefix("v").strip()
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 10 else None


def subject_of(version: int) -> str:
    """Return what every message about a version is filed under in the outbox."""
    return f"definition:{version}"


def proposal_key(version: int, person: str) -> str:
    """Return the outbox key of a proposal's message to one person."""
    return f"definition:{version}:to:{person}"


def refused_key(version: int) -> str:
    """Return the outbox key of the message that tells a proposer of a refusal."""
    return f"definition:{version}:refused"


def announcement_key(version: int, team: Team) -> str:
    """Return the outbox key of the message that tells a team's channel of a new version."""
    return f"definition:{version}:announced:{team}"
