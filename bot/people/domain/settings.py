"""What the operator says of the two teams."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, time
from zoneinfo import ZoneInfo

from bot.kit.errors import OperatorError
from bot.people.domain.holidays import public_holidays
from bot.people.domain.working_time import WorkingTime, read_days, read_hours


@dataclass(frozen=True, slots=True)
class PeopleSettings:
    """Channels by name or id, managers by Slack id or e-mail, and the company's working time.

    Make it with `read`, which checks every word and names the setting at fault.
    """

    sales_channel: str
    marketing_channel: str
    sales_managers: tuple[str, ...]
    marketing_managers: tuple[str, ...]
    zone: ZoneInfo
    days: frozenset[int]
    hours: tuple[time, time]
    holidays: Container[date]
    joint_channel: str = ""
    """Where both teams meet; empty where there is no such channel."""

    @classmethod
    def read(
        cls,
        *,
        sales_channel: str = "#sales",
        marketing_channel: str = "#marketing",
        sales_managers: tuple[str, ...] = (),
        marketing_managers: tuple[str, ...] = (),
        zone: str = "UTC",
        working_days: str = "Mon-Fri",
        working_hours: str = "09:00-17:00",
        holiday_country: str = "",
        joint_channel: str = "",
    ) -> "PeopleSettings":
        """Read the operator's words; raises OperatorError with the setting's name and a cure."""
        try:
            company_zone = ZoneInfo(zone)
        except (KeyError, ValueError, OSError) as fault:
            raise OperatorError(
                f"TIMEZONE {zone!r} is not a time zone.", cure="Use a name like Europe/Berlin."
            ) from fault
        try:
            days = read_days(working_days)
        except ValueError as fault:
            raise OperatorError(f"WORKING_DAYS: {fault}", cure="Use Mon-Fri.") from fault
        try:
            hours = read_hours(working_hours)
        except ValueError as fault:
            raise OperatorError(f"WORKING_HOURS: {fault}", cure="Use 09:00-17:00.") from fault
        return cls(
            sales_channel=sales_channel,
            marketing_channel=marketing_channel,
            sales_managers=sales_managers,
            marketing_managers=marketing_managers,
            zone=company_zone,
            days=days,
            hours=hours,
            holidays=public_holidays(holiday_country),
            joint_channel=joint_channel,
        )

    @property
    def working_time(self) -> WorkingTime:
        """The company's own working time, for what concerns no single person."""
        opens, closes = self.hours
        return WorkingTime(
            zone=self.zone, days=self.days, opens=opens, closes=closes, holidays=self.holidays
        )
