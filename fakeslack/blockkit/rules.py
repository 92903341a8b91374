"""The few kinds of rule that all of Block Kit is written in.

A rule is given any JSON value and answers what is wrong with it: nothing, mostly. Where a fault
lies is told relative to the value, and each enclosing rule puts its own step in front; so a right
message costs no pointer at all.
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

Path = tuple[str | int, ...]
Wrong = tuple[Path, str]
Rule = Callable[[Any], Sequence[Wrong]]

FINE: tuple[Wrong, ...] = ()


def wrong(message: str, *path: str | int) -> tuple[Wrong, ...]:
    return ((path, message),)


def under(step: str | int, wrongs: Sequence[Wrong]) -> list[Wrong]:
    return [((step, *path), message) for path, message in wrongs]


def shown(value: str) -> str:
    """A name from the payload, cut so that an error never carries a novel."""
    return value if len(value) <= 80 else value[:79] + "…"


def string(most: int | None = None, *, least: int = 1) -> Rule:
    def check(value: Any) -> Sequence[Wrong]:
        if not isinstance(value, str):
            return wrong("must provide a string")
        if len(value) < least:
            return wrong(f"must be more than {least - 1} characters")
        if most is not None and len(value) > most:
            return wrong(f"must be less than {most + 1} characters")
        return FINE

    return check


def matching(pattern: str, message: str, *, most: int | None = None) -> Rule:
    """A string of a given form."""
    length, form = string(most), re.compile(pattern)

    def check(value: Any) -> Sequence[Wrong]:
        return length(value) or (FINE if form.fullmatch(value) else wrong(message))

    return check


def url(most: int = 3000) -> Rule:
    """A link a person may open: any scheme, `slack://` and `mailto:` too."""
    return matching(
        r"(?i)https?://[^\s/?#]+\S*|(?!https?:)[a-z][a-z0-9+.-]*:\S+", "invalid url", most=most
    )


def web_url(most: int = 3000) -> Rule:
    """An address Slack fetches or embeds: http or https, with a host."""
    return matching(r"(?i)https?://[^\s/?#]+\S*", "invalid url", most=most)


def secure_url(most: int = 3000) -> Rule:
    return matching(r"(?i)https://[^\s/?#]+\S*", "invalid url: must be https", most=most)


def one_of(*allowed: str) -> Rule:
    known = frozenset(allowed)

    def check(value: Any) -> Sequence[Wrong]:
        if not isinstance(value, str):
            return wrong("must provide a string")
        return FINE if value in known else wrong("must be a valid enum value")

    return check


def boolean(value: Any) -> Sequence[Wrong]:
    return FINE if isinstance(value, bool) else wrong("must provide a boolean")


def integer(least: int | None = None, most: int | None = None) -> Rule:
    def check(value: Any) -> Sequence[Wrong]:
        if not isinstance(value, int) or isinstance(value, bool):
            return wrong("must provide an integer")
        if least is not None and value < least:
            return wrong(f"must be greater than or equal to {least}")
        if most is not None and value > most:
            return wrong(f"must be less than or equal to {most}")
        return FINE

    return check


def number(value: Any) -> Sequence[Wrong]:
    """A finite number; Python's JSON reader lets NaN and Infinity through, Slack does not."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return wrong("must provide a number")
    if isinstance(value, float) and not math.isfinite(value):
        return wrong("must be a finite number")
    return FINE


def or_null(rule: Rule) -> Rule:
    return lambda value: FINE if value is None else rule(value)


def list_of(rule: Rule, *, least: int = 0, most: int | None = None) -> Rule:
    """A list; of one that is too long only the allowed part is read further."""

    def check(value: Any) -> Sequence[Wrong]:
        if not isinstance(value, list):
            return wrong("must provide an array")
        found: list[Wrong] = []
        if len(value) < least:
            found.extend(wrong(f"must provide at least {least} items"))
        if most is not None and len(value) > most:
            found.extend(wrong(f"no more than {most} items allowed"))
        for place, item in enumerate(value[:most]):
            if faults := rule(item):
                found.extend(under(place, faults))
        return found

    return check


def obj(
    required: Mapping[str, Rule] | None = None,
    optional: Mapping[str, Rule] | None = None,
    *,
    also: Sequence[Rule] = (),
) -> Rule:
    """An object of named fields and no others.

    What holds between fields (`also`) is asked only once each is right by itself, so those rules
    may take the object's form for granted.
    """
    needed = dict(required or {})
    fields = {**needed, **(optional or {})}

    def check(value: Any) -> Sequence[Wrong]:
        if not isinstance(value, dict):
            return wrong("must provide an object")
        found: list[Wrong] = []
        for name in needed:
            if name not in value:
                found.extend(wrong(f"missing required field: {name}"))
        for name, given in value.items():
            rule = fields.get(name)
            if rule is None:
                found.extend(wrong(f"invalid additional property: {shown(str(name))}"))
            elif faults := rule(given):
                found.extend(under(name, faults))
        if not found:
            for rule in also:
                found.extend(rule(value))
        return found

    return check


def typed(
    required: Mapping[str, Rule] | None = None,
    optional: Mapping[str, Rule] | None = None,
    *,
    also: Sequence[Rule] = (),
) -> Rule:
    """An object that `by_type` chose: its `type` has been read already."""
    return obj(required, {"type": string(), **(optional or {})}, also=also)


def by_type(kinds: Mapping[str, Rule]) -> Rule:
    """The rule that the object's own `type` names."""

    def check(value: Any) -> Sequence[Wrong]:
        if not isinstance(value, dict):
            return wrong("must provide an object")
        if "type" not in value:
            return wrong("missing required field: type")
        kind = value["type"]
        if not isinstance(kind, str):
            return wrong("must provide a string", "type")
        rule = kinds.get(kind)
        if rule is None:
            return wrong(f"unsupported type: {shown(kind)}", "type")
        return rule(value)

    return check


def exactly_one(*names: str) -> Rule:
    """Of these fields one and only one."""
    said = " or ".join(f"`{name}`" for name in names)

    def check(value: Any) -> Sequence[Wrong]:
        given = sum(name in value for name in names)
        if given == 1:
            return FINE
        return wrong(
            f"must define either {said}" if not given else f"must define only one of {said}"
        )

    return check


def any_of(*names: str) -> Rule:
    """At least one of these fields."""
    said = ", ".join(f"`{name}`" for name in names)

    def check(value: Any) -> Sequence[Wrong]:
        if any(name in value for name in names):
            return FINE
        return wrong(f"must define at least one of {said}")

    return check


def in_order(low: str, high: str) -> Rule:
    """Where both numbers are given, the first is not above the second."""

    def check(value: Any) -> Sequence[Wrong]:
        if low in value and high in value and value[low] > value[high]:
            return wrong(f"`{low}` must not be greater than `{high}`", low)
        return FINE

    return check
