"""Reads `multipart/form-data` with the standard library's mail parser."""

from email.message import Message
from email.parser import BytesParser
from typing import Any

from fakeslack.errors import SlackError


def parse_multipart(body: bytes, options: str) -> dict[str, Any]:
    """Field names to text; a part with a file name is kept as bytes."""
    head = f"Content-Type: multipart/form-data;{options}\r\n\r\n".encode("latin-1", "replace")
    message = BytesParser().parsebytes(head + body)
    if not message.is_multipart():
        raise SlackError("invalid_form_data")
    fields: dict[str, Any] = {}
    for part in message.get_payload():
        if not isinstance(part, Message):
            continue
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if not isinstance(name, str) or not isinstance(content, bytes):
            continue
        fields[name] = content if part.get_filename() else content.decode("utf-8", "replace")
    return fields
