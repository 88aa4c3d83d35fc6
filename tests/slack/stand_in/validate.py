"""Block Kit by Slack's reference (docs.slack.dev, reference/block-kit and reference/views): what Slack refuses is refused."""

import re
from collections.abc import Callable, Iterator
from typing import Any

Json = dict[str, Any]
MESSAGE = frozenset({"header", "section", "context", "actions", "divider", "table", "image", "rich_text", "file"})
VIEW = frozenset({"header", "section", "context", "actions", "divider", "image", "input", "rich_text"})
HOME = VIEW | {"table"}
STYLES = ("primary", "danger")


class Invalid(Exception):
    """What Slack says: an error code and its messages."""

    def __init__(self, code: str, *messages: str) -> None:
        super().__init__(code, *messages)
        self.code, self.messages = code, messages


def message_blocks(blocks: Any, attachments: Any) -> None:
    """The blocks of a message, and those of its attachments. Raises Invalid."""
    every = list(_list(blocks, "invalid_blocks"))
    for attachment in _list(attachments, "invalid_attachments"):
        colour = attachment.get("color", "")
        if colour and not (colour.startswith("#") and len(colour) == 7):
            raise Invalid("invalid_attachments", "color")
        every += list(_list(attachment.get("blocks"), "invalid_attachments"))
    _refuse(_blocks(every, MESSAGE, 50), "invalid_blocks")
    if sum(b.get("type") == "table" for b in every) > 1:
        raise Invalid("invalid_blocks", "only_one_table_allowed")
    if len(str(every)) > 40_000 or sum(_letters(b) for b in every) > 13_000:
        raise Invalid("msg_blocks_too_long")


def view(made: Any) -> None:
    """A modal or a home tab. Raises Invalid."""
    if not isinstance(made, dict) or made.get("type") not in ("modal", "home"):
        raise Invalid("invalid_arguments", "view.type")
    modal = made["type"] == "modal"
    found = list(_view_parts(made)) if modal else []
    found += list(_blocks(_list(made.get("blocks"), "invalid_arguments"), VIEW if modal else HOME, 100))
    inputs = any(b.get("type") == "input" for b in made.get("blocks", ()))
    if modal and inputs and not made.get("submit"):
        found.append("submit is required with inputs")
    if not made.get("blocks"):
        found.append("blocks must not be empty")
    _refuse(found, "invalid_arguments")


def _view_parts(made: Json) -> Iterator[str]:
    if not made.get("title"):
        yield "title is required"
    for name in ("title", "submit", "close"):
        if made.get(name):
            yield from _text(made[name], 24, name, kinds=("plain_text",))
    if len(made.get("private_metadata", "")) > 3000:
        yield "private_metadata"
    if len(made.get("callback_id", "")) > 255:
        yield "callback_id"


def _list(value: Any, code: str) -> list[Json]:
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(x, dict) for x in value):
        raise Invalid(f"{code}_format" if code == "invalid_blocks" else code)
    return value


def _refuse(found: Iterator[str] | list[str], code: str) -> None:
    messages = tuple(found)
    if messages:
        raise Invalid(code, *messages)


def _letters(part: Any) -> int:
    if isinstance(part, dict):
        return sum(_letters(v) for v in part.values())
    if isinstance(part, list):
        return sum(_letters(v) for v in part)
    return len(part) if isinstance(part, str) else 0


def _blocks(blocks: list[Json], allowed: frozenset[str], most: int) -> Iterator[str]:
    if len(blocks) > most:
        yield f"no more than {most} items allowed"
    names = [b["block_id"] for b in blocks if "block_id" in b]
    if len(set(names)) != len(names):
        yield "block_id already exists"
    for place, block in enumerate(blocks):
        kind = block.get("type")
        if kind not in allowed:
            yield f"unsupported type: {kind} [{place}]"
            continue
        if len(block.get("block_id", "")) > 255:
            yield f"block_id too long [{place}]"
        yield from (f"{problem} [{place}/{kind}]" for problem in BLOCKS[kind](block))
        yield from (f"additional property: {k} [{place}/{kind}]" for k in set(block) - KNOWN[kind] - {"type", "block_id"})


def _text(made: Any, most: int, where: str, *, kinds: tuple[str, ...] = ("plain_text", "mrkdwn")) -> Iterator[str]:
    if not isinstance(made, dict) or made.get("type") not in kinds or not isinstance(made.get("text"), str):
        yield f"{where}: missing or wrong text object"
        return
    if not 1 <= len(made["text"]) <= most:
        yield f"{where}: must be from 1 to {most} characters"
    if made["type"] == "mrkdwn" and "emoji" in made:
        yield f"{where}: emoji is for plain_text only"
    if made["type"] == "plain_text" and "verbatim" in made:
        yield f"{where}: verbatim is for mrkdwn only"
    if set(made) - {"type", "text", "emoji", "verbatim"}:
        yield f"{where}: additional property"


def _header(b: Json) -> Iterator[str]:
    yield from _text(b.get("text"), 150, "text", kinds=("plain_text",))


def _section(b: Json) -> Iterator[str]:
    if "text" not in b and not b.get("fields"):
        yield "text or fields is required"
    if "text" in b:
        yield from _text(b["text"], 3000, "text")
    fields = b.get("fields", [])
    if "fields" in b and not 1 <= len(fields) <= 10:
        yield "fields: from 1 to 10"
    for one in fields:
        yield from _text(one, 2000, "fields")
    if "accessory" in b:
        yield from _element(b["accessory"], ("button", "static_select", "overflow", "image"))


def _context(b: Json) -> Iterator[str]:
    elements = b.get("elements") or []
    if not 1 <= len(elements) <= 10:
        yield "elements: from 1 to 10"
    for one in elements:
        if one.get("type") != "image":
            yield from _text(one, 3000, "elements")


def _actions(b: Json) -> Iterator[str]:
    elements = b.get("elements") or []
    if not 1 <= len(elements) <= 25:
        yield "elements: from 1 to 25"
    names = [one.get("action_id") for one in elements]
    if len(set(names)) != len(names):
        yield "action_id already exists"
    for one in elements:
        yield from _element(one, ("button", "static_select", "overflow", "datepicker"))


def _element(one: Json, allowed: tuple[str, ...]) -> Iterator[str]:
    kind = one.get("type")
    if kind not in allowed:
        yield f"unsupported element: {kind}"
        return
    if len(one.get("action_id", "")) > 255:
        yield "action_id too long"
    if kind == "button":
        yield from _text(one.get("text"), 75, "button", kinds=("plain_text",))
        if len(one.get("value", "")) > 2000:
            yield "value too long"
        if "style" in one and one["style"] not in STYLES:
            yield "style"
    if kind in ("static_select", "multi_static_select"):
        options = one.get("options") or []
        if not 1 <= len(options) <= 100:
            yield "options: from 1 to 100"
        for option in options:
            yield from _text(option.get("text"), 75, "option", kinds=("plain_text",))
            if not 1 <= len(option.get("value", "")) <= 150:
                yield "option value: from 1 to 150"
        if "initial_option" in one and one["initial_option"] not in options:
            yield "initial_option is none of the options"
    if kind == "file_input" and not 1 <= one.get("max_files", 10) <= 10:
        yield "max_files: from 1 to 10"
    if set(one) - {"type", "action_id"} - ELEMENTS[kind]:
        yield f"additional property of {kind}: {sorted(set(one) - ELEMENTS[kind])}"
    if kind == "plain_text_input" and not 1 <= one.get("max_length", 3000) <= 3000:
        yield "max_length"


INPUTS = ("plain_text_input", "static_select", "multi_static_select", "datepicker", "file_input")
SELECT = {"options", "option_groups", "placeholder", "confirm", "focus_on_load"}
ELEMENTS: dict[str, set[str]] = {
    "button": {"text", "value", "style", "url", "confirm", "accessibility_label"},
    "static_select": SELECT | {"initial_option"},
    "multi_static_select": SELECT | {"initial_options", "max_selected_items"},
    "datepicker": {"initial_date", "placeholder", "confirm", "focus_on_load"},
    "file_input": {"filetypes", "max_files"},
    "overflow": {"options", "confirm"},
    "image": {"image_url", "slack_file", "alt_text"},
    "plain_text_input": {
        "initial_value", "multiline", "min_length", "max_length", "placeholder", "dispatch_action_config", "focus_on_load",
    },
}  # fmt: skip


def _input(b: Json) -> Iterator[str]:
    yield from _text(b.get("label"), 2000, "label", kinds=("plain_text",))
    if "hint" in b:
        yield from _text(b["hint"], 2000, "hint", kinds=("plain_text",))
    yield from _element(b.get("element") or {}, INPUTS)


def _table(b: Json) -> Iterator[str]:
    rows = b.get("rows") or []
    if not 1 <= len(rows) <= 100:
        yield "rows: from 1 to 100"
    if len({len(row) for row in rows}) > 1 or any(not 1 <= len(row) <= 20 for row in rows):
        yield "rows: cells"
    for cell in (cell for row in rows for cell in row):
        if cell.get("type") == "raw_text":
            if not cell.get("text"):
                yield "raw_text must not be empty"
        elif cell.get("type") == "rich_text":
            yield from _rich(cell)
        else:
            yield "unknown cell"
    if len(b.get("column_settings", [])) > 20:
        yield "column_settings"
    if sum(_cell(c) for row in rows for c in row) > 10_000:
        yield "table too long: 10000 characters in all its cells"


def _cell(cell: Json) -> int:
    """Characters that are read."""
    runs = (run.get("text", "") for part in cell.get("elements") or [] for run in part.get("elements") or [])
    return len(cell.get("text", "")) + sum(len(text) for text in runs)


def _rich(b: Json) -> Iterator[str]:
    for part in b.get("elements") or []:
        if part.get("type") not in ("rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted"):
            yield "unknown rich text"
        for run in part.get("elements") or []:
            if run.get("type") == "text" and not run.get("text"):
                yield "rich text must not be empty"


FILE = re.compile(r"^F[A-Z0-9]{8,}$")


def _image(b: Json) -> Iterator[str]:
    if not isinstance(b.get("alt_text"), str) or not 1 <= len(b["alt_text"]) <= 2000:
        yield "alt_text: from 1 to 2000"
    if ("image_url" in b) == ("slack_file" in b):
        yield "either image_url or slack_file"
    if "slack_file" in b and not FILE.match(str(b["slack_file"].get("id", ""))):
        yield f"input must match regex pattern: {FILE.pattern}"
    if "title" in b:
        yield from _text(b["title"], 2000, "title", kinds=("plain_text",))


def _nothing(b: Json) -> Iterator[str]:
    yield from ()


BLOCKS: dict[str, Callable[[Json], Iterator[str]]] = {
    "header": _header,
    "section": _section,
    "context": _context,
    "actions": _actions,
    "divider": _nothing,
    "input": _input,
    "table": _table,
    "image": _image,
    "rich_text": _rich,
    "file": _nothing,
}
KNOWN: dict[str, set[str]] = {
    "header": {"text"},
    "section": {"text", "fields", "accessory", "expand"},
    "context": {"elements"},
    "actions": {"elements"},
    "divider": set(),
    "input": {"label", "element", "hint", "optional", "dispatch_action"},
    "table": {"rows", "column_settings"},
    "image": {"alt_text", "image_url", "slack_file", "title"},
    "rich_text": {"elements"},
    "file": {"external_id", "source"},
}
