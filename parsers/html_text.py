"""HTML of a mail as plain text: quoted stretches get the `> ` marks that plain text has, so that one scanner reads both."""

import re
from dataclasses import dataclass, field
from typing import Any

MAX_MARKUP = 1_000_000
MAX_NODES = 60_000
"""A reply has some thousand elements at most; what lies behind is quoted mail (docs/threats.md T21)."""
MAX_LETTERS = 80_000

_LINE_NAMES = (
    "p div br tr li ul ol dl dt dd table tbody thead h1 h2 h3 h4 h5 "
    "h6 pre section article header footer address center form hr blockquote body html "
)
_LINE = frozenset(_LINE_NAMES.split())
_SPACED = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table"))
_HIDDEN = frozenset(("style", "script", "head", "title", "template", "noscript", "object", "svg", "select", "option", "textarea"))
_INVISIBLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt|em)?\s*(?:;|$)|mso-hide\s*:\s*all", re.IGNORECASE
)
# Containers that mail programs put around, or before, the mail that is answered.
_QUOTE_BOX = frozenset(
    (
        "olk_src_body_section",
        "yahoo_quoted",
        "ymail_android_quoted",
        "protonmail_quote",
        "zmail_extra",
        "mailcontainerquote",
        "isforwardcontent",
    )
)
_QUOTE_BEGINS = frozenset(
    (
        "appendonsend",
        "divrplyfwdmsg",
        "stopspelling",
        "mail-editor-reference-message-container",
        "lineBreakAtBeginningOfMessage".lower(),
    )
)
_SIGNATURE_BOX = frozenset(
    (
        "gmail_signature",
        "moz-signature",
        "apple-mail-signature",
        "protonmail_signature_block",
        "ms-outlook-mobile-signature",
        "signature",
    )
)
_CITED = frozenset(("gmail_attr", "moz-cite-prefix", "gmail_quote_container"))


@dataclass(slots=True)
class _Block:
    """A blockquote, and whether it is a quote or only indentation, which is known at the end."""

    sure: bool
    indentation: bool


@dataclass(slots=True)
class _Text:
    """Lines under construction, each with the blockquotes that it stands in."""

    lines: list[tuple[str, tuple[int, ...]]] = field(default_factory=list)
    now: list[str] = field(default_factory=list)
    stack: list[int] = field(default_factory=list)
    blocks: list[_Block] = field(default_factory=list)
    hidden: frozenset[str] = frozenset()
    letters: int = 0
    rest_quoted: bool = False
    preformatted: int = 0

    def add(self, text: str) -> None:
        self.letters += len(text)
        for number, piece in enumerate(text.split("\n") if self.preformatted else (text,)):
            if number:
                self.blank()
            self.now.append(piece)

    def end_line(self, *, spaced: bool = False) -> None:
        text = re.sub(r"[ \t\r\n\f]+", " ", "".join(self.now)).strip(" ")
        if text:
            self.lines.append((text, tuple(self.stack)))
        if spaced and self.lines and self.lines[-1][0]:
            self.lines.append(("", tuple(self.stack)))
        self.now = []

    def blank(self) -> None:
        if self.now and "".join(self.now).strip():
            self.end_line()
        else:
            self.lines.append(("", tuple(self.stack)))
            self.now = []

    def last_words(self) -> str:
        return "".join(self.now).strip() or next((text for text, _ in reversed(self.lines[-8:]) if text), "")


def text_of_html(markup: str) -> str:
    """Plain text of a page; never raises. Hidden elements are left out, so that nobody can be made to say what he cannot see."""
    from lxml import etree

    clean = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]", "", _without_blocks(markup)[:MAX_MARKUP])
    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8", recover=True)
    try:
        root = etree.fromstring(clean.encode("utf-8"), parser)
    except (etree.LxmlError, ValueError, AssertionError):
        root = None
    if root is None:
        return without_tags(clean)
    # A person may write inside the box of his signature; then the page has no other words.
    return next((found for boxes in (_SIGNATURE_BOX, frozenset[str]()) if (found := _read(root, boxes))), "")


def _read(root: Any, signatures: frozenset[str]) -> str:
    text = _Text(hidden=signatures)
    _walk(root, text)
    return _marked(text)


def without_tags(markup: str) -> str:
    """The crude way, for what no parser reads."""
    return " ".join(
        piece.partition(">")[2] if number else piece for number, piece in enumerate(markup[:MAX_MARKUP].split("<"))
    ).strip()


def _without_blocks(markup: str) -> str:
    """Styles, scripts and comments go before parsing: Outlook's head alone is larger than most mails."""
    lower = markup.lower()
    if len(lower) != len(markup):
        return markup
    kept: list[str] = []
    at = 0
    for found in re.finditer(r"<(style|script|!--)", lower):
        if found.start() < at:
            continue
        closing = "-->" if found[1] == "!--" else f"</{found[1]}"
        end = lower.find(closing, found.end())
        if end < 0:
            break
        kept.append(markup[at : found.start()])
        at = lower.find(">", end) + 1 if closing != "-->" else end + 3
        at = at or len(markup)
    return "".join([*kept, markup[at:]])


def _walk(root: Any, text: _Text) -> None:
    from lxml import etree

    skipped: Any = None
    boxes: dict[Any, bool] = {}
    for count, (event, element) in enumerate(etree.iterwalk(root, events=("start", "end"))):
        if count > MAX_NODES or text.letters > MAX_LETTERS:
            break
        if skipped is not None:
            if event == "end" and element is skipped:
                skipped = None
                _tail(element, text)
            continue
        if not isinstance(element.tag, str):
            continue
        if event == "end":
            _close(element, text, boxes)
        elif _hidden(element, text.hidden):
            skipped = element
        else:
            _open(element, text, boxes)
    text.end_line()


def _hidden(element: Any, boxes: frozenset[str]) -> bool:
    if element.tag in _HIDDEN or _INVISIBLE.search(element.get("style") or "") is not None:
        return True
    return bool(_names(element) & boxes)


def _names(element: Any) -> set[str]:
    names = f"{element.get('class') or ''} {element.get('id') or ''}"[:500].lower().split()
    return {name.removeprefix("x_").removeprefix("ecx") for name in names}


def _open(element: Any, text: _Text, boxes: dict[Any, bool]) -> None:
    tag, names = element.tag, _names(element)
    if tag == "br":
        text.blank()
    elif tag in _LINE:
        text.end_line()
    elif tag in ("td", "th"):
        text.add(" ")
    text.preformatted += tag == "pre"
    if tag == "hr":
        text.lines.append(("_" * 20, tuple(text.stack)))
    if names & _QUOTE_BEGINS and not text.rest_quoted:
        text.rest_quoted = True
        text.blocks.append(_Block(sure=True, indentation=False))
        text.stack.append(len(text.blocks) - 1)
    elif tag == "blockquote" or names & _QUOTE_BOX:
        text.blocks.append(_block(element, names, text))
        text.stack.append(len(text.blocks) - 1)
        boxes[element] = True
    if element.text:
        text.add(element.text)


def _block(element: Any, names: set[str], text: _Text) -> _Block:
    before = text.last_words()
    sure = bool(names & _QUOTE_BOX) or (element.get("type") or "").lower() == "cite" or before.endswith((":", "："))
    return _Block(sure=sure, indentation="gmail_quote" in names)


def _close(element: Any, text: _Text, boxes: dict[Any, bool]) -> None:
    text.preformatted -= element.tag == "pre"
    if element.tag in _LINE and element.tag != "br":
        text.end_line(spaced=element.tag in _SPACED)
    if boxes.pop(element, False) and text.stack:
        text.stack.pop() if not text.rest_quoted else None
    _tail(element, text)


def _tail(element: Any, text: _Text) -> None:
    if element.tail:
        text.add(element.tail)


def _marked(text: _Text) -> str:
    """Write the lines with their marks."""
    quote = _quotes(text)
    marked = (("> " * sum(quote[number] for number in stack) + words).rstrip() for words, stack in text.lines)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(marked)).replace("\xa0", " ").strip()


def _quotes(text: _Text) -> list[bool]:
    """Which blockquotes are quotes: the certain ones and what stands in or below them; without a certain one, all.

    Before the first certain one they are a person's indentation, and so they are in a page that has nothing else.
    """
    certain = [block.sure for block in text.blocks]
    first = certain.index(True) if True in certain else len(certain)
    outside = any(words and not stack for words, stack in text.lines)
    loose = first == len(certain) and outside
    return [number >= first or (loose and not block.indentation) for number, block in enumerate(text.blocks)]
