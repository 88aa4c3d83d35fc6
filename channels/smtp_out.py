"""Letters out by SMTP submission: one recipient a letter, and a clear account of what a lost connection means."""

import re
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from channels.deadline import deadline
from channels.sink import SendJob, Sent
from channels.source import Checkup
from channels.tls import Security, client_context
from core.errors import Refused, Uncertain, Unreachable
from core.names import safe_line

_NEWLINE = re.compile(rb"\r\n|\r|\n")
_DOT = re.compile(rb"(?m)^\.")
_OURS = (530, 534, 535, 538)
"""Replies about login and TLS: our settings are wrong, not the letter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """The server that takes our letters."""

    host: str
    port: int = 587
    security: Security = Security.STARTTLS
    user: str = ""
    """Empty: no login."""
    password: str = field(default="", repr=False)
    ca_file: Path | None = None
    name: str = "localhost"
    """Our host name in EHLO."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """Seconds to wait: RFC 5321 4.5.3.2 asks for 5 minutes a command and 10 after the dot, or letters arrive twice."""

    connect: float = 30.0
    command: float = 300.0
    after_dot: float = 600.0
    letter: float = 1800.0
    """The whole of one letter, however slowly the server goes on."""


class SmtpOut:
    """A sink. The connection is kept between letters until `close`. For one thread."""

    def __init__(self, server: Submission, *, patience: Patience | None = None) -> None:
        self._server, self._patience = server, patience or Patience()
        self._client: smtplib.SMTP | None = None

    def send(self, letter: SendJob) -> Sent:
        """See `Sink.send`: Unreachable before the final dot, Uncertain after it, Refused for a 5xx reply."""
        client = self._ready()
        assert client.sock is not None
        with deadline(client.sock, self._patience.letter):
            self._announce(client, letter)
            return self._finish(client)

    def _announce(self, client: smtplib.SMTP, letter: SendJob) -> None:
        """Everything but the final dot. Whatever is lost here was not taken."""
        body = _wire_form(letter.raw)
        options = f" SIZE={len(body)}" if client.has_extn("size") else ""
        if client.has_extn("8bitmime") and not body.isascii():
            options += " BODY=8BITMIME"
        try:
            _settle(*client.docmd(f"MAIL FROM:<{letter.sender or ''}>{options}"))
            _settle(*client.docmd(f"RCPT TO:<{letter.recipient}>"))
            _settle(*client.docmd("DATA"), expected=3)
            client.send(body)
        except OSError as lost:
            self._drop()
            raise Unreachable(f"connection to {self._server.host} lost before the end of the letter: {lost}") from lost

    def _finish(self, client: smtplib.SMTP) -> Sent:
        """The final dot. From its first byte on the server may have the letter (RFC 1047)."""
        assert client.sock is not None
        client.sock.settimeout(self._patience.after_dot)
        try:
            client.send(b".\r\n")
            code, text = client.getreply()
        except OSError as lost:
            self._drop()
            raise Uncertain(f"connection to {self._server.host} lost after the end of the letter: {lost}") from lost
        client.sock.settimeout(self._patience.command)
        if not 200 <= code < 600:
            self._drop()
            raise Uncertain(f"{self._server.host} answered the letter with {code}")
        _settle(code, text)
        return Sent(answer=_readable(text))

    def _ready(self) -> smtplib.SMTP:
        """The connection of the last letter if it still lives, else a new one."""
        if self._client is not None:
            with suppress(OSError):
                if self._client.rset()[0] == 250:
                    return self._client
            self._drop()
        self._client = self._connect()
        return self._client

    def _connect(self) -> smtplib.SMTP:
        """Raises Unreachable for everything: no letter is at fault yet."""
        server = self._server
        try:
            client = _open(server, self._patience.connect)
        except (OSError, ValueError) as problem:
            raise Unreachable(f"{server.host}:{server.port}: {_advice(problem)}") from problem
        assert client.sock is not None
        client.sock.settimeout(self._patience.command)
        return client

    def close(self) -> None:
        """End the batch. An error in QUIT means nothing: every letter has had its answer."""
        if self._client is not None:
            with suppress(OSError):
                self._client.quit()
            self._drop()

    def _drop(self) -> None:
        if self._client is not None:
            with suppress(OSError):
                self._client.close()
            self._client = None

    def check(self) -> Checkup:
        """Connect, log in, leave."""
        door = f"SMTP to {self._server.host}:{self._server.port}"
        try:
            self._ready()
        except Unreachable as problem:
            return Checkup(door=door, well=False, finding=str(problem), advice="see the settings of the outgoing mail server")
        self.close()
        return Checkup(
            door=door, well=True, finding=f"connected, {self._server.security}, login {'ok' if self._server.user else 'none'}"
        )


def _open(server: Submission, timeout: float) -> smtplib.SMTP:
    if server.security is Security.TLS:
        context = client_context(server.ca_file)
        client: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, local_hostname=server.name, timeout=timeout, context=context
        )
    else:
        client = smtplib.SMTP(server.host, server.port, local_hostname=server.name, timeout=timeout)
    try:
        if server.security is Security.STARTTLS:
            client.starttls(context=client_context(server.ca_file))
        client.ehlo_or_helo_if_needed()
        if server.user:
            _log_in(client, server)
    except BaseException:
        client.close()
        raise
    return client


def _log_in(client: smtplib.SMTP, server: Submission) -> None:
    """One mechanism: smtplib's own login tries all of them, and three wrong passwords at once lock accounts."""
    client.user, client.password = server.user, server.password
    if "PLAIN" in client.esmtp_features.get("auth", "").upper().split():
        client.auth("PLAIN", client.auth_plain)
    else:
        client.login(server.user, server.password)


def _settle(code: int, text: bytes, *, expected: int = 2) -> None:
    """Nothing when the reply is of the expected kind, else the error that it means."""
    said = f"{code} {_readable(text)}"
    if code // 100 == expected:
        return
    if code // 100 == 5 and code not in _OURS:
        raise Refused(said, code=code)
    raise Unreachable(said)


def _readable(text: bytes) -> str:
    return safe_line(text.decode("utf-8", "replace"))


def _wire_form(raw: bytes) -> bytes:
    """CRLF line ends only, so that no server downstream sees another end of the letter than we (SMTP smuggling); dots doubled."""
    lines = _NEWLINE.sub(b"\r\n", raw)
    return _DOT.sub(b"..", lines if lines.endswith(b"\r\n") else lines + b"\r\n")


def _advice(problem: Exception) -> str:
    """What went wrong when connecting, in words for the operator."""
    match problem:
        case ssl.SSLCertVerificationError():
            return f"its certificate is not trusted ({problem.verify_message}); set ca_file to the authority that signed it"
        case smtplib.SMTPAuthenticationError() if problem.smtp_code == 454:  # RFC 4954 6: temporary, whatever the password
            return "the server cannot check logins just now (454)"
        case smtplib.SMTPAuthenticationError():
            return f"user or password is wrong ({problem.smtp_code})"
        case smtplib.SMTPNotSupportedError():
            return f"{problem}; see `security` and `user`"
        case UnicodeError():
            return "user or password has letters that this login cannot send"
        case _:
            return str(problem)
