"""Who is invited to a meeting and who comes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody invited: `topic` says why somebody consulted is; `in_teams` whether they read along.

    Who is in neither team is written to directly.
    """

    person: str
    name: str
    in_teams: bool = True
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who answered what, for the time that holds now; names in order of their answer."""

    going: tuple[str, ...] = ()
    cannot: tuple[str, ...] = ()
    silent: int = 0
    """How many of those invited have not answered."""


def topics_on(topic: str, agenda: list[str]) -> bool:
    """Tell whether a topic such as "targets, budget" is on an agenda, whatever its letters' case.

    A word of the topic is found at the beginning of a word: "target" is in "New targets".
    """
    wanted = [part.strip().casefold() for part in topic.replace(";", ",").split(",")]
    lines = [f" {' '.join(line.casefold().split())}" for line in agenda]
    return any(f" {part}" in line for part in wanted if part for line in lines)
