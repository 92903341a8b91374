"""Roles follow from facts: which channel a person is in, and what managers said."""

from dataclasses import dataclass
from enum import StrEnum

from bot.kit.errors import Refusal
from bot.people.domain.profiles import Profile


class Team(StrEnum):
    """The two teams; also the aliases of their channels."""

    SALES = "sales"
    MARKETING = "marketing"


class Role(StrEnum):
    """What a person does in their team."""

    REP = "rep"
    MARKETER = "marketer"


class Outsider(StrEnum):
    """Why a person has no say here, whatever channel they are in."""

    DEACTIVATED = "deactivated"
    OTHER_ORGANISATION = "other organisation"
    GUEST = "guest"
    APP = "app"

    @property
    def in_words(self) -> str:
        """Why, as the end of a sentence: "they are a guest"."""
        return {
            Outsider.DEACTIVATED: "the account is deactivated",
            Outsider.OTHER_ORGANISATION: "they belong to another organisation",
            Outsider.GUEST: "they are a guest",
            Outsider.APP: "it is an app",
        }[self]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody known from Slack, with the roles they have now. An outsider has none."""

    id: str
    name: str
    email: str | None = None
    zone: str = "UTC"
    is_rep: bool = False
    is_marketer: bool = False
    is_sales_manager: bool = False
    is_marketing_manager: bool = False
    outsider: Outsider | None = None

    @property
    def is_manager(self) -> bool:
        """Whether they manage either team."""
        return self.is_sales_manager or self.is_marketing_manager

    @property
    def teams(self) -> frozenset[Team]:
        """The teams they belong to; a manager belongs to the team they manage."""
        sales = {Team.SALES} if self.is_rep or self.is_sales_manager else set()
        marketing = {Team.MARKETING} if self.is_marketer or self.is_marketing_manager else set()
        return frozenset(sales | marketing)

    @property
    def team(self) -> Team | None:
        """The team they work in: by what they do, else by what they manage; None for nobody's."""
        if self.is_rep:
            return Team.SALES
        if self.is_marketer:
            return Team.MARKETING
        return next(iter(sorted(self.teams)), None)

    @property
    def role_in_words(self) -> str:
        """What they are here, with its article: "a sales manager and rep"."""
        words = [
            *(["sales manager"] if self.is_sales_manager else []),
            *(["marketing manager"] if self.is_marketing_manager else []),
            *(["sales rep"] if self.is_rep else []),
            *(["marketer"] if self.is_marketer else []),
        ]
        return "a " + " and ".join(words) if words else "in neither team"


@dataclass(frozen=True, slots=True)
class Facts(Profile):
    """All that decides a person's role: Slack's profile, the channels, the managers' say."""

    in_sales: bool = False
    in_marketing: bool = False
    sales_manager: bool = False
    marketing_manager: bool = False
    role_override: Role | None = None

    @property
    def outsider(self) -> Outsider | None:
        """Why this person has no say, the gravest reason first; None for one of us."""
        if self.deleted:
            return Outsider.DEACTIVATED
        if self.stranger:
            return Outsider.OTHER_ORGANISATION
        if self.guest:
            return Outsider.GUEST
        return Outsider.APP if self.bot else None

    @property
    def in_both(self) -> bool:
        """Whether a manager may choose their role, since the channels do not decide it."""
        return self.in_sales and self.in_marketing

    @property
    def role(self) -> Role | None:
        """The role that follows from the channels.

        A person in both is what a manager chose, else of the one team they manage, else a
        marketer: who pays for the leads does not also judge them.
        """
        if self.outsider:
            return None
        if self.in_both:
            if self.role_override:
                return self.role_override
            manages_sales_alone = self.sales_manager and not self.marketing_manager
            return Role.REP if manages_sales_alone else Role.MARKETER
        if self.in_sales:
            return Role.REP
        return Role.MARKETER if self.in_marketing else None

    @property
    def person(self) -> Person:
        """The person these facts make."""
        ours = self.outsider is None
        return Person(
            id=self.id,
            name=self.name,
            email=self.email,
            zone=self.zone,
            is_rep=self.role is Role.REP,
            is_marketer=self.role is Role.MARKETER,
            is_sales_manager=ours and self.sales_manager,
            is_marketing_manager=ours and self.marketing_manager,
            outsider=self.outsider,
        )


def must_be_rep(person: Person, *, doing: str) -> None:
    """Refuse who is no rep: "Only sales reps can {doing}"."""
    if person.is_rep:
        return
    if person.is_sales_manager and not person.is_marketer:
        raise Refusal(
            f"Only sales reps can {doing}. You manage them from outside the sales channel; "
            "join it to take part."
        )
    raise Refusal(f"Only sales reps can {doing}. {_you_are(person)}")


def must_be_marketer(person: Person, *, doing: str) -> None:
    """Refuse who is neither a marketer nor a marketing manager: "Only marketers can {doing}"."""
    if not (person.is_marketer or person.is_marketing_manager):
        raise Refusal(f"Only marketers can {doing}. {_you_are(person)}")


def must_be_manager(person: Person, *, doing: str) -> None:
    """Refuse who manages neither team: "Only sales and marketing managers can {doing}"."""
    if not person.is_manager:
        raise Refusal(f"Only sales and marketing managers can {doing}. {_they_are()}")


def must_be_sales_manager(person: Person, *, doing: str) -> None:
    """Refuse who does not manage sales: "Only sales managers can {doing}"."""
    if not person.is_sales_manager:
        raise Refusal(f"Only sales managers can {doing}. {_they_are()}")


def _you_are(person: Person) -> str:
    return f"You are {person.role_in_words} here; /smarketing people shows who can change that."


def _they_are() -> str:
    return "/smarketing people shows who they are."
