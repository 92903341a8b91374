"""What Slack says when it says no."""

from typing import Any


class SlackError(Exception):
    """The call is refused: `{"ok": false, "error": code, …}`.

    `code` is Slack's own word for it, as its method reference lists them.
    """

    def __init__(self, code: str, *, messages: list[str] | None = None, **extra: Any) -> None:
        super().__init__(code)
        self.code = code
        self.extra = extra
        self.messages = messages

    def body(self) -> dict[str, Any]:
        answer: dict[str, Any] = {"ok": False, "error": self.code, **self.extra}
        if self.messages:
            answer["response_metadata"] = {"messages": self.messages}
        return answer


def missing(field: str) -> SlackError:
    return SlackError("invalid_arguments", messages=[f"[ERROR] missing required field: {field}"])


class GestureError(Exception):
    """A person's gesture that Slack's own client would not have let happen.

    `code` is this server's word; the message is for the developer who drove it.
    """

    def __init__(self, code: str, detail: str = "", *, status: int = 400) -> None:
        super().__init__(detail or code)
        self.code = code
        self.detail = detail
        self.status = status
