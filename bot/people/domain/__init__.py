"""The people of both teams, the channels they meet in, and the hours they work."""

from bot.people.domain.channels import JOINT, Channel
from bot.people.domain.people import (
    Facts,
    Outsider,
    Person,
    Role,
    Team,
    must_be_manager,
    must_be_marketer,
    must_be_rep,
    must_be_sales_manager,
)
from bot.people.domain.profiles import Profile
from bot.people.domain.roster import Roster
from bot.people.domain.settings import PeopleSettings
from bot.people.domain.working_time import Absence, WorkingTime

__all__ = [
    "JOINT",
    "Absence",
    "Channel",
    "Facts",
    "Outsider",
    "PeopleSettings",
    "Person",
    "Profile",
    "Role",
    "Roster",
    "Team",
    "WorkingTime",
    "must_be_manager",
    "must_be_marketer",
    "must_be_rep",
    "must_be_sales_manager",
]
