"""The renderings of this room that are registered with the outbox, and the Home section."""

from typing import Any

from bot.kit.clock import Clock
from bot.kit.commands import Commands
from bot.kit.db import Work
from bot.kit.outbox.views import Message
from bot.people import queries as people
from bot.people.domain import Person
from bot.scoreboard.domain.settings import ScoreSettings
from bot.scoreboard.queries.targets import targets
from bot.scoreboard.store.targets import load_target
from bot.scoreboard.views.targets import TargetList, home_targets, target_list, told_owner


class ScoreMessages:
    """What this room shows, rendered from the current state."""

    def __init__(self, *, settings: ScoreSettings, commands: Commands, clock: Clock) -> None:
        self._settings = settings
        self._commands = commands
        self._clock = clock

    def owner(self, work: Work, args: dict[str, Any]) -> Message | None:
        """Render "target_owner" {"target", "person"}: that somebody answers for a target."""
        target = load_target(work, self._settings.people.zone, args["target"])
        if target is None or target.ended_at:
            return None
        owners = [target.sales_owner, target.marketing_owner]
        if args["person"] not in owners:
            return None
        other = next(one for one in owners if one != args["person"])
        named = people.names(work, [target.set_by, other])
        return told_owner(target, named[target.set_by], named[other], self._settings.currency)

    def home(self, work: Work, person: str) -> list[dict[str, Any]]:
        """Show the running targets to everybody of the two teams."""
        who = people.person(work, person)
        if who is None or not who.teams:
            return []
        shown = targets(work, self._settings, self._clock.business())
        return home_targets(shown, command=self._commands.name("smarketing"))

    def listed(self, work: Work, by: Person) -> Message:
        """Render the list of targets as `by` sees it."""
        shown = targets(work, self._settings, self._clock.business())
        owners = {one.target.sales_owner for one in shown} | {
            one.target.marketing_owner for one in shown
        }
        return target_list(
            TargetList(
                shown=shown,
                names=people.names(work, owners),
                command=self._commands.name("smarketing"),
                may_set=by.is_manager,
            )
        )
