"""Whether the From address is its owner's: pass, fail or none, from the one source of the mailbox (docs/mail.md 3)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

from core.message import Authenticity, Delivery, Trust, Verdict
from core.names import Address, domain_of
from parsers.headers import Headers, Mailbox, mailboxes, read_headers, split_head

MAX_SIGNATURES = 10
_TAG = re.compile(r"(?:^|;)\s*([a-z]{1,10})\s*=\s*([^;]*)", re.IGNORECASE)
_DMARC = re.compile(r"(?<![\w.-])dmarc\s*=", re.IGNORECASE)
_DNS_NAME = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]{0,200}[a-z0-9])?", re.IGNORECASE)
# A second one of these, added in front of a signed mail, is shown but not covered by the signature (docs/reliability.md 3.4).
_SINGLE = frozenset(("from", "sender", "reply-to", "subject", "date", "to", "message-id", "mime-version"))
_ENFORCED = frozenset(("reject", "quarantine"))


class Borders(Protocol):
    """What the operator says about the host that receives for us."""

    @property
    def authserv_id(self) -> str: ...

    @property
    def trusted_received_hops(self) -> int: ...


def names_needed(raw: bytes) -> tuple[str, ...]:
    """The DNS names whose TXT records the sender's own signatures and DMARC policy need; to be fetched before the mail is opened.

    A signature of a foreign domain proves nothing: that its name servers are silent must not hold up the mail.
    """
    headers = read_headers(split_head(raw)[0])
    sender = sender_of(headers)
    if sender is None:
        return ()
    domain = domain_of(sender.address)
    own = (sig for sig in _signatures(headers) if aligned(sig.domain, domain))
    names = [f"{sig.selector}._domainkey.{sig.domain}" for sig in own]
    names += [f"_dmarc.{domain}", f"_dmarc.{_organisation(domain) or domain}"]
    return tuple(dict.fromkeys(name for name in names if _DNS_NAME.fullmatch(name)))


def sender_of(headers: Headers) -> Mailbox | None:
    """The one author of a mail: the first address of the first From field."""
    boxes = mailboxes(headers.first("from"))
    return boxes[0] if boxes else None


def authenticity_of(delivery: Delivery, headers: Headers, borders: Borders, keys: Mapping[str, str] | None) -> Authenticity:
    """The verdict of the mailbox's source. A name that is missing in `keys` has no such record; None: nothing was fetched."""
    boxes = [box for value in headers.all("from") for box in mailboxes(value)]
    policy = Policy.of(domain_of(boxes[0].address), keys) if boxes else Policy()
    if len({box.address for box in boxes}) > 1 or len(headers.all("from")) > 1:
        return Authenticity(verdict=Verdict.FAIL, why="more than one From address", enforced=True)
    if not boxes:
        return Authenticity(why="no From address")
    if boxes[0].odd:
        return Authenticity(
            verdict=Verdict.FAIL, why="the From field holds more than one address can be read from", enforced=True
        )
    match delivery.envelope.trust:
        case Trust.HOST:
            return _by_host(headers, borders, boxes[0].address, policy)
        case Trust.DKIM:
            return _by_signature(delivery.raw, headers, boxes[0].address, policy, keys)
        case Trust.LOGIN:
            return _by_login(delivery, boxes[0].address)
        case _:
            return Authenticity()


def _by_login(delivery: Delivery, sender: Address) -> Authenticity:
    login = delivery.envelope.login
    if login is None:
        return Authenticity(why="not logged in")
    if login != sender:
        return Authenticity(why=f"logged in as {login}, which may not write as {sender}")
    return Authenticity(verdict=Verdict.PASS, why=f"logged in as {login}")


# --- DMARC policy -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Policy:
    """What a domain asks to be done with mail that is not its own."""

    wish: str = ""

    @property
    def enforced(self) -> bool:
        return self.wish in _ENFORCED

    @classmethod
    def of(cls, domain: str, keys: Mapping[str, str] | None) -> "Policy":
        """The record of the domain, else the one of its organisation (RFC 7489 6.6.3)."""
        if keys is None:
            return cls()
        organisation = _organisation(domain) or domain
        own, above = _tags(keys.get(f"_dmarc.{domain}", "")), _tags(keys.get(f"_dmarc.{organisation}", ""))
        if own.get("v", "").upper() == "DMARC1":
            return cls(own.get("p", "").lower())
        if above.get("v", "").upper() == "DMARC1":
            return cls(above.get("sp", above.get("p", "")).lower())
        return cls()


def _tags(text: str) -> dict[str, str]:
    tags: dict[str, str] = {}
    for name, value in _TAG.findall(text[:4000]):
        tags.setdefault(name.lower(), "".join(value.split()))
    return tags


@cache
def _suffixes() -> Any:
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList(accept_unknown=False)


def _organisation(domain: str) -> str | None:
    """The organisational domain, or None outside the public suffix list, where only equal names belong together."""
    found: str | None = _suffixes().privatesuffix(domain.lower())
    return found


def aligned(signer: str, domain: str) -> bool:
    """Whether a signature's domain may speak for a From domain: equal, or of one organisation (RFC 7489 3.1.1)."""
    one, two = signer.lower().rstrip("."), domain.lower().rstrip(".")
    return one == two or (_organisation(one) is not None and _organisation(one) == _organisation(two))


# --- our host's word ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Result:
    verdict: str
    domain: str
    policy: str


def _by_host(headers: Headers, borders: Borders, sender: Address, policy: Policy) -> Authenticity:
    """The topmost Authentication-Results of our own host; those of others, and those below its Received lines, do not exist."""
    if not borders.authserv_id:
        return Authenticity(why="no authserv-id is configured")
    words = list(_trusted(headers, borders))
    results = [result for value in words for result in _dmarc_results(value)]
    if not results:
        return Authenticity(why=f"no DMARC result of {borders.authserv_id}")
    if len({result.verdict for result in results}) > 1:
        return Authenticity(why="contradictory DMARC results")
    result = results[0]
    if result.domain and result.domain != domain_of(sender) and not aligned(result.domain, domain_of(sender)):
        return Authenticity(why=f"the DMARC result is about {result.domain}")
    said = f"dmarc={result.verdict} by {borders.authserv_id}"
    if result.verdict == "pass" and any(_strangers_words(value) for value in words):
        return Authenticity(why="a DMARC result that may be a stranger's words in a comment or a quoted text")
    if result.verdict == "pass":
        return Authenticity(verdict=Verdict.PASS, why=said)
    if result.verdict == "fail":
        return _failure(said, Policy(result.policy) if result.policy else policy)
    return Authenticity(why=said)


def _failure(why: str, policy: Policy) -> Authenticity:
    """A failure counts only where the domain asks for it; under p=none it is none."""
    if policy.enforced:
        return Authenticity(verdict=Verdict.FAIL, why=f"{why}, policy {policy.wish}", enforced=True)
    return Authenticity(why=f"{why}, policy {policy.wish or 'unknown'}")


def _trusted(headers: Headers, borders: Borders) -> Iterator[str]:
    """The first field of our own host that stands above, or within, its own Received lines."""
    hops = 0
    for name, value in headers.fields:
        hops += name == "received"
        if hops > borders.trusted_received_hops:
            return
        if name == "authentication-results" and _authserv_id(value) == borders.authserv_id.lower():
            yield value
            # A second one in the same zone can only contradict; it is yielded too, so that it does.


def _authserv_id(value: str) -> str:
    first = value.replace('"', "", 2) if value.lstrip().startswith('"') else value
    words = _uncommented(first).partition(";")[0].split()
    return words[0].lower() if words else ""


def _uncommented(value: str) -> str:
    """Without comments and quoted texts, which may hold what a stranger wrote: `smtp.mailfrom="x;dmarc=pass"@evil.example`."""
    kept: list[str] = []
    depth, quoted, escaped = 0, False, False
    for letter in value:
        if escaped or letter == "\\":
            escaped = not escaped
        elif letter == '"' and not depth:
            quoted = not quoted
        elif quoted:
            continue
        elif letter in "()":
            depth = max(0, depth + (1 if letter == "(" else -1))
        elif not depth:
            kept.append(letter)
    return "".join(kept)


def _strangers_words(value: str) -> bool:
    """More DMARC results than can be read, or a quotation mark without its other: what a host repeats of a stranger's address."""
    return len(_DMARC.findall(value)) > len(list(_dmarc_results(value))) or value.replace('\\"', "").count('"') % 2 == 1


def _dmarc_results(value: str) -> Iterator[_Result]:
    whole = value[:16000]
    for piece in _uncommented(whole).split(";")[1:]:
        found = re.match(r"\s*dmarc\s*=\s*([a-z]+)", piece, re.IGNORECASE)
        if found is None:
            continue
        domain = re.search(r"header\.from\s*=\s*([a-z0-9.-]{1,255})", piece, re.IGNORECASE)
        yield _Result(found[1].lower(), domain[1].lower() if domain else "", _policy_said(whole))


def _policy_said(value: str) -> str:
    """The policy as hosts note it: `(p=REJECT sp=… dis=…)`, `policy.dmarc=reject`, `action=oreject` or `action=quarantine`."""
    found = re.search(
        r"dmarc\s*=\s*\w+[^;]{0,200}?\b(?:p|policy\.dmarc|policy\.published-domain-policy|action)\s*=\s*o?(reject|quarantine|none)\b",
        value,
        re.IGNORECASE,
    )
    return found[1].lower() if found else ""


# --- signatures checked here --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Signature:
    number: int
    domain: str
    selector: str
    weak: str
    """Why it proves nothing even when it verifies; empty where it does."""


def _signatures(headers: Headers) -> list[_Signature]:
    found: list[_Signature] = []
    for number, value in enumerate(headers.all("dkim-signature")[:MAX_SIGNATURES]):
        tags = _tags(value)
        if tags.get("d") and tags.get("s"):
            found.append(_Signature(number, tags["d"].lower(), tags["s"].lower(), _weakness(tags, headers)))
    return found


def _weakness(tags: Mapping[str, str], headers: Headers) -> str:
    """A part of the body, a title that anybody may change on its way to another order, or a broken hash (RFC 8301)."""
    covered = tags.get("h", "").lower().split(":")
    if "l" in tags:
        return "covers a part only (l=)"
    if "subject" in headers and "subject" not in covered:
        return "does not cover the subject"
    return "is made with SHA-1" if tags.get("a", "").lower().endswith("sha1") else ""


def _by_signature(raw: bytes, headers: Headers, sender: Address, policy: Policy, keys: Mapping[str, str] | None) -> Authenticity:
    if keys is None:
        return Authenticity(why="the DNS keys were not fetched")
    doubled = sorted(name for name in {name for name, _ in headers.fields} if _single(name) and len(headers.all(name)) > 1)
    if doubled:
        return _failure(f"more than one {doubled[0]} field", policy)
    seen: list[str] = []
    for signature in _signatures(headers):
        if not aligned(signature.domain, domain_of(sender)):
            seen.append(f"{signature.domain} is not the sender's")
        elif signature.weak:
            seen.append(f"the signature of {signature.domain} {signature.weak}")
        elif _in_testing(signature, keys):
            seen.append(f"the key of {signature.domain} is a test (t=y)")
        elif _verifies(raw, signature, keys):
            return Authenticity(verdict=Verdict.PASS, why=f"valid DKIM signature of {signature.domain}")
        else:
            seen.append(f"the signature of {signature.domain} does not verify")
    return _failure("; ".join(seen) or "not signed", policy)


def _in_testing(signature: _Signature, keys: Mapping[str, str]) -> bool:
    """A domain that tests signs as if it did not (RFC 6376 3.6.1)."""
    record = _tags(keys.get(f"{signature.selector}._domainkey.{signature.domain}", ""))
    return "y" in record.get("t", "").lower().split(":")


def _single(name: str) -> bool:
    return name in _SINGLE or name.startswith("content-")


def _verifies(raw: bytes, signature: _Signature, keys: Mapping[str, str]) -> bool:
    import dkim

    def key(name: bytes | str, timeout: int = 5) -> bytes:
        text = name.decode("ascii", "replace") if isinstance(name, bytes) else name
        return keys.get(text.rstrip(".").lower(), "").encode("utf-8", "replace")

    try:
        return bool(dkim.DKIM(raw, minkey=1024).verify(idx=signature.number, dnsfunc=key))
    except (dkim.DKIMException, ValueError, LookupError, TypeError, AttributeError, ArithmeticError):
        return False
