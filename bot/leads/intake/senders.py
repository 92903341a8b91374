"""Who may hand leads over by webhook, as Standard Webhooks prescribes or by a token.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import base64
import hmac
from collections.abc import Sequence

from standardwebhooks import Webhook, WebhookVerificationError
from standardwebhooks.webhooks import EmptyWebhookSecretError
from starlette.requests import Request


class Senders:
    """Whose leads are taken: who signs with one of the secrets or shows one of the tokens."""

    def __init__(self, secrets: Sequence[str], tokens: Sequence[str]) -> None:
        self._secrets = [read_secret(one) for one in secrets]
        self._tokens = [token.encode() for token in tokens]

    @property
    def any(self) -> bool:
        """Whether the door is open to anybody at all."""
        return bool(self._secrets or self._tokens)

    def knows(self, request: Request, body: bytes) -> bool:
        """Whether the request is from one of them; the signature is good for five minutes."""
        if "webhook-signature" in request.headers:
            headers = dict(request.headers)
            return any(_signed(secret, body, headers) for secret in self._secrets)
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return False
        shown = given.strip().encode("latin-1", "replace")
        same = [hmac.compare_digest(shown, token) for token in self._tokens]
        return any(same)


def read_secret(text: str) -> Webhook:
    """Return what checks signatures made with a secret; ValueError says how one is made."""
    try:
        # The library leaves out what is no base64, and each sender's library something else.
        base64.b64decode(text.removeprefix("whsec_"), validate=True)
        return Webhook(text)
    except (ValueError, EmptyWebhookSecretError) as fault:
        raise ValueError(
            "holds something that is not base64. Make each with: "
            "echo whsec_$(openssl rand -base64 32)"
        ) from fault


def _signed(secret: Webhook, body: bytes, headers: dict[str, str]) -> bool:
    try:
        secret.verify(body, headers, json_parse=False)
    except (WebhookVerificationError, ValueError):  # binascii and Unicode errors are ValueErrors
        return False
    return True
