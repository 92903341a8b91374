"""What others may ask of the definition."""

from datetime import datetime

from bot.kit.db import Work
from bot.leads.definition.domain import FIRST_VERSION, Definition
from bot.leads.definition.store import ensure_first_version, load_in_force


def definition_in_force(work: Work, at: datetime) -> Definition:
    """Return the definition leads are judged by at `at`; a new database gets version 1."""
    found = load_in_force(work)
    if found is None:
        ensure_first_version(work, at)
        return FIRST_VERSION
    return found
