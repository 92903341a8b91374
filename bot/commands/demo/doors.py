"""The sample leads come in as real ones do: a CSV file by the command, webhooks by HTTP."""

import json
import urllib.request
from datetime import UTC
from importlib.resources import as_file, files

from standardwebhooks import Webhook

from bot.app import Bot
from bot.kit.clock import Clock
from bot.leads.intake.csv_file import import_file

SAMPLES = files("bot.commands.demo")


def bring_in_sample_leads(bot: Bot, *, webhook_secret: str) -> None:
    """Import the CSV file as `smarketing import-leads` does, and send each signed webhook."""
    with as_file(SAMPLES / "leads.csv") as sample:
        import_file(bot.db, bot.room, sample, source="csv")
    signer = Webhook(webhook_secret)
    for lead in json.loads((SAMPLES / "webhooks.json").read_text(encoding="utf-8")):
        body = json.dumps(lead)
        now = Clock().real().astimezone(UTC)
        message_id = f"msg_{lead['source']}_{lead['id']}"
        request = urllib.request.Request(  # noqa: S310 - our own loopback address
            f"{bot.url}/webhooks/leads",
            body.encode(),
            headers={
                "content-type": "application/json",
                "webhook-id": message_id,
                "webhook-timestamp": str(int(now.timestamp())),
                "webhook-signature": signer.sign(message_id, now, body),
            },
        )
        urllib.request.urlopen(request, timeout=10).close()  # noqa: S310
