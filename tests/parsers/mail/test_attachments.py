"""Files at any depth, their names and roles; one bad file never spoils the others."""

import base64
import io
import struct
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.message import FileRole
from parsers.attachments import clean_name
from parsers.containers import MAX_FILES, open_outlook_message, open_winmail, open_zip, outlook_as_mail
from parsers.smime import signed_content
from tests.parsers.mail.outlook_files import outlook_file

# The head of a CMS SignedData with its content inside, in the indefinite lengths that `openssl smime -sign -nodetach` writes.
SIGNED = bytes.fromhex("308006092a864886f70d010702a0803080020101310b300906052b0e03021a0500308006092a864886f70d010701a080248004")


def mail_with(name: str, content: bytes, media: str = "application/octet-stream") -> bytes:
    """A mail with one file."""
    encoded = base64.encodebytes(content)
    head = (
        b"From: a@supplier.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nwords\n--b\nContent-Type: "
        + media.encode()
    )
    return (
        head
        + f'\nContent-Disposition: attachment; filename="{name}"\nContent-Transfer-Encoding: base64\n\n'.encode()
        + encoded
        + b"\n--b--"
    )


def zipped(files: dict[str, bytes]) -> bytes:
    """A zip archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def winmail(name: str, content: bytes, body: str) -> bytes:
    """A winmail.dat with one file, by the letter of MS-OXTNEF."""

    def attribute(level: int, tag: int, data: bytes) -> bytes:
        return struct.pack("<BII", level, tag, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)

    parts = [attribute(1, 0x0002800C, body.encode() + b"\0"), attribute(2, 0x00069002, b"\1\0" + b"\0" * 12)]
    parts += [attribute(2, 0x00018010, name.encode() + b"\0"), attribute(2, 0x0006800F, content)]
    return struct.pack("<IH", 0x223E9F78, 1) + b"".join(parts)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("invoice.pdf", "invoice.pdf"),
        ("../../etc/cron.d/x", "x"),
        ("..%2F..%2Fetc", "%2F..%2Fetc"),
        ("C:\\Temp\\invoice.pdf", "invoice.pdf"),
        ("inv\u202efdp.exe", "invfdp.exe"),
        ("a\0b\r\nc.pdf", "ab c.pdf"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("x" * 5000 + ".pdf", "x" * 116 + ".pdf"),
        ("", "application-1.pdf"),
        ("...", "application-1.pdf"),
        ("Grüße/", "Grüße"),
        (" .hidden ", "hidden"),
    ],
)
def test_names_to_show(written, shown):
    """No path, no control or bidi letters, 120 letters at most (docs/threats.md T20)."""
    assert clean_name(written, "application/pdf") == shown


@pytest.mark.parametrize(
    ("name", "content", "media", "role"),
    [
        ("invoice.pdf", b"%PDF-1.7", "application/pdf", FileRole.OTHER),
        ("empty.pdf", b"", "application/pdf", FileRole.EMPTY),
        ("blank.pdf", b" \n", "application/pdf", FileRole.EMPTY),
        ("setup.exe", b"MZ", "application/octet-stream", FileRole.EXECUTABLE),
        ("invoice.pdf.js", b"x", "application/pdf", FileRole.EXECUTABLE),
        ("invoice.pdf", b"MZ\x90\0", "application/pdf", FileRole.EXECUTABLE),
        ("smime.p7s", b"0", "application/pkcs7-signature", FileRole.SIGNATURE),
        ("secret.pgp", b"x", "application/octet-stream", FileRole.ENCRYPTED),
        ("msg.asc", b"-----BEGIN PGP SIGNATURE-----", "application/pgp-signature", FileRole.SIGNATURE),
        (
            "smime.p7m",
            bytes.fromhex("30820400") + bytes.fromhex("06092a864886f70d010703"),
            "application/pkcs7-mime",
            FileRole.ENCRYPTED,
        ),
        ("page.jpg", b"\xff\xd8" + b"x" * 90_000, "image/jpeg", FileRole.OTHER),
    ],
)
def test_roles_by_form(opened, name, content, media, role):
    """What a file is for, as far as its form shows it."""
    assert [a.role for a in opened(mail_with(name, content, media)).attachments] == [role]


def test_a_small_inline_picture_is_a_logo(opened):
    """It has a Content-ID; a page photo of the same type is large or has none."""
    raw = b"""From: a@supplier.example
Content-Type: multipart/related; boundary=b

--b
Content-Type: text/html

<p>words</p><img src="cid:1">
--b
Content-Type: image/png
Content-ID: <1>

png
--b--"""
    message = opened(raw)
    assert [(a.name, a.role, a.inline) for a in message.attachments] == [("image-1.png", FileRole.LOGO, True)]


def test_a_zip_is_opened_one_level(opened):
    """The archive and its files; an archive in it stays closed."""
    inner = zipped({"deep.pdf": b"x"})
    message = opened(mail_with("all.zip", zipped({"a.pdf": b"%PDF", "b.zip": inner}), "application/zip"))
    assert [a.name for a in message.attachments] == ["all.zip", "a.pdf", "b.zip"]


def test_zip_bombs_are_bounded():
    """A ratio of 1000, and more files than anybody sends (docs/threats.md T16)."""
    assert open_zip(zipped({"zero": b"\0" * 30_000_000})) == ()
    assert len(open_zip(zipped({f"{n}.txt": b"x" * 50 for n in range(MAX_FILES + 50)}))) == MAX_FILES
    assert open_zip(b"PK\3\4 nothing") == ()


def test_an_encrypted_zip_is_named(opened):
    """The flag of the first entry says it."""
    content = bytearray(zipped({"a.pdf": b"%PDF"}))
    content[6] |= 1
    assert opened(mail_with("a.zip", bytes(content), "application/zip")).attachments[0].role is FileRole.ENCRYPTED


def test_winmail_is_its_contents(opened):
    """The file inside, not the envelope; and the words, where the envelope holds the only ones."""
    message = opened(mail_with("winmail.dat", winmail("invoice 77.pdf", b"%PDF", "words inside"), "application/ms-tnef"))
    alone = b"From: a@supplier.example\nContent-Type: application/ms-tnef\nContent-Transfer-Encoding: base64\n\n"
    alone += base64.encodebytes(winmail("invoice 77.pdf", b"%PDF", "words inside"))
    assert [(a.name, a.content) for a in message.attachments] == [("invoice 77.pdf", b"%PDF")]
    assert opened(alone).new_text == "words inside"
    assert [a.name for a in opened(alone).attachments] == ["invoice 77.pdf"]


def test_uuencoded_files_leave_the_text(opened):
    """The file is an attachment, the words around it stay; `begin 644` in prose is prose."""
    raw = 'From: a@supplier.example\n\nsee below\nbegin 644 a.txt\n"2&D \n`\nend\nthanks'
    message = opened(raw)
    assert (message.new_text, [(a.name, a.content) for a in message.attachments]) == ("see below\n\nthanks", [("a.txt", b"Hi")])
    assert (
        opened("From: a@supplier.example\n\nbegin 644 pallets on Monday\nwe say").new_text
        == "begin 644 pallets on Monday\nwe say"
    )


def carrying(inner: bytes, boundary: bytes) -> bytes:
    """A mail with another attached."""
    head = b"From: a@supplier.example\nSubject: " + boundary + b"\nContent-Type: multipart/mixed; boundary=" + boundary
    return head + b"\n\n--" + boundary + b"\nContent-Type: message/rfc822\n\n" + inner + b"\n--" + boundary + b"--"


def test_nested_mails_give_their_files(opened):
    """Three levels down."""
    message = opened(carrying(carrying(mail_with("deep.pdf", b"%PDF"), b"two"), b"one"))
    assert [(a.name, a.role) for a in message.attachments] == [
        ("two.eml", FileRole.MESSAGE),
        ("message.eml", FileRole.MESSAGE),
        ("deep.pdf", FileRole.OTHER),
    ]
    assert message.forwarded[0].forwarded[0].attachments[0].name == "deep.pdf"


def test_signed_content_is_read(opened):
    """S/MIME with the content inside, in pieces of indefinite length as programs write it."""
    mail = b"Content-Type: text/plain\r\n\r\nsigned words\r\n"
    blob = SIGNED + bytes([len(mail)]) + mail + b"\0\0" * 6
    head = b"From: a@supplier.example\nContent-Type: application/pkcs7-mime; smime-type=signed-data\n"
    head += b"Content-Transfer-Encoding: base64\n\n"
    assert signed_content(blob) == mail
    assert opened(head + base64.encodebytes(blob)).new_text == "signed words"


def test_pgp_armour_is_taken_off(opened):
    """The signed words without their frame."""
    raw = """From: a@x.example

-----BEGIN PGP SIGNED MESSAGE-----
Hash: SHA256

- -- ok
we confirm
-----BEGIN PGP SIGNATURE-----

abc
-----END PGP SIGNATURE-----
"""
    assert opened(raw).new_text == "-- ok\nwe confirm"


@settings(deadline=None)
@given(st.binary(max_size=600))
def test_containers_never_raise(content):
    """Broken files give nothing."""
    open_zip(b"PK\3\4" + content)
    open_winmail(b"\x78\x9f\x3e\x22" + content)
    open_outlook_message(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + content)
    signed_content(b"0\x80" + content)


@settings(deadline=None)
@given(st.integers(0, 400), st.binary(min_size=1, max_size=4))
def test_a_damaged_winmail_never_raises(at, damage):
    """Any few bytes of it overwritten."""
    content = bytearray(winmail("invoice.pdf", b"%PDF" * 20, "words"))
    content[at : at + len(damage)] = damage
    open_winmail(bytes(content))


HEADERS = (
    "From: Anna <anna@supplier.example>\r\nTo: buyer@acme.example\r\nSubject: Rechnung 77\r\nMessage-ID: <1@supplier.example>\r\n"
)
BIG = b"%PDF-1.7\n" + bytes(range(256)) * 40


@pytest.mark.parametrize("headers", [HEADERS, ""])
def test_an_outlook_file_is_a_mail_with_its_files(opened, headers):
    """A .msg forwarded as a file: who wrote it, its words, and its files small and large, with and without transport headers."""
    files = (("Rechnung 77.pdf", "application/pdf", b"%PDF-1.7 small"), ("Zeichnung.pdf", "application/pdf", BIG))
    content = base64.b64encode(outlook_file("Rechnung 77", "Anbei unsere Rechnung 77.\r\n", headers, files))
    head = b"From: tom@acme.example\nSubject: WG: 77\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nbitte buchen\n--b\n"
    part = b"Content-Type: application/vnd.ms-outlook; name=77.msg\nContent-Transfer-Encoding: base64\n\n"
    message = opened(head + part + content + b"\n--b--")
    inner = message.forwarded[0]

    assert (message.new_text, inner.sender, inner.subject) == ("bitte buchen", "anna@supplier.example", "Rechnung 77")
    assert inner.new_text == "Anbei unsere Rechnung 77."
    assert [(a.name, a.content) for a in inner.attachments] == [("Rechnung 77.pdf", files[0][2]), ("Zeichnung.pdf", BIG)]


def test_a_saved_outlook_file_is_the_mail_that_it_was(opened):
    """Its header, words and files, as if the server had handed it over; a torn one is none."""
    files = (("Rechnung 77.pdf", "application/pdf", BIG),)
    message = opened(outlook_as_mail(outlook_file("Rechnung 77", "Anbei unsere Rechnung 77.\r\n", HEADERS, files)))

    assert (message.sender, message.subject, message.new_text) == (
        "anna@supplier.example",
        "Rechnung 77",
        "Anbei unsere Rechnung 77.",
    )
    assert [(a.name, a.content) for a in message.attachments] == [("Rechnung 77.pdf", BIG)]
    assert outlook_as_mail(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1torn") is None


@pytest.mark.parametrize("keep", [0, 8, 511, 512, 1500, 4000])
def test_a_torn_outlook_file_breaks_nothing(opened, keep):
    """Cut anywhere, it stays a file among others."""
    torn = outlook_file("x", "y", HEADERS, (("a.pdf", "application/pdf", BIG),))[:keep]
    content = base64.b64encode(torn)
    raw = b"From: a@supplier.example\nContent-Type: application/vnd.ms-outlook; name=x.msg\nContent-Transfer-Encoding: base64\n\n"
    assert [a.name for a in opened(raw + content).attachments] == ["x.msg"]
