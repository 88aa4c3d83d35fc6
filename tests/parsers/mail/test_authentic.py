"""Whether the From address is its owner's: three sources, and the bypasses that are known for each."""

import base64

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given, settings
from hypothesis import strategies as st

from core.message import Trust, Verdict
from core.names import Address
from parsers.authentic import aligned, names_needed

MAIL = (
    b"From: Anna <anna@supplier.com>\r\nTo: orders@acme.example\r\nSubject: ok\r\nMessage-ID: <1@supplier.com>\r\n"
    b"Date: Tue, 12 May 2026 09:00:00 +0200\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nconfirmed\r\n"
)
SIGNED_FIELDS = [b"from", b"to", b"subject", b"date", b"message-id"]
REJECT = {"_dmarc.supplier.com": "v=DMARC1; p=reject"}


@pytest.fixture(scope="module")
def key():
    """A private key in PEM and the TXT record of its public half."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    public = private.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return pem, "v=DKIM1; k=rsa; p=" + base64.b64encode(public).decode()


@pytest.fixture
def signed(key):
    """Sign a mail for a domain; the DNS then holds its key."""

    def sign(mail: bytes = MAIL, domain: str = "supplier.com", length: bool = False) -> tuple[bytes, dict[str, str]]:
        signature = dkim.sign(mail, b"s1", domain.encode(), key[0], include_headers=SIGNED_FIELDS, length=length)
        return signature + mail, {f"s1._domainkey.{domain}": key[1]}

    return sign


def test_a_valid_signature_of_the_senders_domain_passes(opened, signed):
    """Equal, or of the same organisational domain."""
    raw, keys = signed()
    below, below_keys = signed(domain="mail.supplier.com")
    assert opened(raw, Trust.DKIM, keys).authenticity.verdict is Verdict.PASS
    assert opened(below, Trust.DKIM, below_keys).authenticity.verdict is Verdict.PASS


def test_the_names_that_must_be_fetched(signed):
    """Keys of the signatures, and the policy of the From domain and of its organisation."""
    raw, _ = signed(MAIL.replace(b"anna@supplier.com", b"anna@mail.supplier.com"))
    assert names_needed(raw) == ("s1._domainkey.supplier.com", "_dmarc.mail.supplier.com", "_dmarc.supplier.com")
    assert names_needed(b"DKIM-Signature: d=a b; s=../../x\r\n\r\n") == ()


BYPASSES = {
    "body changed": lambda raw: raw.replace(b"confirmed", b"rejected"),
    "second Subject in front": lambda raw: b"Subject: pay now\r\n" + raw,
    "second Content-Type in front": lambda raw: b"Content-Type: text/html\r\n" + raw,
    "second To in front": lambda raw: b"To: x@y.example\r\n" + raw,
    "second Reply-To": lambda raw: b"Reply-To: a@evil.example\r\nReply-To: b@evil.example\r\n" + raw,
    "second MIME-Version": lambda raw: b"MIME-Version: 1.0\r\n" + raw,
    "signature cut": lambda raw: raw.replace(b"b=", b"b=A", 1),
}


@pytest.mark.parametrize("change", BYPASSES.values(), ids=BYPASSES)
def test_a_changed_mail_does_not_pass(opened, signed, change):
    """Without a policy that is none; under one that rejects it is a forgery."""
    raw, keys = signed()
    lenient = opened(change(raw), Trust.DKIM, keys).authenticity
    strict = opened(change(raw), Trust.DKIM, keys | REJECT).authenticity
    assert (lenient.verdict, lenient.enforced) == (Verdict.NONE, False)
    assert (strict.verdict, strict.enforced) == (Verdict.FAIL, True)


def test_a_signature_over_a_part_does_not_pass(opened, signed):
    """`l=` lets anybody append (docs/reliability.md 3.4)."""
    raw, keys = signed(length=True)
    found = opened(raw + b"\r\npay to another account", Trust.DKIM, keys).authenticity
    assert (found.verdict, "l=" in found.why) == (Verdict.NONE, True)


@pytest.mark.parametrize("name", [b"From: evil@bad.example\r\n", b"From: Anna <anna@supplier.com>\r\n"])
def test_a_second_from_is_a_forgery(opened, signed, name):
    """Whatever it says, and whatever is signed."""
    raw, keys = signed()
    assert opened(name + raw, Trust.DKIM, keys).authenticity.verdict is Verdict.FAIL


@pytest.mark.parametrize(
    "written",
    [b"anna@supplier.com, evil@bad.example", b"<anna@supplier.com> <evil@bad.example>", b"anna@supplier.com <evil@bad.example>"],
)
def test_two_addresses_in_from_are_a_forgery(opened, written):
    """With a comma, with brackets, or as a display name without quotes."""
    raw = MAIL.replace(b"Anna <anna@supplier.com>", written)
    assert opened(raw, Trust.DKIM, {}).authenticity.verdict is Verdict.FAIL


def test_a_name_in_quotes_is_only_a_name(opened):
    """The sender is the address; the name is shown beside it (docs/threats.md T3)."""
    message = opened(MAIL.replace(b"Anna <anna@supplier.com>", b'"anna@supplier.com" <x@gmail.com>'), Trust.DKIM, {})
    assert (message.sender, message.sender_name) == ("x@gmail.com", "anna@supplier.com")


def test_a_foreign_signer_does_not_pass(opened, signed):
    """A valid signature of somebody else proves somebody else."""
    raw, keys = signed(domain="bad.com")
    assert opened(raw, Trust.DKIM, keys).authenticity.verdict is Verdict.NONE


@pytest.mark.parametrize(
    ("signer", "domain", "together"),
    [
        ("supplier.com", "supplier.com", True),
        ("mail.supplier.co.uk", "supplier.co.uk", True),
        ("other.co.uk", "supplier.co.uk", False),
        ("co.uk", "supplier.co.uk", False),
        ("bad.test", "supplier.test", False),
        ("mail.supplier.test", "supplier.test", False),
        ("supplier.test", "supplier.test", True),
        ("b.internal", "a.internal", False),
        ("a.github.io", "b.github.io", False),
    ],
)
def test_alignment(signer, domain, together):
    """Names outside the public suffix list belong together only when equal."""
    assert aligned(signer, domain) is together


def test_keys_that_were_not_fetched_are_no_verdict(opened, signed):
    """A time-out of the DNS is "try again": the reader is not even asked then, and says none if it is."""
    raw, _ = signed()
    assert opened(raw, Trust.DKIM, None).authenticity.verdict is Verdict.NONE


def host(result: str, above: str = "", sender: str = "anna@supplier.com") -> str:
    """A mail as our own host hands it over."""
    return (
        f"{above}Received: from mx by box\nAuthentication-Results: {result}\nReceived: from supplier\nFrom: {sender}\n\nconfirmed"
    )


@pytest.mark.parametrize(
    ("result", "verdict"),
    [
        ("mx.acme.example; dmarc=pass header.from=supplier.com", Verdict.PASS),
        ("mx.acme.example 1; spf=pass; dkim=pass; dmarc=pass (p=REJECT sp=REJECT) header.from=supplier.com", Verdict.PASS),
        ("MX.Acme.Example; dmarc = pass header.from=mail.supplier.com", Verdict.PASS),
        ("mx.acme.example (comment; dmarc=pass); dmarc=fail (p=REJECT) header.from=supplier.com", Verdict.FAIL),
        ("mx.acme.example; dmarc=fail (p=QUARANTINE dis=QUARANTINE) header.from=supplier.com", Verdict.FAIL),
        ("mx.acme.example; dmarc=fail action=oreject header.from=supplier.com", Verdict.FAIL),
        ("mx.acme.example; dmarc=fail (p=NONE) header.from=supplier.com", Verdict.NONE),
        ("mx.acme.example; dmarc=fail header.from=supplier.com", Verdict.NONE),
        ("mx.acme.example; dmarc=none header.from=supplier.com", Verdict.NONE),
        ("mx.acme.example; dmarc=pass header.from=evil.com", Verdict.NONE),
        ("mx.acme.example; dmarc=pass header.from=supplier.com; dmarc=fail", Verdict.NONE),
        ("mx.acme.example; spf=pass; dkim=pass header.d=supplier.com", Verdict.NONE),
        ("evil.example; dmarc=pass header.from=supplier.com", Verdict.NONE),
        ("mx.acme.example.evil.example; dmarc=pass header.from=supplier.com", Verdict.NONE),
        ('mx.acme.example; x="dmarc=pass"', Verdict.NONE),
        ('mx.acme.example; spf=pass smtp.mailfrom="x;dmarc=pass header.from=supplier.com;"@evil.example', Verdict.NONE),
        ('mx.acme.example; spf=pass (of "a) ; dmarc=pass header.from=supplier.com (b); dkim=none', Verdict.NONE),
        ('mx.acme.example; spf=none reason="it (was"; dmarc=pass header.from=supplier.com', Verdict.PASS),
        ('"mx.acme.example" 1; dmarc=pass (a (nested) comment; dkim=fail) header.from=supplier.com', Verdict.PASS),
        ("mx.acme.example;\r\n\tspf=fail;\r\n dmarc=pass\r\n\theader.from=supplier.com", Verdict.PASS),
        ("mx.acme.example; xdmarc=pass header.from=supplier.com", Verdict.NONE),
        ("mx.acme.example; none", Verdict.NONE),
        (";;;", Verdict.NONE),
        ("(((((", Verdict.NONE),
    ],
)
def test_our_hosts_word(opened, result, verdict):
    """Only the DMARC result of our own host, about the From domain, without contradiction."""
    assert opened(host(result), Trust.HOST).authenticity.verdict is verdict


def test_a_result_below_our_own_received_line_is_foreign(opened):
    """The sender wrote it himself (docs/threats.md T2)."""
    forged = host("mx.acme.example; dmarc=pass header.from=supplier.com", above="Received: from box by inner\n")
    assert opened(forged, Trust.HOST).authenticity.verdict is Verdict.NONE


def test_two_results_of_our_host_that_disagree_are_none(opened):
    """One of them is not ours."""
    above = "Authentication-Results: mx.acme.example; dmarc=fail header.from=supplier.com\n"
    assert (
        opened(host("mx.acme.example; dmarc=pass header.from=supplier.com", above=above), Trust.HOST).authenticity.verdict
        is Verdict.NONE
    )


def test_the_policy_is_looked_up_where_the_host_does_not_note_it(opened):
    """The record of the domain, else of its organisation."""
    failed = host("mx.acme.example; dmarc=fail header.from=mail.supplier.com", sender="anna@mail.supplier.com")
    assert opened(failed, Trust.HOST, {"_dmarc.supplier.com": "v=DMARC1; p=none; sp=reject"}).authenticity.verdict is Verdict.FAIL
    assert opened(failed, Trust.HOST, {"_dmarc.supplier.com": "v=DMARC1; p=reject; sp=none"}).authenticity.verdict is Verdict.NONE


def test_a_signature_that_leaves_the_subject_open_does_not_pass(opened, key):
    """Else a yes to one order could be sent on as a yes to another."""
    signature = dkim.sign(MAIL, b"s1", b"supplier.com", key[0], include_headers=[b"from", b"date"])
    keys = {"s1._domainkey.supplier.com": key[1]}
    changed = signature + MAIL.replace(b"Subject: ok", b"Subject: [PO-1050]")
    assert opened(signature + MAIL, Trust.DKIM, keys).authenticity.verdict is Verdict.NONE
    assert opened(changed, Trust.DKIM, keys).authenticity.verdict is Verdict.NONE


def test_a_key_in_testing_does_not_pass(opened, signed):
    """Its owner asks to be treated as if he had not signed (RFC 6376 3.6.1)."""
    raw, keys = signed()
    testing = {name: f"{record}; t=y" for name, record in keys.items()}
    assert opened(raw, Trust.DKIM, testing).authenticity.verdict is Verdict.NONE
    assert opened(raw, Trust.DKIM, {name: f"{record}; t=s" for name, record in keys.items()}).authenticity.verdict is Verdict.PASS


@pytest.mark.parametrize("domain", ["test", "local", "internal", "com", "co.uk"])
def test_a_suffix_signs_for_nobody(opened, signed, domain):
    """Neither a public suffix nor a name outside the list speaks for the names below it."""
    raw, keys = signed(MAIL.replace(b"supplier.com", b"supplier." + domain.encode()), domain)
    assert opened(raw, Trust.DKIM, keys).authenticity.verdict is Verdict.NONE


@pytest.mark.parametrize("second", [b"From : evil@bad.test\r\n", b"FROM: evil@bad.test\r\n", b"From:\r\n evil@bad.test\r\n"])
def test_a_second_from_in_disguise_is_a_forgery(opened, signed, second):
    """With a space before the colon, in capitals, folded: what a mail program shows counts."""
    raw, keys = signed()
    assert opened(second + raw, Trust.DKIM, keys).authenticity.verdict is Verdict.FAIL


def test_a_folded_signature_is_read(opened, signed):
    """However a server folds it."""
    raw, keys = signed()
    head, _, rest = raw.partition(b"From: ")
    assert opened(head.replace(b"; s=", b";\r\n\t s=") + b"From: " + rest, Trust.DKIM, keys).authenticity.verdict is Verdict.PASS


def test_a_login_proves_its_own_address_only(opened):
    """At our own door."""
    raw = "From: anna@supplier.com\n\nconfirmed"
    assert opened(raw, Trust.LOGIN, login=Address("anna@supplier.com")).authenticity.verdict is Verdict.PASS
    assert opened(raw, Trust.LOGIN, login=Address("bob@supplier.com")).authenticity.verdict is Verdict.NONE
    assert opened(raw, Trust.LOGIN).authenticity.verdict is Verdict.NONE


@settings(deadline=None)
@given(st.text(max_size=300), st.text(max_size=100))
def test_any_result_and_signature_is_read(opened, result, signature):
    """Nothing raises."""
    raw = f"Authentication-Results: mx.acme.example; {result}\nDKIM-Signature: v=1; d=supplier.com; s=s1; {signature}\n"
    raw += "From: anna@supplier.com\n\nx"
    opened(raw.encode("utf-8", "replace"), Trust.HOST)
    opened(raw.encode("utf-8", "replace"), Trust.DKIM, {"s1._domainkey.supplier.com": signature})
    names_needed(raw.encode("utf-8", "replace"))
