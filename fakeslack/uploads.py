"""Files that people and the app put into the workspace."""

import mimetypes
import secrets
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote


@dataclass
class StoredFile:
    """A file object with its bytes; `done` once the upload was completed."""

    id: str
    name: str
    user: str
    content: bytes = b""
    title: str = ""
    created: int = 0
    base: str = ""
    mimetype: str = "application/octet-stream"
    channels: list[str] = field(default_factory=list)
    done: bool = False
    received: bool = False
    promised: int = 0
    ticket: str = field(default_factory=lambda: secrets.token_urlsafe(16))

    def as_json(self) -> dict[str, Any]:
        """As in https://docs.slack.dev/reference/objects/file-object."""
        kind = self.name.rpartition(".")[2].lower() if "." in self.name else "binary"
        link = f"{self.base}/files/{self.id}/{_path(self.name)}"
        return {
            "id": self.id,
            "created": self.created,
            "timestamp": self.created,
            "name": self.name,
            "title": self.title or self.name,
            "mimetype": self.mimetype,
            "filetype": kind,
            "pretty_type": kind.upper(),
            "user": self.user,
            "editable": False,
            "size": len(self.content),
            "mode": "hosted",
            "is_external": False,
            "external_type": "",
            "is_public": True,
            "public_url_shared": False,
            "display_as_bot": False,
            "username": "",
            "url_private": link,
            "url_private_download": link,
            "permalink": link,
            "channels": self.channels,
            "groups": [],
            "ims": [],
            "comments_count": 0,
        }


def _path(name: str) -> str:
    return quote(name, safe="", errors="replace")


def mimetype_of(name: str) -> str:
    return mimetypes.guess_type(_path(name))[0] or "application/octet-stream"
