"""Which addresses are Slack's own: files go there and come from there alone."""

import urllib.request
from http.client import HTTPMessage
from typing import IO
from urllib.parse import urlsplit

SLACK = "slack.com"


def may_see_the_token(address: str, api_url: str) -> bool:
    """Whether `address` is on one of Slack's hosts by https, or on the very host of the API."""
    try:
        there, api = urlsplit(address), urlsplit(api_url)
        if not there.hostname or there.username or there.password:
            return False
        if (there.scheme, there.hostname, there.port) == (api.scheme, api.hostname, api.port):
            return True
    except ValueError:
        return False
    ours = there.hostname == SLACK or there.hostname.endswith(f".{SLACK}")
    return ours and there.scheme == "https"


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A redirect would carry the token to a host nobody looked at."""

    def redirect_request(  # noqa: PLR0917 - named so by urllib
        self,
        req: urllib.request.Request,  # noqa: ARG002
        fp: IO[bytes],  # noqa: ARG002
        code: int,  # noqa: ARG002
        msg: str,  # noqa: ARG002
        headers: HTTPMessage,  # noqa: ARG002
        newurl: str,  # noqa: ARG002
    ) -> None:
        """Follow none."""
        return


OPENER = urllib.request.build_opener(_NoRedirects)
"""Follows no redirect."""
