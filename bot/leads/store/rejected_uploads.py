"""Files of rejected rows that we put into Slack: whose addresses are in them, and their end."""

import hashlib
import re
from collections.abc import Sequence
from enum import StrEnum

from sqlalchemy import delete, select, update

from bot.kit.db import Work
from bot.leads.store.tables import rejected_uploads

_ADDRESS = re.compile(r"[^\s,;:<>()\"'|@]+@[^\s,;:<>()\"'|@]+")


class Upload(StrEnum):
    """How far a file is."""

    BEGUN = "begun"
    SHARED = "shared"
    UNWANTED = "unwanted"


def note_upload(work: Work, file: str, *, import_id: int, text: str) -> None:
    """Note a file before its contents `text` leave us; of these only fingerprints are kept."""
    found = {_fingerprint(address.rstrip(".")) for address in _ADDRESS.findall(text)}
    row = {"file": file, "import_id": import_id, "people": sorted(found), "state": Upload.BEGUN}
    work.execute(rejected_uploads.insert(), row)


def note_shared(work: Work, file: str) -> bool:
    """Note that the file stands in Slack; tell whether it is still wanted there."""
    shared = work.execute(
        update(rejected_uploads)
        .where(rejected_uploads.c.file == file, rejected_uploads.c.state == Upload.BEGUN)
        .values(state=Upload.SHARED)
    )
    return bool(shared.rowcount)


def is_shared(work: Work, import_id: int) -> bool:
    """Tell whether the rejected rows of an import stand in Slack as a file."""
    found = work.execute(
        select(rejected_uploads.c.file).where(
            rejected_uploads.c.import_id == import_id, rejected_uploads.c.state == Upload.SHARED
        )
    )
    return found.first() is not None


def reject_uploads_of(work: Work, email: str) -> list[int]:
    """Want no file any more that holds this address; return the imports they belong to."""
    wanted = select(rejected_uploads).where(rejected_uploads.c.state != Upload.UNWANTED)
    person = _fingerprint(email)
    found = [row for row in work.execute(wanted).all() if person in row.people]
    for row in found:
        work.execute(
            update(rejected_uploads)
            .where(rejected_uploads.c.file == row.file)
            .values(state=Upload.UNWANTED, people=[])
        )
    return [row.import_id for row in found]


def unwanted_uploads(work: Work) -> Sequence[str]:
    """Return the files that are to be deleted in Slack."""
    rows = work.execute(
        select(rejected_uploads.c.file)
        .where(rejected_uploads.c.state == Upload.UNWANTED)
        .order_by(rejected_uploads.c.file)
    )
    return list(rows.scalars())


def forget_upload(work: Work, file: str) -> None:
    """Forget a file that is in Slack no more."""
    work.execute(delete(rejected_uploads).where(rejected_uploads.c.file == file))


def _fingerprint(address: str) -> str:
    return hashlib.sha256(address.casefold().encode()).hexdigest()[:32]
