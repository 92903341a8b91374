"""Reads the arguments of a call, which come as a query, a form or JSON."""

from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request

from fakeslack import jsons
from fakeslack.api.multipart import parse_multipart
from fakeslack.errors import SlackError, missing

BODY_LIMIT = 5_000_000


class Arguments:
    """Typed access by name; a form's words and JSON's values read alike, as in Slack."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self.raw = raw

    def has(self, name: str) -> bool:
        return self.raw.get(name) not in (None, "")

    def text(self, name: str, default: str = "") -> str:
        value = self.raw.get(name)
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, (str, int, float)):
            return str(value)
        return default

    def required(self, name: str) -> str:
        if not self.has(name):
            raise missing(name)
        return self.text(name)

    def flag(self, name: str, *, default: bool = False) -> bool:
        if not self.has(name):
            return default
        return self.text(name).lower() in {"true", "1"}

    def whole(self, name: str, default: int) -> int:
        if not self.has(name):
            return default
        try:
            return int(self.text(name)[:12])
        except ValueError as fault:
            raise SlackError(
                "invalid_arguments",
                messages=[f"[ERROR] must be an integer [json-pointer:/{name}]"],
            ) from fault

    def json(self, name: str) -> Any:
        """A list or object, sent as JSON or, in a form, as JSON text; None when absent.

        Raises ValueError for text that is no JSON.
        """
        value = self.raw.get(name)
        if isinstance(value, str):
            return jsons.read(value) if value.strip() else None
        return value

    def words(self, name: str) -> list[str]:
        """A list of ids, sent as JSON or with commas between them."""
        value = self.raw.get(name)
        if isinstance(value, list):
            return [str(part) for part in value]
        return [part.strip() for part in self.text(name).split(",") if part.strip()]


async def read_arguments(request: Request) -> Arguments:
    """Raises `invalid_json`, `json_not_object`, `invalid_form_data` and the like, as Slack does.

    A token in a JSON body is not taken: https://docs.slack.dev/apis/web-api#posting_json.
    """
    raw: dict[str, Any] = dict(request.query_params)
    if request.method != "POST":
        return Arguments(raw)
    body = await request.body()
    if len(body) > BODY_LIMIT:
        raise SlackError("request_timeout")
    kind, _, options = request.headers.get("content-type", "").partition(";")
    kind = kind.strip().lower()
    if kind == "application/json":
        try:
            found = jsons.read(body) if body.strip() else {}
        except ValueError as fault:
            raise SlackError("invalid_json") from fault
        if not isinstance(found, dict):
            raise SlackError("json_not_object")
        found.pop("token", None)
        raw |= found
    elif kind == "multipart/form-data":
        raw |= parse_multipart(body, options)
    elif body:
        try:
            raw |= parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=1000)
        except ValueError as fault:
            raise SlackError("invalid_form_data") from fault
    return Arguments(raw)
