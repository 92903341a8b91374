import urllib.request
from urllib.error import HTTPError

import pytest

from tests.fakeslack.clients import error_of


def fetch(url, token=""):
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    request = urllib.request.Request(url, headers=headers)  # noqa: S310
    with urllib.request.urlopen(request) as reply:  # noqa: S310
        return reply.read()


def test_the_official_client_uploads_in_three_steps(client, slack):
    answer = client.files_upload_v2(
        channel="C0SALES", content="name\nAda\n", filename="leads.csv", initial_comment="3 rows"
    )
    file = client.files_info(file=answer["file"]["id"])["file"]
    assert (file["name"], file["size"]) == ("leads.csv", 9)
    assert fetch(file["url_private"], "xoxb-fake") == b"name\nAda\n"
    (message,) = client.conversations_history(channel="C0SALES")["messages"]
    assert message["text"] == "3 rows"
    assert message["files"][0]["id"] == file["id"]


def test_what_a_person_drops_is_read_with_the_token_only(client, slack):
    dropped = slack.gesture(
        "upload", person="U0RITA", channel="C0SALES", filename="leads.csv", content="a,b"
    )
    url = client.files_info(file=dropped["file"]["id"])["file"]["url_private"]
    assert fetch(url, "xoxb-fake") == b"a,b"
    for token in ("", "xoxb-other"):
        with pytest.raises(HTTPError, match="403") as refused:
            fetch(url, token)
        refused.value.close()


def test_an_upload_is_not_complete_before_its_bytes_came(client):
    step = client.files_getUploadURLExternal(filename="x.csv", length=3)
    files = [{"id": step["file_id"], "title": "x"}]
    assert error_of(client.files_completeUploadExternal, files=files) == "file_not_found"
    assert error_of(client.files_info, file=step["file_id"]) == "file_not_found"


def test_an_upload_of_nothing_is_refused(client):
    refused = error_of(client.files_getUploadURLExternal, filename="x.csv", length=0)
    assert refused == "invalid_arguments"
