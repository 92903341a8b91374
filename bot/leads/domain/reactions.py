"""Which reaction says what: aliases and skin tones count as the same."""

from bot.leads.domain.settings import LeadSettings
from bot.leads.domain.verdicts import Verdict

_ALIASES = {
    "thumbsup": "+1",
    "thumbsdown": "-1",
    "raised_hand": "hand",
    "flame": "fire",
}

_PICTURES = {"fire": "🔥", "+1": "👍", "-1": "👎", "wastebasket": "🗑️", "hand": "✋"}


def own_name(reaction: str) -> str:
    """Return a reaction's name, never by an alias: each tone is put on and taken away apart."""
    name, apart, tone = reaction.strip(":").partition("::")
    return _ALIASES.get(name, name) + apart + tone


def plain_name(reaction: str) -> str:
    """Return one name for a reaction: without its skin tone, and never by an alias."""
    return own_name(reaction).partition("::")[0]


def verdict_of(settings: LeadSettings, reaction: str) -> Verdict | None:
    """Return the verdict a reaction gives, or None when it gives none."""
    name = plain_name(reaction)
    return next(
        (verdict for known, verdict in settings.reactions.items() if plain_name(known) == name),
        None,
    )


def takes(settings: LeadSettings, reaction: str) -> bool:
    """Tell whether a reaction takes the lead."""
    return plain_name(reaction) == plain_name(settings.take_reaction)


def mark(settings: LeadSettings, verdict: Verdict) -> str:
    """Return the picture of a verdict, as mrkdwn shows it: "👎", or ":custom:"."""
    named = (name for name, given in settings.reactions.items() if given is verdict)
    return picture(next(named, ""))


def take_mark(settings: LeadSettings) -> str:
    """Return the picture of the reaction that takes a lead."""
    return picture(settings.take_reaction)


def picture(reaction: str) -> str:
    """Return a reaction as it is shown: the character where we know it, else its code."""
    name = plain_name(reaction)
    return _PICTURES.get(name, f":{name}:" if name else "")


def reaction_in(word: str) -> str | None:
    """Return the reaction a typed word is: "👍", "👍🏽", ":thumbsup:", ":+1::skin-tone-2:"."""
    if len(word) > 2 and word.startswith(":") and word.endswith(":"):
        return plain_name(word)
    bare = "".join(c for c in word if not 0x1F3FB <= ord(c) <= 0x1F3FF).rstrip("\ufe0f")
    return next((name for name, seen in _PICTURES.items() if seen.rstrip("\ufe0f") == bare), None)
