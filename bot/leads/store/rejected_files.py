"""Files of rejected rows: which there are, and taking a person out of one."""

import csv
import io
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from bot.kit.db import Work
from bot.leads.store.tables import rejected_files


def note_rejected_file(work: Work, path: Path, *, at: datetime) -> None:
    """Remember a file of rejected rows, so that people can be erased from it."""
    row = work.insert(rejected_files).values(path=str(path.resolve()), at=at)
    work.execute(row.on_conflict_do_update(index_elements=["path"], set_={"at": at}))


def known_rejected_files(work: Work) -> list[Path]:
    """Return the files of rejected rows that were written, oldest first."""
    rows = work.execute(select(rejected_files.c.path).order_by(rejected_files.c.at))
    return [Path(path) for path in rows.scalars()]


def take_out(path: Path, email: str) -> int:
    """Take every row that names `email` out of a file; tell how many. A missing file has none.

    The file is replaced in one step and keeps its rights.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig", errors="replace")
    except OSError:
        return 0
    rows = list(csv.reader(io.StringIO(text, newline="")))
    kept = [row for row in rows if not any(email in cell.casefold() for cell in row)]
    if len(kept) == len(rows):
        return 0
    written = io.StringIO(newline="")
    csv.writer(written).writerows(kept)
    draft = path.with_name(f"{path.name}.tmp")
    draft.touch(mode=0o600)
    draft.write_text(written.getvalue(), encoding="utf-8-sig", newline="")
    draft.chmod(path.stat().st_mode & 0o777)
    draft.replace(path)
    return len(rows) - len(kept)
