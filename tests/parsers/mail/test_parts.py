"""The tree of parts: limits against bombs, and boundaries that are wrong, missing or shared."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.parts import MAX_DEPTH, MAX_PARTS, TooComplex, read_parts, transferred

BOMBS = {
    "nested multiparts": b"".join(b"Content-Type: multipart/mixed; boundary=a%d\n\n--a%d\n" % (n, n) for n in range(1000)),
    "nested messages": b"Content-Type: message/rfc822\n\n" * 1000,
    "flat parts": b"Content-Type: multipart/mixed; boundary=a\n\n" + b"--a\n\nx\n" * 100_000,
    "headers": b"A: b\n" * 100_000 + b"\nx",
    "a large header": b"A: " + b"b" * 1_000_000 + b"\n\nx",
    "headers of parts": b"Content-Type: multipart/mixed; boundary=a\n\n" + (b"--a\n" + b"A: b\n" * 900 + b"\nx\n") * 20,
}


@pytest.mark.parametrize("raw", BOMBS.values(), ids=BOMBS)
def test_bombs_are_refused_at_once(raw):
    """Depth, parts and fields are counted while reading (docs/threats.md T15); the bound leaves room for a busy machine."""
    began = time.process_time()
    with pytest.raises(TooComplex):
        read_parts(raw)
    assert time.process_time() - began < 0.5


def test_honest_limits_are_read():
    """The last depth and number that are allowed."""
    flat = read_parts(b"Content-Type: multipart/mixed; boundary=a\n\n" + b"--a\n\nx\n" * (MAX_PARTS - 1))
    deep = read_parts(b"Content-Type: message/rfc822\n\n" * MAX_DEPTH + b"Subject: x\n\ny")
    assert len(flat.children) == MAX_PARTS - 1
    assert sum(1 for _ in deep.walk()) == MAX_DEPTH + 1


def test_a_quadratic_parameter_list_is_cut():
    """Sixteen thousand parameters cost nothing."""
    began = time.process_time()
    read_parts(b"Content-Type: text/plain" + b"; a=b" * 16_000 + b"\n\nx")
    assert time.process_time() - began < 0.5


@pytest.mark.parametrize(
    ("raw", "texts"),
    [
        (b"Content-Type: multipart/mixed; boundary=a\n\n--a\n\none\n--a\n\ntwo\n--a--\n", [b"one", b"two"]),
        (b"Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n\r\none\r\n--a\r\n\r\ntwo", [b"one", b"two"]),
        (b"Content-Type: multipart/mixed; boundary=wrong\n\n--right\nContent-Type: text/plain\n\none\n--right--\n", [b"one"]),
        (b"Content-Type: multipart/mixed\n\n--right\nContent-Type: text/plain\n\none\n--right--\n", [b"one"]),
        (b"Content-Type: multipart/mixed; boundary=never\n\njust text", [b"just text"]),
        (b'Content-Type: multipart/mixed; boundary="a b"\n\n--a b  \n\none\n--a b--', [b"one"]),
        (b"Content-Type: multipart/mixed; boundary=a\n\n--a\n--a\n\ntwo\n--a--", [b"", b"two"]),
        (b"Content-Type: multipart/mixed; boundary=a\n\n--aa\n\none\n--a\n\ntwo\n--a--", [b"two"]),
        (b"Content-Type: text\n\none", [b"one"]),
        (b"Content-Type: ;;;\n\none", [b"one"]),
        (b"one", [b"one"]),
    ],
)
def test_boundaries(raw, texts):
    """Right, wrong, missing, with spaces, with the beginning of another."""
    assert [part.body.strip() for part in read_parts(raw).walk() if not part.children] == texts


@pytest.mark.parametrize(
    ("body", "encoding", "content"),
    [
        (b"SGk=", "base64", b"Hi"),
        (b"SG k", "BASE64", b"Hi"),
        (b"SGk", "base64", b"Hi"),
        (b"SGk=\nSGk=\n", "base64", b"HiHi"),
        (b"!!SGk=", "base64", b"Hi"),
        (b"SGkx!", "base64", b"Hi1"),
        (b"=48i=\n there=ZZ", "quoted-printable", b"Hi there=ZZ"),
        (b"Hi", "8bit", b"Hi"),
        (b"Hi", "nonsense", b"Hi"),
        (b'begin 644 x\n"2&D \n`\nend\n', "x-uuencode", b"Hi"),
    ],
)
def test_transfer_encodings(body, encoding, content):
    """As far as they can be undone."""
    assert transferred(body, encoding) == content


@settings(deadline=None)
@given(st.binary(max_size=3000))
def test_any_bytes_are_a_tree(raw):
    """Only TooComplex may be raised."""
    try:
        for part in read_parts(raw).walk():
            part.content()
    except TooComplex as limit:
        assert str(limit)


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                b"--a\n",
                b"--a--\n",
                b"\n",
                b"Content-Type: multipart/mixed; boundary=a\n",
                b"x\n",
                b"Content-Type: message/rfc822\n",
                b"\r",
            ]
        ),
        max_size=60,
    )
)
def test_any_order_of_delimiters_is_a_tree(lines):
    """Shared boundaries, delimiters in headers, closings before openings."""
    try:
        read_parts(b"Content-Type: multipart/mixed; boundary=a\n\n" + b"".join(lines))
    except TooComplex as limit:
        assert str(limit)
