"""`auth.*`, `api.test`, `apps.*`, `bots.*` and `team.*`: who the app is here."""

from fakeslack.api.call import Call, Json
from fakeslack.api.table import Method
from fakeslack.errors import SlackError, missing


def api_test(call: Call) -> Json:
    args = {name: value for name, value in call.args.raw.items() if name != "token"}
    if call.args.has("error"):
        raise SlackError(call.args.text("error"), args=args)
    return {"args": args}


def auth_test(call: Call) -> Json:
    app, team = call.workspace.app, call.workspace.team
    return {
        "url": f"https://{team.domain}.slack.com/",
        "team": team.name,
        "user": app.name,
        "team_id": team.id,
        "user_id": app.bot_user_id,
        "bot_id": app.bot_id,
        "is_enterprise_install": False,
    }


def auth_revoke(call: Call) -> Json:
    if call.args.flag("test"):
        return {"revoked": False}
    call.workspace.app.revoked = True
    return {"revoked": True}


def connections_open(call: Call) -> Json:
    address = call.slack.base_url.replace("http", "ws", 1)
    url = f"{address}/socket/{call.slack.sockets.ticket()}?app_id={call.workspace.app.id}"
    return {"url": url}


def bots_info(call: Call) -> Json:
    app = call.workspace.app
    if not call.args.has("bot"):
        raise missing("bot")
    if call.args.text("bot") != app.bot_id:
        raise SlackError("bot_not_found")
    return {"bot": app.profile(call.workspace.team.id)}


def team_info(call: Call) -> Json:
    team = call.workspace.team
    return {
        "team": {
            "id": team.id,
            "name": team.name,
            "url": f"https://{team.domain}.slack.com/",
            "domain": team.domain,
            "email_domain": "",
            "icon": {"image_default": True},
        }
    }


METHODS = [
    Method("api.test", api_test, tier=4),
    Method("auth.test", auth_test, tier=4),
    Method("auth.revoke", auth_revoke),
    Method("apps.connections.open", connections_open, tier=1, app_token=True),
    Method("bots.info", bots_info, ("users:read",)),
    Method("team.info", team_info, ("team:read",)),
]
