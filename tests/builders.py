"""One-line builders: `a_person(is_rep=True)`; each names only what the test is about."""

from datetime import time
from typing import Any
from zoneinfo import ZoneInfo

from bot.people.domain import Facts, PeopleSettings, Person, WorkingTime
from bot.people.domain.working_time import read_days


def a_person(id: str = "U0RITA", name: str = "Rita Alvarez", **rest: Any) -> Person:  # noqa: A002
    """Somebody with no role but those named: `a_person(is_rep=True)`."""
    return Person(id=id, name=name, **{"zone": "Europe/Berlin", **rest})


def a_rep(id: str = "U0RITA", name: str = "Rita Alvarez", **rest: Any) -> Person:  # noqa: A002
    return a_person(id, name, **{"is_rep": True, **rest})


def a_marketer(id: str = "U0MARK", name: str = "Mark Osei", **rest: Any) -> Person:  # noqa: A002
    return a_person(id, name, **{"is_marketer": True, **rest})


def a_sales_manager(id: str = "U0SAM", name: str = "Sam Carter", **rest: Any) -> Person:  # noqa: A002
    return a_person(id, name, **{"is_rep": True, "is_sales_manager": True, **rest})


def a_marketing_manager(id: str = "U0MAYA", name: str = "Maya Haddad", **rest: Any) -> Person:  # noqa: A002
    return a_person(id, name, **{"is_marketer": True, "is_marketing_manager": True, **rest})


def some_facts(id: str = "U0RITA", name: str = "Rita Alvarez", **rest: Any) -> Facts:  # noqa: A002
    """What is known of a person of our workspace: `some_facts(in_sales=True)`."""
    return Facts(id=id, name=name, **{"zone": "Europe/Berlin", "team_id": "T0SMARKET", **rest})


def some_people_settings(**rest: Any) -> PeopleSettings:
    """Settings as an operator in Berlin writes them."""
    return PeopleSettings.read(**{"zone": "Europe/Berlin", **rest})


def a_working_time(
    zone: str = "Europe/Berlin",
    days: str = "Mon-Fri",
    hours: tuple[int, int] = (9, 17),
    **rest: Any,
) -> WorkingTime:
    return WorkingTime(
        zone=ZoneInfo(zone),
        days=read_days(days),
        opens=time(hours[0]),
        closes=time(hours[1]),
        **rest,
    )
