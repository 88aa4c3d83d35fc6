"""The header block: encoded words, parameters and addresses in every broken form, and no way to make the reader raise."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.headers import MAX_HEADERS, mailboxes, message_ids, parameters, read_headers, split_head, unencode


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("=?utf-8?Q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        ("=?iso-8859-1?q?Gr=FC=DFe?= aus =?UTF-8?B?w5ZzdGVycmVpY2g=?=", "Grüße aus Österreich"),
        ("=?utf-8?B?5rOo?= =?utf-8?B?5paH?=", "注文"),
        ("=?utf-8?Q?caf=C3?= =?utf-8?Q?=A9?=", "café"),
        ("=?utf-8*en?Q?x?=", "x"),
        ("a=?utf-8?Q?b?=c", "abc"),
        ('"=?utf-8?Q?b?="', '"b"'),
        ("=?nonsense?Q?caf=C3=A9?=", "café"),
        ("=?utf-8?B?Y2Fm6Q?=", "café"),
        ("=?utf-8?Q?unended", "=?utf-8?Q?unended"),
        ("=?iso-8859-1?Q?two_words?=", "two words"),
        ("=?windows-1251?B?z/Do4uXy?=", "Привет"),
        ("=?iso-2022-jp?B?GyRCQ21KOBsoQg==?=", "注文"),
        ("=?utf-7?Q?+AGE-?=", "+AGE-"),
    ],
)
def test_encoded_words(written, read):
    """RFC 2047 where it belongs and where it does not; an unsafe or unknown set is read as UTF-8."""
    assert unencode(written) == read


def test_a_header_cannot_smuggle_another():
    """Decoded line ends become spaces (docs/threats.md T14)."""
    headers = read_headers(b"Subject: =?utf-8?Q?hi=0D=0ABcc:_evil@bad.test?=\r\n")
    assert headers.text("subject") == "hi Bcc: evil@bad.test"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ('attachment; filename="a b.pdf"', "a b.pdf"),
        ("attachment; filename=a b.pdf", "a b.pdf"),
        ('attachment; filename="a;b.pdf"; size=3', "a;b.pdf"),
        ('attachment; filename="unended.pdf', "unended.pdf"),
        ("attachment; filename*=utf-8''Gr%C3%BC%C3%9Fe.pdf", "Grüße.pdf"),
        ("attachment; filename*=UTF-8'de'%C3%A4.pdf", "ä.pdf"),
        ("attachment; filename*0=ab; filename*1=cd.pdf", "abcd.pdf"),
        ("attachment; filename*1*=%B6.pdf; filename*0*=utf-8''%C3", "ö.pdf"),
        ("attachment; filename*0*=iso-8859-1''%E4; filename*1=\".pdf\"", "ä.pdf"),
        ("attachment; filename*=''plain.pdf", "plain.pdf"),
        ("attachment; filename*=broken%C3%A4.pdf", "brokenä.pdf"),
        ('attachment; filename = "spaced.pdf"', "spaced.pdf"),
        ('attachment;filename="q\\"uote.pdf"', 'q"uote.pdf'),
        ("ATTACHMENT; FILENAME=UP.PDF", "UP.PDF"),
        ("attachment;; filename=x.pdf;", "x.pdf"),
    ],
)
def test_file_names(written, name):
    """RFC 2231 in every broken form."""
    disposition, about = parameters(written)
    assert (disposition, about["filename"]) == ("attachment", name)


@pytest.mark.parametrize(
    ("written", "address", "name", "odd"),
    [
        ("anna@supplier.example", "anna@supplier.example", "", False),
        ("Anna <Anna@Supplier.Example>", "anna@supplier.example", "Anna", False),
        ('"Smith, Anna" <anna@supplier.example>', "anna@supplier.example", "Smith, Anna", False),
        ("anna@supplier.example (Anna)", "anna@supplier.example", "Anna", False),
        ("=?utf-8?Q?J=C3=B6rg?= <j@supplier.example>", "j@supplier.example", "Jörg", False),
        ('"ap@supplier.example" <x@evil.example>', "x@evil.example", "ap@supplier.example", False),
        ("ap@supplier.example <x@evil.example>", "x@evil.example", "ap@supplier.example", True),
        ("<a@supplier.example> <b@evil.example>", "b@evil.example", "<a@supplier.example>", True),
        ("Anna <anna@münchen.example>", "anna@xn--mnchen-3ya.example", "Anna", False),
        ("Anna <anna@supplier.example", "anna@supplier.example", "Anna", True),
    ],
)
def test_one_address(written, address, name, odd):
    """Only what stands in brackets, or alone, is an address; what breaks the grammar says so."""
    box = mailboxes(written)[0]
    assert (box.address, box.name, box.odd) == (address, name, odd)


def test_many_addresses():
    """Lists, groups and empty places."""
    written = 'Team: a@x.example, "b, c" <b@x.example>;, , nobody, d@x.example (d, e)'
    assert [box.address for box in mailboxes(written)] == ["a@x.example", "b@x.example", "d@x.example"]


@pytest.mark.parametrize(
    "written", ["<", "<>", "<a@", "<a@[", "((((" * 5000, "<" * 20000, "a@b," * 20000, '"' * 9999, "@" * 9999, "\\"]
)
def test_hostile_addresses_and_ids(written):
    """They give something or nothing, at once."""
    assert len(mailboxes(written)) <= 500
    assert len(message_ids(written)) <= 200


def test_stray_lines_and_folds():
    """mbox lines, lines without a colon, bare CR and 8-bit names are passed over; folds are joined."""
    block = b"From someone Tue May 12\nSubject: a\n  b\nnonsense\n: x\nTo : b@x.example\rCc: c@x.example\n\xff: y\n"
    headers = read_headers(block)
    assert headers.fields == (("subject", "a b"), ("to", "b@x.example"), ("cc", "c@x.example"))


def test_too_many_fields_are_told():
    """Fields beyond the limit are not read, and the block says so."""
    assert read_headers(b"A: b\n" * (MAX_HEADERS + 1)).crowded
    assert not read_headers(b"A: b\n" * MAX_HEADERS).crowded
    assert read_headers(b"A: " + b"b" * 300_000).crowded


@pytest.mark.parametrize(
    ("raw", "body"),
    [
        (b"A: b\n\nbody", b"body"),
        (b"A: b\r\n\r\nbody", b"body"),
        (b"A: b\r\rbody", b"body"),
        (b"\nbody", b"body"),
        (b"no header here\nmore", b"no header here\nmore"),
        (b"A: b", b""),
        (b"", b""),
    ],
)
def test_where_the_body_begins(raw, body):
    """After the first empty line of any kind; a mail without headers is all body."""
    assert raw[split_head(raw)[1] :] == body


@settings(deadline=None)
@given(st.binary(max_size=2000))
def test_any_bytes_are_headers(raw):
    """Nothing raises, and every value can be encoded again."""
    for name, _ in read_headers(raw).fields:
        read_headers(raw).text(name).encode()


@settings(deadline=None)
@given(st.text(max_size=500))
def test_any_text_is_a_parameter_list(text):
    """Nothing raises."""
    parameters(text)
    mailboxes(text)
    unencode(text)
