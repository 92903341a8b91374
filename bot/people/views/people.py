"""Who has which role: a reply for everybody, a modal with choices for managers."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from slackblocks import (
    ActionsBlock,
    Block,
    Button,
    ContextBlock,
    Element,
    ModalView,
    Option,
    SectionBlock,
    StaticSelectMenu,
)

from bot.kit.blocks import escape, mrkdwn, plain
from bot.kit.commands import Reply
from bot.people.domain import Facts, Person, Role, Team

CHOOSE = "people.choose_role"
BACK, NEXT = "people.page_back", "people.page_next"
PEOPLE_A_PAGE = 40
"""A modal holds 100 blocks."""

_ROLE_NAMES = {Role.REP: "sales rep", Role.MARKETER: "marketer"}


@dataclass(frozen=True, slots=True)
class Choice:
    """What a manager picked for a person; None gives the role back to the channels."""

    person: str
    role: Role | None

    def written(self) -> str:
        """Return the value that travels with the option: "U0TOM rep"."""
        return f"{self.person} {self.role or 'channel'}"

    @classmethod
    def read(cls, value: str) -> "Choice":
        """Read what `written` wrote."""
        person, _, role = value.partition(" ")
        return cls(person, None if role == "channel" else Role(role))


def whom_to_ask(
    me: Person, managers: dict[Team, Sequence[Person]], channels: dict[Team, str]
) -> Reply:
    """Say who manages, what the asking person is, and from what that follows."""
    lines = [
        f"*{team.value.title()} managers*: "
        + (", ".join(escape(one.name) for one in managers[team]) or "nobody yet")
        for team in Team
    ]
    sales, marketing = (escape(channels[team]) for team in Team)
    rule = (
        f"Who is in #{sales} is a rep, who is in #{marketing} a marketer. "
        "Who is in both is a marketer, or of the one team they manage, until a manager chooses."
    )
    lines += ["", f"You are {me.role_in_words}.", rule]
    return Reply("\n".join(lines))


def everybody(people: Sequence[Facts], *, page: int = 0) -> dict[str, Any]:
    """Return the modal in which managers see everybody, those they can choose for first."""
    ordered = sorted(people, key=lambda facts: (not _can_choose(facts), facts.name.casefold()))
    pages = max(1, -(-len(ordered) // PEOPLE_A_PAGE))
    page = min(max(page, 0), pages - 1)
    shown = ordered[page * PEOPLE_A_PAGE : (page + 1) * PEOPLE_A_PAGE]
    blocks: list[Block] = [
        ContextBlock(
            [mrkdwn(f"{_count(len(ordered))}. You choose for those who are in both channels.")],
            block_id="people.about",
        ),
        *(_line(facts) for facts in shown),
    ]
    if pages > 1:
        turn: list[Element] = [
            *([Button(plain("Back"), BACK, value=str(page - 1))] if page > 0 else []),
            *([Button(plain("Next"), NEXT, value=str(page + 1))] if page < pages - 1 else []),
        ]
        blocks += [
            ContextBlock([mrkdwn(f"Page {page + 1} of {pages}")], block_id="people.page"),
            ActionsBlock(turn, block_id="people.turn"),
        ]
    return ModalView(
        title=plain("Who is who"),
        blocks=blocks,
        close=plain("Close"),
        callback_id="people.everybody",
        private_metadata=json.dumps({"page": page}),
    ).to_dict()


def _line(facts: Facts) -> SectionBlock:
    text = mrkdwn(f"*{escape(facts.name)}* · {_standing(facts)}")
    if not _can_choose(facts):
        return SectionBlock(text, block_id=f"people.one:{facts.id}")
    options = {
        role: Option(plain(label), Choice(facts.id, role).written())
        for role, label in (
            (Role.REP, "Sales rep"),
            (Role.MARKETER, "Marketer"),
            (None, "As the channels say"),
        )
    }
    select = StaticSelectMenu(
        CHOOSE, list(options.values()), initial_option=options[facts.role_override]
    )
    return SectionBlock(text, block_id=f"people.one:{facts.id}", accessory=select)


def _standing(facts: Facts) -> str:
    if facts.outsider:
        return f"no role, {facts.outsider.in_words}"
    person = facts.person
    if facts.in_both:
        why = "chosen by a manager" if facts.role_override else "in both channels"
        return f"{person.role_in_words.removeprefix('a ')}, {why}"
    return person.role_in_words.removeprefix("a ")


def _can_choose(facts: Facts) -> bool:
    return facts.in_both and facts.outsider is None


def _count(number: int) -> str:
    return "One person" if number == 1 else f"{number} people"
