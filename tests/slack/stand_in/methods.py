"""The methods of the Web API that a bot like ours may call: their arguments, scopes and errors by Slack's reference."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.slack.stand_in import validate
from tests.slack.stand_in.validate import Invalid
from tests.slack.stand_in.workspace import APP_TOKEN, TEAM, Workspace

Json = dict[str, Any]


@dataclass(frozen=True)
class Method:
    run: Callable[[Workspace, Json], Json]
    scope: str = ""
    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    app_level: bool = False


def _channel(w: Workspace, args: Json) -> str:
    channel = str(args["channel"])
    if channel.startswith(("U", "W")) and channel in w.members:
        return w.direct(channel)
    if channel not in w.channels:
        raise Invalid("channel_not_found")
    if channel in w.absent:
        raise Invalid("not_in_channel")
    return channel


def _content(w: Workspace, args: Json) -> Json:
    text = args.get("text") or ""
    if not text and not args.get("blocks") and not args.get("attachments"):
        raise Invalid("no_text")
    if len(text) > 40_000:
        raise Invalid("msg_too_long")
    validate.message_blocks(args.get("blocks"), args.get("attachments"))
    _pictures(w, args)
    return {"text": text, "blocks": args.get("blocks") or [], "attachments": args.get("attachments") or []}


def _pictures(w: Workspace, args: Json) -> None:
    """Only what was uploaded, completed and looked at may be shown, and only by who may see it."""
    every = [*(args.get("blocks") or []), *(b for a in args.get("attachments") or [] for b in a.get("blocks") or [])]
    for which in (b["slack_file"]["id"] for b in every if "slack_file" in b):
        file = w.files.get(which)
        if file is None or not file["done"] or not file["mimetype"].startswith("image/"):
            raise Invalid("invalid_blocks", "invalid slack file")


def _upload_url(w: Workspace, args: Json) -> Json:
    if int(args["length"]) <= 0:
        raise Invalid("invalid_arguments", "length")
    made = w.file(str(args["filename"]), b"", "U0BOT")
    made["size"], made["alt"] = int(args["length"]), args.get("alt_txt") or ""
    return {"upload_url": f"{args['_base']}/upload/{made['id']}", "file_id": made["id"]}


def _complete(w: Workspace, args: Json) -> Json:
    found = []
    for one in args["files"]:
        file = w.files.get(one["id"])
        if file is None or len(file["content"]) != file["size"]:
            raise Invalid("invalid_arguments", "file_not_found")
        file["done"], file["title"] = True, one.get("title") or file["name"]
        found.append({k: file[k] for k in ("id", "title", "name", "size")})
    return {"files": found}


def _file_info(w: Workspace, args: Json) -> Json:
    """Slack looks at an upload after it was completed; the second asker sees what it is."""
    file = w.files.get(args["file"])
    if file is None:
        raise Invalid("file_not_found")
    file["looks"] += 1
    if file["looks"] > 1 and not file["mimetype"]:
        file["mimetype"] = "image/png" if file["content"].startswith(b"\x89PNG") else "application/octet-stream"
    shown = {k: v for k, v in file.items() if k not in ("content", "looks", "done")}
    shown["permalink"] = f"https://acme.slack.com/files/{file['user']}/{file['id']}/x"
    return {"file": {**shown, "url_private_download": f"{args['_base']}/files-pri/{file['id']}/{file['name']}"}}


def _post(w: Workspace, args: Json) -> Json:
    channel, made = _channel(w, args), _content(w, args)
    thread = args.get("thread_ts")
    if thread and w.message(channel, thread) is None:
        raise Invalid("thread_not_found")
    message = {"ts": w.ts(), "user": "U0BOT", "bot_id": "B0BOT", **made}
    message |= {"thread_ts": thread} if thread else {}
    message |= {"metadata": args["metadata"]} if args.get("metadata") else {}
    message |= {"subtype": "thread_broadcast"} if thread and args.get("reply_broadcast") else {}
    w.channels[channel].append(message)
    return {"channel": channel, "ts": message["ts"], "message": message}


def _update(w: Workspace, args: Json) -> Json:
    channel, made = _channel(w, args), _content(w, args)
    message = w.message(channel, args["ts"])
    if message is None:
        raise Invalid("message_not_found")
    if message.get("user") != "U0BOT":
        raise Invalid("cant_update_message")
    message.update(made, edited={"ts": w.ts()})
    return {"channel": channel, "ts": args["ts"], "text": message["text"]}


def _ephemeral(w: Workspace, args: Json) -> Json:
    channel = _channel(w, args)
    if args["user"] not in w.members:
        raise Invalid("user_not_in_channel")
    w.ephemeral.append({"channel": channel, "user": args["user"], **_content(w, args)})
    return {"message_ts": w.ts()}


def _user(w: Workspace, args: Json) -> Json:
    member = w.members.get(args["user"])
    if member is None:
        raise Invalid("user_not_found")
    return {"user": member.as_json(with_mail="users:read.email" in w.scopes)}


def _by_mail(w: Workspace, args: Json) -> Json:
    member = next((m for m in w.members.values() if m.mail == args["email"]), None)
    if member is None:
        raise Invalid("users_not_found")
    return {"user": member.as_json(with_mail=True)}


def _trigger(w: Workspace, args: Json) -> None:
    made = args["trigger_id"]
    if made in w.used_triggers:
        raise Invalid("exchanged_trigger_id")
    if made not in w.triggers:
        raise Invalid("invalid_trigger_id")
    if time.monotonic() > w.triggers[made]:
        raise Invalid("expired_trigger_id")
    w.used_triggers.add(made)


def _open(w: Workspace, args: Json) -> Json:
    validate.view(args["view"])
    if args["view"]["type"] != "modal":
        raise Invalid("invalid_arguments", "view.type")
    _trigger(w, args)
    made = {**args["view"], "id": f"V{next(w.numbers):08d}", "team_id": TEAM, "hash": f"{time.time()}"}
    w.windows[made["id"]] = made
    w.opened.append(made)
    return {"view": made}


def _publish(w: Workspace, args: Json) -> Json:
    validate.view(args["view"])
    if args["view"]["type"] != "home":
        raise Invalid("invalid_arguments", "view.type")
    if args["user_id"] not in w.members:
        raise Invalid("invalid_arguments", "user_id")
    w.homes[args["user_id"]] = args["view"]
    return {"view": {**args["view"], "id": f"V{next(w.numbers):08d}"}}


def _history(w: Workspace, args: Json) -> Json:
    found = [m for m in w.channels[_channel(w, args)] if "thread_ts" not in m or m.get("subtype") == "thread_broadcast"]
    return _page(found, args)


def _replies(w: Workspace, args: Json) -> Json:
    channel = _channel(w, args)
    if w.message(channel, args["ts"]) is None:
        raise Invalid("thread_not_found")
    return _page([m for m in w.channels[channel] if args["ts"] in (m["ts"], m.get("thread_ts"))], args)


def _page(found: list[Json], args: Json) -> Json:
    newer = [m for m in found if float(m["ts"]) >= float(args.get("oldest") or 0) - 1]
    start, size = int(args.get("cursor") or 0), int(args.get("limit") or 100)
    more = start + size < len(newer)
    page = newer[start : start + size]
    if not args.get("include_all_metadata"):
        page = [{k: v for k, v in m.items() if k != "metadata"} for m in page]
    return {"messages": page, "has_more": more, "response_metadata": {"next_cursor": str(start + size) if more else ""}}


def _info(w: Workspace, args: Json) -> Json:
    if args["channel"] not in w.channels:
        raise Invalid("channel_not_found")
    return {"channel": {"id": args["channel"], "name": "orders", "is_member": args["channel"] not in w.absent}}


def _auth(w: Workspace, args: Json) -> Json:
    return {
        "team": "Acme",
        "team_id": TEAM,
        "user": "counterfoil",
        "user_id": "U0BOT",
        "bot_id": "B0BOT",
        "url": "https://acme.test/",
    }


def _converse(w: Workspace, args: Json) -> Json:
    if args["users"] not in w.members:
        raise Invalid("user_not_found")
    return {"channel": {"id": w.direct(args["users"])}}


CONTENT = ("text", "blocks", "attachments", "thread_ts", "metadata", "link_names", "parse", "mrkdwn")
PAGED = ("cursor", "limit", "oldest", "latest", "inclusive", "include_all_metadata")
METHODS: dict[str, Method] = {
    "api.test": Method(lambda w, a: {}, may=("foo", "error")),
    "auth.test": Method(_auth),
    "apps.connections.open": Method(lambda w, a: {"url": a["_gateway"]}, app_level=True),
    "chat.postMessage": Method(
        _post, "chat:write", ("channel",), (*CONTENT, "reply_broadcast", "unfurl_links", "unfurl_media", "username", "icon_emoji")
    ),
    "chat.update": Method(_update, "chat:write", ("channel", "ts"), (*CONTENT, "reply_broadcast", "file_ids")),
    "chat.postEphemeral": Method(_ephemeral, "chat:write", ("channel", "user"), CONTENT),
    "users.info": Method(_user, "users:read", ("user",), ("include_locale",)),
    "users.lookupByEmail": Method(_by_mail, "users:read.email", ("email",)),
    "views.open": Method(_open, "", ("trigger_id", "view"), ("interactivity_pointer",)),
    "views.publish": Method(_publish, "", ("user_id", "view"), ("hash",)),
    "files.getUploadURLExternal": Method(_upload_url, "files:write", ("filename", "length"), ("alt_txt", "snippet_type")),
    "files.completeUploadExternal": Method(
        _complete, "files:write", ("files",), ("channel_id", "channels", "initial_comment", "thread_ts", "blocks")
    ),
    "files.info": Method(_file_info, "files:read", ("file",), ("count", "cursor", "limit", "page")),
    "conversations.open": Method(_converse, "im:write", ("users",), ("return_im", "prevent_creation")),
    "conversations.info": Method(_info, "channels:read", ("channel",), ("include_locale", "include_num_members")),
    "conversations.history": Method(_history, "channels:history", ("channel",), PAGED),
    "conversations.replies": Method(_replies, "channels:history", ("channel", "ts"), PAGED),
}


def call(w: Workspace, name: str, args: Json, token: str, gateway: str, base: str) -> Json:
    """One call. Raises Invalid with Slack's error code."""
    method = METHODS.get(name)
    if method is None:
        raise Invalid("unknown_method")
    if not token:
        raise Invalid("not_authed")
    if token != (APP_TOKEN if method.app_level else "xoxb-stand-in"):
        raise Invalid("not_allowed_token_type" if token in (APP_TOKEN, "xoxb-stand-in") else "invalid_auth")
    if method.scope and method.scope not in w.scopes:
        raise Invalid("missing_scope", method.scope)
    for needed in method.needs:
        if not args.get(needed):
            raise Invalid("invalid_arguments", f"missing required field: {needed}")
    unknown = set(args) - {
        *method.needs,
        *method.may,
        "token",
        "team_id",
    }  # every method takes team_id for tokens of an organisation
    if unknown:
        raise Invalid("invalid_arguments", f"unknown: {', '.join(sorted(unknown))}")
    if name in w.refused:
        raise Invalid(w.refused[name])
    return method.run(w, {**args, "_gateway": gateway, "_base": base})
