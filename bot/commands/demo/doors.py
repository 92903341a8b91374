"""The sample leads come in as real ones do: a CSV file by the command, webhooks by HTTP."""

import json
import subprocess
import sys
import urllib.request
from datetime import UTC
from importlib.resources import as_file, files

from standardwebhooks import Webhook

from bot.commands.demo.installation import Installation
from bot.kit.clock import Clock
from bot.kit.errors import OperatorError

SAMPLES = files("bot.commands.demo")


def bring_in_sample_leads(installation: Installation, *, webhook_url: str) -> None:
    """Import the CSV file with `smarketing import-leads` and send each signed webhook."""
    with as_file(SAMPLES / "leads.csv") as sample:
        command = [sys.executable, "-m", "bot", "import-leads", str(sample)]
        done = subprocess.run(  # noqa: S603 - our own module, our own arguments
            command,
            env=installation.environment(),
            cwd=installation.folder,
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        raise OperatorError(
            f"The sample leads could not be imported: {done.stderr.strip()}",
            cure="Start over with: make demo-reset",
        )
    signer = Webhook(installation.webhook_secret)
    for lead in json.loads((SAMPLES / "webhooks.json").read_text(encoding="utf-8")):
        body = json.dumps(lead)
        now = Clock().real().astimezone(UTC)
        message_id = f"msg_{lead['source']}_{lead['id']}"
        request = urllib.request.Request(  # noqa: S310 - our own loopback address
            webhook_url,
            body.encode(),
            headers={
                "content-type": "application/json",
                "webhook-id": message_id,
                "webhook-timestamp": str(int(now.timestamp())),
                "webhook-signature": signer.sign(message_id, now, body),
            },
        )
        urllib.request.urlopen(request, timeout=10).close()  # noqa: S310
