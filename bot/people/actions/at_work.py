"""Direct messages that can wait arrive when their reader works, not on Sunday night."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.kit.clock import Clock
from bot.kit.db import Work
from bot.kit.outbox.enqueue import Outbox
from bot.people import queries
from bot.people.domain import PeopleSettings
from bot.people.held_posts import HeldPost, hold_post, people_held_for, take_held


@dataclass(frozen=True, slots=True)
class AtWork:
    """Tells people things once, in their own working hours. Every `at` is business time."""

    outbox: Outbox
    clock: Clock
    settings: PeopleSettings

    def tell(
        self,
        work: Work,
        *,
        key: str,
        person: str,
        view: str,
        args: dict[str, Any],
        at: datetime,
        subject: str | None = None,
    ) -> None:
        """Have `person` told once: now while they work, else when they next do.

        Who has left both teams by then is not told any more.
        """
        post = HeldPost(key, person, view, args, subject)
        if self.is_working(work, person, at=at):
            self._post(work, post)
        else:
            hold_post(work, post, at=at)

    def is_working(self, work: Work, person: str, *, at: datetime) -> bool:
        """Tell whether somebody of the two teams works now; nobody else ever does."""
        known = queries.person(work, person)
        if known is None or not known.teams:
            return False
        return queries.working_time(work, known, self.settings).is_working(at)

    def somebody_waits(self, work: Work, *, at: datetime) -> bool:
        """Tell whether a message is held for anybody who works now, or has left."""
        return bool(self._due(work, at=at))

    def tell_those(self, work: Work, *, at: datetime) -> None:
        """Send what was held for those who work now, and drop what was held for who left."""
        due = self._due(work, at=at)
        for post in take_held(work, due):
            if due[post.person]:
                self._post(work, post)

    def _due(self, work: Work, *, at: datetime) -> dict[str, bool]:
        """Return those held for who work now, and, as False, those who have left both teams."""
        held = people_held_for(work)
        if not held:
            return {}
        ours = {id_ for id_, one in queries.people_of(work, held).items() if one.teams}
        times = queries.working_times(work, ours, self.settings)
        return {id_: id_ in ours for id_ in held if id_ not in ours or times[id_].is_working(at)}

    def _post(self, work: Work, post: HeldPost) -> None:
        self.outbox.post(
            work,
            key=post.key,
            to=post.person,
            view=post.view,
            args=post.args,
            subject=post.subject,
            at=self.clock.real(),
        )
