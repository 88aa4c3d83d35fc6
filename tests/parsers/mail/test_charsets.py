"""Bytes become text whatever their label says."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.charsets import codec_for, decode


@pytest.mark.parametrize(
    ("content", "charset", "text"),
    [
        (b"Gr\xfc\xdfe", "iso-8859-1", "Grüße"),
        (b"5 \x80", "iso-8859-1", "5 €"),
        ("Grüße".encode(), "iso-8859-1", "Grüße"),
        ("Grüße".encode(), "", "Grüße"),
        (b"Gr\xfc\xdfe", "", "Grüße"),
        (b"Gr\xfc\xdfe", "unknown-8bit", "Grüße"),
        (b"Gr\xfc\xdfe", "us-ascii", "Grüße"),
        ("Привет".encode("koi8-r"), "KOI8-R", "Привет"),
        ("Привет".encode("cp1251"), '"windows-1251"', "Привет"),
        ("注文".encode("gb18030"), "gb2312", "注文"),
        ("注文".encode("cp932"), "Shift_JIS", "注文"),
        ("注文".encode("iso2022_jp"), "ISO-2022-JP", "注文"),
        ("注文".encode("big5"), "Big5", "注文"),
        ("hi".encode("utf-16"), "utf-16", "hi"),
        (b"\xef\xbb\xbfhi", "utf-8", "hi"),
        ("caf\xe9 Grüße schön".encode()[:-1] + b"\xc3", "utf-8", "café Grüße schö\ufffd"),
        (b"+AGE-", "utf-7", "+AGE-"),
        (b"\\x41", "unicode_escape", "\\x41"),
    ],
)
def test_decode(content, charset, text):
    """Aliases, fallbacks, and sets that are refused because they hide letters."""
    assert decode(content, charset) == text


@pytest.mark.parametrize(
    "charset", ["rot13", "hex", "zip", "idna", "undefined", "utf-8\0", "base64", "punycode", "utf-7", "", "x" * 10_000]
)
def test_what_is_no_character_set(charset):
    """Python's other codecs are none, and a name with a NUL raises nowhere."""
    assert codec_for(charset) in (None, "utf-8")
    decode(b"\xff\xfe\x00abc", charset)


@settings(deadline=None)
@given(st.binary(max_size=300), st.text(max_size=30))
def test_nothing_raises(content, charset):
    """Any bytes, any label."""
    decode(content, charset)
