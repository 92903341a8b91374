"""A person asked to be forgotten: everything personal goes, the anonymous counts stay."""

from dataclasses import dataclass
from datetime import datetime

from bot.kit.db import Work
from bot.kit.errors import OperatorError
from bot.kit.wording import counted, listed
from bot.leads.actions.campaign_messages import show_verdict_line
from bot.leads.actions.imports import report_again
from bot.leads.actions.showing import show_lead
from bot.leads.domain.duplicates import person_keys
from bot.leads.room import Room
from bot.leads.store.erasing import (
    blank_arrivals,
    blank_disputes,
    blank_leads,
    blank_payloads,
    blank_trail,
    leads_of_person,
)
from bot.leads.store.leads import load_lead, load_lead_for_update
from bot.leads.store.locks import lock_people
from bot.leads.store.rejected_files import known_rejected_files, take_out
from bot.leads.store.rejected_uploads import reject_uploads_of
from bot.leads.store.trail import write_trail
from bot.leads.store.verdicts import forget_comments, verdicts_on


@dataclass(frozen=True, slots=True)
class Erased:
    """How much was blanked: leads, what arrived, lines of trails, words people wrote, messages
    in Slack that are rewritten, rows taken out of rejected-row files, and such files in Slack
    that are deleted.
    """

    leads: int = 0
    arrivals: int = 0
    trail_lines: int = 0
    words: int = 0
    messages: int = 0
    rejected_rows: int = 0
    uploads: int = 0

    @property
    def somebody(self) -> bool:
        """Whether the address was found anywhere."""
        return bool(self.leads or self.words or self.rejected_rows or self.uploads)

    def sentence(self) -> str:
        """Return what was done, for the operator."""
        counts = [
            (self.leads, "lead"),
            (self.arrivals, "arrival"),
            (self.trail_lines, "trail line"),
            (self.words, "comment"),
            (self.rejected_rows, "rejected row"),
        ]
        if not self.somebody:
            return "Nobody has that address here; nothing was changed."
        sentences = []
        if done := [counted(count, what) for count, what in counts if count]:
            sentences.append(f"Erased {listed(done)}.")
        if self.messages:
            messages = counted(self.messages, "message").capitalize()
            sentences.append(f"{messages} in Slack will be rewritten.")
        if self.uploads:
            files = counted(self.uploads, "file").capitalize()
            sentences.append(f"{files} of rejected rows in Slack will be deleted.")
        return " ".join(sentences)


def erase_person(room: Room, work: Work, *, email: str, at: datetime) -> Erased:
    """Blank a person wherever they are kept, and rewrite every message that shows them.

    Found by their address, and by the same name at the same company where none was given.
    Stages, scores, verdicts and reasons stay for the counts, and so does that a lead was erased.
    """
    address = " ".join(email.split()).casefold()
    if "@" not in address:
        raise OperatorError(
            f"{email!r} is no e-mail address.", cure="Write it like name@company.example."
        )
    lead_ids = _theirs(work, address)
    rejected_rows = sum(take_out(path, address) for path in known_rejected_files(work))
    uploads = reject_uploads_of(work, address)
    for import_id in uploads:
        report_again(room, work, import_id)
    elsewhere = sum(blank(work, address, lead_ids, at) for blank in room.on_erased)
    if not lead_ids:
        return Erased(words=elsewhere, rejected_rows=rejected_rows, uploads=len(uploads))
    arrivals = blank_arrivals(work, lead_ids, email=address)
    blank_leads(work, lead_ids)
    trail_lines = blank_trail(work, lead_ids)
    words = forget_comments(work, lead_ids) + blank_disputes(work, lead_ids)
    blank_payloads(work, [f"lead:{lead_id}" for lead_id in lead_ids])
    return Erased(
        leads=len(lead_ids),
        arrivals=arrivals,
        trail_lines=trail_lines,
        words=words + elsewhere,
        messages=_rewrite(room, work, lead_ids, at=at),
        rejected_rows=rejected_rows,
        uploads=len(uploads),
    )


def _theirs(work: Work, address: str) -> list[int]:
    """Return the person's leads; until the commit nobody else brings or changes one."""
    found = [load_lead(work, lead_id) for lead_id in leads_of_person(work, address)]
    lock_people(work, {address, *(key for lead in found if lead for key in person_keys(lead))})
    lead_ids = leads_of_person(work, address)
    for lead_id in lead_ids:
        load_lead_for_update(work, lead_id)
    return lead_ids


def _rewrite(room: Room, work: Work, lead_ids: list[int], *, at: datetime) -> int:
    """Show every message about these leads anew; tell how many there are."""
    messages = 0
    for lead_id in lead_ids:
        lead = load_lead(work, lead_id)
        if lead is None:
            continue
        write_trail(work, lead_id=lead_id, kind="erased", at=at)
        real = room.clock.real()
        messages += room.outbox.refresh_subject(work, subject=lead.subject, at=real)
        show_lead(room, work, lead, at=at)
    for verdict in verdicts_on(work, lead_ids):
        show_verdict_line(room, work, lead_id=verdict.lead_id, rep=verdict.rep, at=at)
    return messages
