"""What became of a file of leads, as the outbox sends it."""

from typing import Any

from bot.kit.db import Work
from bot.kit.outbox.views import Message
from bot.leads.store.imports import load_import
from bot.leads.store.rejected_uploads import is_shared
from bot.leads.views.imports import lead_import


def import_message(work: Work, args: dict[str, Any]) -> Message | None:
    """Render "lead_import" {"import"}."""
    asked = load_import(work, args["import"])
    if asked is None or asked.report is None:
        return None
    return lead_import(asked.name, asked.report, in_a_file=is_shared(work, asked.id))
