"""Messages drawn as HTML in Slack's look, for a person to judge: `python -m tests.slack.draw MESSAGES.json OUT.html`."""

import base64
import html
import json
import re
import sys
from pathlib import Path
from typing import Any

Json = dict[str, Any]
Pictures = dict[str, bytes]
"""The bytes of files by their id."""
STYLE = """
body{font:15px/1.46 Lato,'Helvetica Neue',Arial,sans-serif;color:#1d1c1d;margin:0;background:#fff}
.m{padding:8px 20px 14px;border-bottom:1px solid #eee}
.who{font-weight:900}
.app{background:#eee;font-size:10px;padding:1px 3px;border-radius:3px}
.a{border-left:4px solid #ddd;border-radius:2px;padding:2px 0 2px 12px;margin-top:6px}
.s{margin:6px 0;white-space:pre-wrap}
.h{font-size:18px;font-weight:900;margin:8px 0}
.c{white-space:pre-wrap;color:#616061;font-size:12px;margin:4px 0}
.f{display:grid;grid-template-columns:1fr 1fr;gap:8px;max-width:560px}
table{border-collapse:collapse;margin:8px 0;font-size:13px;display:block;overflow-x:auto}
td{border:1px solid #ddd;padding:5px 10px;vertical-align:top}
.r{text-align:right}
.l{white-space:nowrap}
button{font:700 13px Lato,Arial;border:1px solid #bbb;background:#fff;border-radius:4px;padding:5px 12px;margin:4px 8px 4px 0}
.primary{background:#007a5a;color:#fff;border-color:#007a5a}
.danger{background:#e01e5a;color:#fff;border-color:#e01e5a}
.u{background:#e8f5fa;color:#1264a3;border-radius:3px;padding:0 2px}
q{quotes:none}
blockquote{border-left:4px solid #ddd;margin:0;padding-left:10px}
code{background:#f6f6f6;border:1px solid #ddd;color:#e01e5a;font-size:12px;padding:1px 3px;border-radius:3px}
.t{margin-left:36px}
img{max-width:360px;max-height:480px;border:1px solid #ddd;border-radius:8px;display:block}
.w{max-width:520px;border:1px solid #ccc;border-radius:8px;box-shadow:0 2px 12px #0003;padding:6px 24px 14px;margin:18px}
.i{border:1px solid #888;border-radius:4px;padding:6px;color:#888}
@media(max-width:480px){.f{grid-template-columns:1fr}.t{margin-left:0}img{max-width:100%}}
"""


def mrkdwn(words: str) -> str:
    """The part of Slack's syntax that ours uses; entities stay as they are."""
    safe = words.replace('"', "&quot;")
    safe = re.sub(r"&lt;@|<@(U\w+)>", lambda m: f'<span class="u">@{m[1]}</span>' if m[1] else m[0], safe)
    safe = re.sub(r"`([^`\n]+)`", r"<code>\1</code>", safe)
    safe = re.sub(r"(?<!\w)\*([^*\n]+)\*(?!\w)", r"<b>\1</b>", safe)
    return re.sub(r"^&gt; (.*)$|^> (.*)$", lambda m: f"<blockquote>{m[1] or m[2]}</blockquote>", safe, flags=re.MULTILINE)


def text(made: Json) -> str:
    return html.escape(made["text"]) if made["type"] == "plain_text" else mrkdwn(made["text"])


def button(b: Json) -> str:
    return f'<button class="{b.get("style", "")}">{text(b["text"])}</button>'


def run(r: Json) -> str:
    plain = html.escape(r["text"])
    return f"<b>{plain}</b>" if r.get("style", {}).get("bold") else plain


def cell(c: Json, look: str) -> str:
    if c["type"] == "raw_text":
        inner = html.escape(c["text"])
    else:
        runs = [r for part in c["elements"] for r in part["elements"]]
        inner = "".join(
            f"<b>{html.escape(r['text'])}</b>" if r.get("style", {}).get("bold") else html.escape(r["text"]) for r in runs
        )
    return f'<td class="{look}">{inner}</td>'


def image(b: Json, pictures: Pictures) -> str:
    """Slack shows a picture at most 360 pixels wide and 480 high, with its title above."""
    content = base64.b64encode(pictures.get((b.get("slack_file") or {}).get("id", ""), b"")).decode()
    title = f'<div class="c">{text(b["title"])} ▾</div>' if "title" in b else ""
    return f'{title}<img src="data:image/png;base64,{content}" alt="{html.escape(b["alt_text"])}">'


def entry(b: Json) -> str:
    """A field of a window, with what stands in it before anything is entered."""
    element = b["element"]
    shown = {"datepicker": "▦ Select a date", "file_input": "⇪ Upload a file", "multi_static_select": "Select options ▾"}
    first = element.get("initial_option")
    inside = f"{text(first['text'])} ▾" if first else shown.get(element["type"], "&nbsp;")
    tall = "<br>&nbsp;<br>&nbsp;" if element.get("multiline") else ""
    hint = f'<div class="c">{text(b["hint"])}</div>' if "hint" in b else ""
    optional = ' <span class="c">(optional)</span>' if b.get("optional") else ""
    return f'<div class="s"><b>{text(b["label"])}</b>{optional}</div><div class="i">{inside}{tall}</div>{hint}'


def window(w: Json) -> str:
    """A window with its title, its fields and its buttons."""
    inner = "".join(block(b, {}) for b in w["blocks"])
    foot = f'<button>{text(w["close"])}</button><button class="primary">{text(w["submit"])}</button>'
    return f'<div class="w"><div class="h">{text(w["title"])}</div>{inner}<div style="text-align:right">{foot}</div></div>'


def block(b: Json, pictures: Pictures) -> str:
    match b["type"]:
        case "image":
            return image(b, pictures)
        case "input":
            return entry(b)
        case "divider":
            return "<hr>"
        case "header":
            return f'<div class="h">{text(b["text"])}</div>'
        case "section" if "fields" in b:
            return '<div class="f">' + "".join(f'<div class="s">{text(f)}</div>' for f in b["fields"]) + "</div>"
        case "section":
            beside = button(b["accessory"]) if "accessory" in b else ""
            return f'<div style="display:flex;justify-content:space-between"><div class="s">{text(b["text"])}</div>{beside}</div>'
        case "context":
            return "".join(f'<div class="c">{text(e)}</div>' for e in b["elements"])
        case "actions":
            return "<div>" + "".join(button(e) for e in b["elements"]) + "</div>"
        case "table":
            looks = [f"{s['align'][0] * (s['align'] == 'right')} {'' if s['is_wrapped'] else 'l'}" for s in b["column_settings"]]
            rows = ("<tr>" + "".join(cell(c, look) for c, look in zip(row, looks, strict=True)) + "</tr>" for row in b["rows"])
            return f"<table>{''.join(rows)}</table>"
        case _:
            return ""


def message(m: Json, pictures: Pictures) -> str:
    inner = "".join(block(b, pictures) for b in m.get("blocks", []))
    for a in m.get("attachments", []):
        inner += f'<div class="a" style="border-color:{a["color"]}">{"".join(block(b, pictures) for b in a["blocks"])}</div>'
    thread = "t" if m.get("thread_ts") else ""
    who = '<span class="who">counterfoil</span> <span class="app">APP</span>'
    shown = "" if m.get("blocks") else mrkdwn(m.get("text", ""))  # Slack shows a text in place of blocks, not beside them
    return f'<div class="m {thread}">{who}<div class="s">{shown}</div>{inner}</div>'


def page(messages: list[Json], pictures: Pictures | None = None) -> str:
    """All messages, and windows, one below the other."""
    drawn = "".join(window(m) if m.get("type") == "modal" else message(m, pictures or {}) for m in messages)
    return f"<!doctype html><meta charset=utf-8><meta name=viewport content='width=device-width'><style>{STYLE}</style>{drawn}"


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(page(json.loads(Path(sys.argv[1]).read_text("utf-8"))), "utf-8")
