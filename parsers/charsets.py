"""Bytes of a declared character set become text: aliases, fallbacks, and never an exception."""

import codecs
import re

_ALIASES = {
    "iso88591": "cp1252",  # WHATWG: what calls itself Latin-1 or ASCII is Windows-1252 in practice
    "latin1": "cp1252",
    "usascii": "cp1252",
    "ascii": "cp1252",
    "ansix341968": "cp1252",
    "iso885915": "iso8859-15",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "xgbk": "gb18030",
    "cngb": "gb18030",
    "chinesebig5": "big5",
    "xsjis": "cp932",
    "shiftjis": "cp932",
    "sjis": "cp932",
    "windows31j": "cp932",
    "iso2022jp": "iso2022_jp_2",
    "ksc56011987": "cp949",
    "ksc5601": "cp949",
    "euckr": "cp949",
    "iso88598i": "iso8859-8",
    "iso88598e": "iso8859-8",
    "iso88599": "cp1254",
    "tis620": "cp874",
    "iso885911": "cp874",
    "unicode11utf8": "utf-8",
    "unicode11utf7": "utf-7",
    "utf8mb4": "utf-8",
    "xmacroman": "mac_roman",
    "macintosh": "mac_roman",
    "xmaccyrillic": "mac_cyrillic",
    "xmacce": "mac_latin2",
    "koi8r": "koi8_r",
    "koi8u": "koi8_u",
    "utf16": "utf-16",
    "unicode": "utf-16",
    "ucs2": "utf-16",
}
# Python knows codecs that are no character sets, and some that turn harmless letters into others (docs/reliability.md 3.3).
_REFUSED = re.compile(
    r"rot|hex|zip|zlib|bz2|base64|uu|quopri|idna|punycode|undefined|escape|raw|mbcs|oem|unicodeinternal|utf7|charmap|string"
)
_NOT_A_LETTER = re.compile(r"[^a-z0-9]")


def codec_for(charset: str) -> str | None:
    """The codec of a declared character set, or None when there is none that is safe to use."""
    key = _NOT_A_LETTER.sub("", charset.strip().strip("\"'").casefold()[:40])
    if not key:
        return None
    name = _ALIASES.get(key) or _registered(charset) or _registered(key.removeprefix("x").replace("cswindows", "windows"))
    if name is None or _REFUSED.search(_NOT_A_LETTER.sub("", name)):
        return None
    return name


def _registered(name: str) -> str | None:
    try:
        return codecs.lookup(name.strip().strip("\"'")[:40]).name
    except (LookupError, UnicodeError, ValueError, TypeError):
        return None


def decode(content: bytes, charset: str = "") -> str:
    """Text of bytes: strictly as UTF-8 where that works, else by the declared set, else by the likeliest one. Raises nothing.

    UTF-8 comes first because a text that is valid UTF-8 and not ASCII is UTF-8 whatever its label says; stateful and
    16-bit sets are exempt, their bytes look like ASCII.
    """
    codec = codec_for(charset)
    if codec is not None and codec.replace("_", "-").startswith(("utf-16", "utf-32", "iso2022", "hz", "cp037", "cp500")):
        return _lossy(content, codec)
    text = _strict(content, "utf-8-sig")
    if text is not None:
        return text
    if codec is None or codec.startswith("utf-8"):
        return _likeliest(content)
    return _lossy(content, codec)


def _strict(content: bytes, codec: str) -> str | None:
    try:
        return content.decode(codec)
    except (UnicodeError, ValueError, LookupError):
        return None


def _lossy(content: bytes, codec: str) -> str:
    try:
        return content.decode(codec, "replace")
    except (UnicodeError, ValueError, LookupError):
        return content.decode("utf-8", "replace")


def _likeliest(content: bytes) -> str:
    """A text mostly UTF-8 with a broken letter (cut in the middle, for example) keeps the rest; other bytes are Windows-1252."""
    text = content.decode("utf-8", "replace")
    high = sum(byte > 127 for byte in content[:65536])
    broken = text[:65536].count("\ufffd")
    return text if broken * 4 <= high else content.decode("cp1252", "replace")
