"""The trail read aloud: one sentence for each kind of step."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from bot.kit.text import cut

Facts = Mapping[str, Any]
Name = Callable[[str | None], str]
"""Gives the name of a Slack id."""


def told(
    kind: str, facts: Facts, *, who: str, name: Name, currency: str, privately: bool = False
) -> str:
    """Return a step of the trail as a sentence, in plain text for the edge to escape.

    `who` is the name of the actor, or "" when the bot did it. An unknown kind is named as it is.
    How to reach the person is told `privately` alone, as Contact details tells it.
    """
    tell = _SENTENCES.get(kind)
    sentence = tell(facts, who, name, currency) if tell else f"{_who(who)}{kind.replace('_', ' ')}"
    message, comment = str(facts.get("message") or ""), str(facts.get("comment") or "")
    said = [
        sentence,
        _new(facts, privately=privately),
        _besides(facts, privately=privately),
        f"“{message}”" if message else "",
        f"‘{comment}’" if comment else "",
    ]
    return " ".join(filter(None, said))


_CALLED = {"email": "e-mail", "employees": "company size", "url": "link"}
_VALUE = 80
"""Characters of a value; Contact details has it whole."""


def _new(facts: Facts, *, privately: bool) -> str:
    """What the lead took over from somebody who came back."""
    new, before = facts.get("new") or {}, facts.get("before") or {}
    named = [_named(name, new[name] if privately else "", before.get(name)) for name in new]
    return f"New {', '.join(named)}." if named else ""


def _besides(facts: Facts, *, privately: bool) -> str:
    """What they said that the lead did not take over."""
    besides = facts.get("besides") or {}
    named = [_named(name, besides[name] if privately else "") for name in besides]
    where = "" if privately else ": see its trail"
    return f"Another {', '.join(named)}{where}." if named else ""


def _named(name: str, value: object, before: object = None) -> str:
    called = _CALLED.get(name, name)
    if not value:
        return called
    was = f" (was {cut(str(before), _VALUE)})" if before else ""
    return f"{called} {cut(str(value), _VALUE)}{was}"


def _who(who: str) -> str:
    return f"{who}: " if who else ""


def _origin(facts: Facts) -> str:
    campaign, source = str(facts.get("campaign") or ""), str(facts.get("source") or "")
    return " by ".join(filter(None, [campaign, source])) or "an unknown source"


def _arrived(facts: Facts, who: str, _name: Name, _currency: str) -> str:
    by_hand = f", added by {who}" if who else ""
    before = f"; continues L-{facts['previous_lead']}" if facts.get("previous_lead") else ""
    return f"Arrived from {_origin(facts)}{by_hand}{before}."


def _judged(facts: Facts, _who: str, _name: Name, _currency: str) -> str:
    version = f"definition v{facts.get('version', '?')}"
    if facts.get("qualified"):
        return f"Qualified by {version}."
    unmet = ", ".join(str(rule).replace("_", " ") for rule in facts.get("unmet") or [])
    return f"Not qualified by {version}" + (f": {unmet}." if unmet else ".")


def _announced(facts: Facts, who: str, _name: Name, _currency: str) -> str:
    if facts.get("opened"):
        return f"{who or 'Somebody'} opened its card in sales."
    return "Announced in a roll-up." if facts.get("rollup") else "Announced in sales."


def _came_back(facts: Facts, _who: str, _name: Name, _currency: str) -> str:
    score = ""
    if facts.get("score") is not None:
        before = facts.get("score_before")
        score = f", score {facts['score']}" + (f" (was {before})" if before is not None else "")
    new = f"; the story goes on as L-{facts['new_lead']}" if facts.get("new_lead") else ""
    return f"Came back: {_origin(facts)}{score}{new}."


def _amount(facts: Facts, currency: str) -> str:
    try:
        return f", {Decimal(facts['amount']):,.2f} {currency}".replace(".00 ", " ")
    except (KeyError, InvalidOperation, TypeError):
        return ""


def _reason(facts: Facts) -> str:
    reason = str(facts.get("reason") or "").replace("_", " ")
    return f": {reason}" if reason else ""


def _verdict(facts: Facts, who: str, _name: Name, _currency: str) -> str:
    if not facts.get("verdict"):
        return f"{who} took the verdict back."
    return f"{who} rated it {facts['verdict']}{_reason(facts)}."


def _recycled(facts: Facts, who: str, _name: Name, _currency: str) -> str:
    return f"{who} gave it back to marketing until {_day(facts.get('until'))}."


def _resting(facts: Facts, who: str, _name: Name, _currency: str) -> str:
    return f"{who} lets it rest until {_day(facts.get('until'))}."


def _sent_again(facts: Facts, who: str, _name: Name, _currency: str) -> str:
    new = facts.get("new_lead")
    return f"{who} sent it to sales again" + (f", as L-{new}." if new else ".")


def _day(until: object) -> str:
    try:
        return f"{date.fromisoformat(str(until)):%d %b %Y}"
    except ValueError:
        return "later"


def _reassigned(facts: Facts, who: str, name: Name, _currency: str) -> str:
    before = f" It was {name(facts['from'])}'s." if facts.get("from") else ""
    return f"{who} gave it to {name(facts.get('to'))}.{before}"


def _handed_back(facts: Facts, who: str, name: Name, _currency: str) -> str:
    owner = facts.get("from")
    whose = f" {name(owner)} had it." if owner and name(owner) != who else ""
    return f"{who} handed it back; it waits for someone.{whose}"


def _answered(words: str) -> Callable[[Facts, str, Name, str], str]:
    def tell(facts: Facts, who: str, name: Name, _currency: str) -> str:
        return words.format(who=who or "Somebody", rep=name(facts.get("rep")))

    return tell


def _simply(words: str, *, amount: bool = False) -> Callable[[Facts, str, Name, str], str]:
    def tell(facts: Facts, who: str, _name: Name, currency: str) -> str:
        worth = _amount(facts, currency) if amount else ""
        return f"{words.format(who=who or 'Somebody')}{_reason(facts)}{worth}."

    return tell


def _content(words: str) -> Callable[[Facts, str, Name, str], str]:
    def tell(facts: Facts, who: str, _name: Name, _currency: str) -> str:
        return words.format(who=who or "Somebody", request=facts.get("request", "a request"))

    return tell


_SENTENCES: dict[str, Callable[[Facts, str, Name, str], str]] = {
    "arrived": _arrived,
    "judged": _judged,
    "announced": _announced,
    "came_back": _came_back,
    "claimed": _simply("{who} took it"),
    "released": _simply("{who} let it go"),
    "contacted": _simply("{who} contacted them"),
    "sales_qualified": _simply("{who}: sales qualified"),
    "opportunity": _simply("{who}: an opportunity", amount=True),
    "won": _simply("{who} won it", amount=True),
    "lost": _simply("{who} lost it", amount=True),
    "rejected": _simply("{who} rejected it"),
    "disqualified": _simply("{who} disqualified it"),
    "recycled": _recycled,
    "reopened": _simply("{who} reopened it"),
    "resting": _resting,
    "sent_again": _sent_again,
    "handed_back": _handed_back,
    "reassigned": _reassigned,
    "verdict": _verdict,
    "thanked": _answered("{who} thanked {rep} for the verdict."),
    "disputed": _answered("{who} disputes the verdict of {rep}."),
    "feedback_changed": _answered("{who} changed something because of {rep}'s verdict."),
    "content_asked": _content("{who} asked marketing for content ({request})."),
    "content_delivered": _content("{who} delivered content for it ({request})."),
    "word": _simply("{who} added a word"),
    "erased": _simply("Erased on request"),
}
