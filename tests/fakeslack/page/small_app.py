"""A small Bolt app that answers the showcase, so that the page has someone to talk to."""

from typing import Any

from slack_bolt import App

from tests.fakeslack.page.showcase import (
    Json,
    an_input,
    button,
    everything_modal,
    home_view,
    lead_card,
    mrkdwn,
    option,
    plain,
    small_modal,
)

ASSETS = ["Pricing one-pager", "Pricing calculator", "Cold chain study", "Customs webinar"]


def answering(app: App) -> list[Json]:
    """Makes `app` answer the showcase; the list fills with the values of submitted modals."""
    _home(app)
    _ways_in(app)
    _cards(app)
    _inside_modals(app)
    return _submitted(app)


def _home(app: App) -> None:
    @app.event("app_home_opened")
    def home(event: Json, client: Any) -> None:
        if event["tab"] == "home":
            client.views_publish(user_id=event["user"], view=home_view(event["user"]))

    @app.action("home.show")
    def show(ack: Any, body: Json, client: Any) -> None:
        ack()
        view = home_view(body["user"]["id"])
        view["blocks"][0]["text"]["text"] = "Yours: L-42, L-43"
        client.views_publish(user_id=body["user"]["id"], view=view)

    @app.action("home.period")
    def period(ack: Any) -> None:
        ack()


def _ways_in(app: App) -> None:
    @app.command("/lead")
    def lead(ack: Any, command: Json, client: Any) -> None:
        if command["text"] == "add":
            ack()
            client.views_open(trigger_id=command["trigger_id"], view=everything_modal())
            return
        ack(text=f"You asked for _{command['text'] or 'help'}_.")

    @app.shortcut("lead.add")
    def add(ack: Any, shortcut: Json, client: Any) -> None:
        ack()
        client.views_open(trigger_id=shortcut["trigger_id"], view=everything_modal())

    @app.shortcut("lead.rate")
    def rate(ack: Any, shortcut: Json, client: Any) -> None:
        ack()
        client.views_open(
            trigger_id=shortcut["trigger_id"],
            view=small_modal(
                "Rate",
                {"type": "section", "text": mrkdwn("How good was it?")},
                {
                    "type": "actions",
                    "elements": [button("More …", "modal.more"), button("Turn", "modal.turn")],
                },
                an_input("why", "Why?", {"type": "plain_text_input"}, optional=True),
                submit=plain("Send"),
                callback_id="rate",
            ),
        )


def _cards(app: App) -> None:
    @app.action("lead.take")
    def take(ack: Any, body: Json, client: Any) -> None:
        ack()
        client.chat_update(
            channel=body["channel"]["id"],
            ts=body["message"]["ts"],
            text="Taken",
            blocks=[
                *lead_card()[:2],
                {
                    "type": "context",
                    "elements": [mrkdwn(f":hand: <@{body['user']['id']}> took it")],
                },
            ],
        )

    @app.action("lead.reject")
    def reject(ack: Any, body: Json, client: Any) -> None:
        ack()
        client.chat_postEphemeral(
            channel=body["channel"]["id"], user=body["user"]["id"], text="Rejected, thank you."
        )

    @app.action({"block_id": "choices"})
    def chosen(ack: Any, action: Json, respond: Any) -> None:
        ack()
        respond(f"chosen: {action['action_id']}", response_type="ephemeral", replace_original=False)

    @app.action("lead.more")
    def more(ack: Any) -> None:
        ack()

    @app.event("reaction_added")
    @app.event("reaction_removed")
    def reacted() -> None:
        """Nothing to do; unhandled events make Bolt complain."""


def _inside_modals(app: App) -> None:
    @app.action("modal.more")
    def more(ack: Any, body: Json, client: Any) -> None:
        ack()
        client.views_push(
            trigger_id=body["trigger_id"],
            view=small_modal("More", {"type": "section", "text": mrkdwn("On top of it.")}),
        )

    @app.action("modal.turn")
    def turn(ack: Any, body: Json, client: Any) -> None:
        ack()
        view = body["view"]
        blocks = [{"type": "section", "text": mrkdwn("Turned over.")}, *view["blocks"][1:]]
        client.views_update(
            view_id=view["id"],
            view=small_modal("Rate", *blocks, submit=plain("Send"), callback_id="rate"),
        )

    @app.options("asset")
    def assets(ack: Any, payload: Json) -> None:
        wanted = payload["value"].lower()
        ack(options=[option(name, name) for name in ASSETS if wanted in name.lower()])


def _submitted(app: App) -> list[Json]:
    submitted: list[Json] = []

    @app.view("everything")
    def everything(ack: Any, view: Json) -> None:
        values = view["state"]["values"]
        if values["company"]["company"]["value"] == "Nobody":
            ack(response_action="errors", errors={"company": "That company does not exist."})
            return
        submitted.append(values)
        ack()

    @app.view("rate")
    def rated(ack: Any, view: Json) -> None:
        submitted.append(view["state"]["values"])
        ack()

    @app.view_closed("everything")
    def closed(ack: Any) -> None:
        ack()

    return submitted
