"""A real Postfix and a real Dovecot on free ports of loopback, in a folder of their own.

Nothing of the machine's own configuration is read or changed, no user is made. Needs root, because Postfix's master does.
Mailboxes: bot, buyer and approver at portal.test, supplier at supplier.test, potter at toepferei.test; each password is `secret`.
"""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.certificates import self_signed

PASSWORD = "secret"
ADDRESSES = {
    "bot": "bot@portal.test",
    "buyer": "buyer@portal.test",
    "approver": "approver@portal.test",
    "supplier": "supplier@supplier.test",
    "potter": "potter@toepferei.test",
}

_DOVECOT = """
base_dir = {base}/run/dovecot
state_dir = {base}/run/state
instance_name = {name}
log_path = {base}/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
ssl = yes
ssl_cert = <{base}/tls.crt
ssl_key = <{base}/tls.key
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
auth_username_format = %Ln
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%n {base}/users
}}
userdb {{
  driver = static
  args = uid=mail gid=mail home={base}/mail/%n allow_all_users=yes
}}
mail_location = maildir:~/Maildir
first_valid_uid = 1
first_valid_gid = 1
namespace inbox {{
  inbox = yes
  separator = /
}}
recipient_delimiter = +
lmtp_save_to_detail_mailbox = no
mail_max_userip_connections = 100
service imap-login {{
  chroot =
  process_min_avail = 1
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp}
  }}
}}
service auth {{
  inet_listener {{
    address = 127.0.0.1
    port = {sasl}
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""

_POSTFIX_MAIN = """
compatibility_level = 3.6
queue_directory = {base}/run/queue
data_directory = {base}/run/postfix
maillog_file = {base}/postfix.log
maillog_file_prefixes = {base}
myhostname = mail.test
mydomain = test
myorigin = portal.test
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
alias_maps =
alias_database =
local_recipient_maps =
local_transport = error:nobody lives on this machine
virtual_mailbox_domains = portal.test, supplier.test, toepferei.test
virtual_transport = lmtp:inet:127.0.0.1:{lmtp}
lmtp_destination_recipient_limit = 1
recipient_delimiter = +
relay_domains = discard.test, door.test
transport_maps = inline:{{discard.test=discard:}}, texthash:{base}/postfix/transport
default_transport = error:no way out of this machine
smtp_dns_support_level = disabled
smtp_host_lookup = native
lmtp_host_lookup = native
message_size_limit = 52428800
smtpd_peername_lookup = no
smtpd_tls_security_level = may
smtpd_tls_cert_file = {base}/tls.crt
smtpd_tls_key_file = {base}/tls.key
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:{sasl}
smtpd_relay_restrictions = permit_mynetworks, permit_sasl_authenticated, reject_unauth_destination
smtpd_client_connection_rate_limit = 0
smtpd_forbid_bare_newline = normalize
smtpd_forbid_bare_newline_exclusions =
smtpd_error_sleep_time = 0
minimal_backoff_time = 5s
maximal_backoff_time = 15s
queue_run_delay = 5s
"""

_POSTFIX_MASTER = """
127.0.0.1:{mx} inet n - n - - smtpd
127.0.0.1:{submission} inet n - n - - smtpd
  -o syslog_name=postfix/submission
  -o smtpd_tls_security_level=encrypt
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_relay_restrictions=permit_sasl_authenticated,reject
127.0.0.1:{smtps} inet n - n - - smtpd
  -o syslog_name=postfix/smtps
  -o smtpd_tls_wrappermode=yes
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_relay_restrictions=permit_sasl_authenticated,reject
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
lmtp unix - - n - 10 lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


def missing() -> str:
    """What this machine lacks to run the servers, in words; empty when nothing."""
    path = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
    lacking = [program for program in ("dovecot", "postfix") if not shutil.which(program, path=path)]
    if lacking:
        return f"not installed: {', '.join(lacking)}"
    return "" if os.geteuid() == 0 else "Postfix needs root"


class MailPeers:
    """The running servers: their ports, their certificate, and what happens to them in a test."""

    host = "localhost"
    user = dict.fromkeys(ADDRESSES, PASSWORD)
    address = ADDRESSES

    def __init__(self, base: Path) -> None:
        self.base = base
        names = ("imap", "imaps", "lmtp", "sasl", "mx", "submission", "smtps")
        self.port = dict(zip(names, free_ports(len(names)), strict=True))
        self.certificate, _ = self_signed(base)
        self._write()

    def _write(self) -> None:
        filled = {"base": self.base, "name": self.base.name, **self.port}
        for folder in ("run/dovecot", "run/state", "run/queue", "run/postfix", "mail", "postfix"):
            (self.base / folder).mkdir(parents=True, exist_ok=True)
        shutil.chown(self.base / "mail", "mail", "mail")
        shutil.chown(self.base / "run/postfix", "postfix")
        (self.base / "users").write_text("".join(f"{name}:{PASSWORD}\n" for name in ADDRESSES))
        (self.base / "dovecot.conf").write_text(_DOVECOT.format(**filled))
        (self.base / "postfix/main.cf").write_text(_POSTFIX_MAIN.format(**filled))
        (self.base / "postfix/transport").touch()
        (self.base / "postfix/master.cf").write_text(_POSTFIX_MASTER.format(**filled))

    def start(self) -> None:
        self.start_dovecot()
        self.start_postfix()

    def start_dovecot(self) -> None:
        _run("dovecot", "-c", self.base / "dovecot.conf")
        _await_port(self.port["imap"])

    def start_postfix(self) -> None:
        _run("postfix", "-c", self.base / "postfix", "start")
        _await_port(self.port["mx"])

    def route(self, domain: str, port: int) -> None:
        """From now on Postfix hands mail for `domain` to the SMTP server on `port` of loopback."""
        (self.base / "postfix/transport").write_text(f"{domain} smtp:[127.0.0.1]:{port}\n")
        _run("postfix", "-c", self.base / "postfix", "reload")

    def flush(self) -> None:
        """Try deferred mail now."""
        _run("postfix", "-c", self.base / "postfix", "flush")

    def stop_dovecot(self) -> None:
        _end(self.base / "run/dovecot/master.pid")

    def stop_postfix(self) -> None:
        _end(self.base / "run/queue/pid/master.pid")

    def stop(self) -> None:
        self.stop_postfix()
        self.stop_dovecot()

    def maildir(self, user: str) -> Path:
        return self.base / "mail" / user / "Maildir"

    def mails(self, user: str, folder: str = "") -> list[bytes]:
        """The mails in INBOX or in another folder of a user, as files, oldest first."""
        box = self.maildir(user) / (f".{folder}" if folder else "")
        files = sorted((*box.glob("new/*"), *box.glob("cur/*")), key=lambda path: path.stat().st_mtime_ns)
        return [path.read_bytes() for path in files]

    def empty(self) -> None:
        """Delete all mail, and what Dovecot knows of it. A session of the test before that still writes would bring half of it
        back, so the sessions end first."""
        self._end_sessions(signal.SIGTERM)
        for user in ADDRESSES:
            while (self.base / "mail" / user).exists():
                shutil.rmtree(self.base / "mail" / user, ignore_errors=True)

    def forget_index(self, user: str) -> None:
        """Lose Dovecot's index: the mails get new UIDs and a new UIDVALIDITY."""
        for path in self.maildir(user).glob("dovecot*"):
            path.unlink()

    def kill_imap_of(self, user: str) -> int:
        """Kill the server processes of a user's IMAP connections; how many there were."""
        return self._end_sessions(signal.SIGKILL)

    def _end_sessions(self, how: signal.Signals) -> int:
        master = int((self.base / "run/dovecot/master.pid").read_text())
        victims = [pid for pid in _children(master) if _command(pid).endswith("/imap ")]
        for pid in victims:
            with suppress(ProcessLookupError):  # it has ended by itself
                os.kill(pid, how)
        return len(victims)


@contextmanager
def mail_servers() -> Iterator[MailPeers]:
    """Running servers, in a folder that others may enter (their processes are not root's)."""
    base = Path(tempfile.mkdtemp(prefix="cfpeers-"))
    base.chmod(0o755)
    peers = MailPeers(base)
    try:
        peers.start()
        yield peers
    finally:
        peers.stop()
        shutil.rmtree(base, ignore_errors=True)


def free_ports(number: int) -> list[int]:
    """Ports that were free a moment ago."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(number)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def _run(*command: object) -> None:
    """Run to the end. Its words go into a file: the server that stays behind would hold a pipe open."""
    environment = {**os.environ, "PATH": f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"}
    with tempfile.TemporaryFile() as said:
        done = subprocess.run(
            [str(word) for word in command],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            timeout=60,
            check=False,
        )
        said.seek(0)
        if done.returncode:
            raise RuntimeError(f"{command}: {said.read().decode()}")


def _await_port(port: int, seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            with socket.create_connection(("127.0.0.1", port), 1):
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"nobody listens on port {port}")


def _end(pid_file: Path) -> None:
    """Stop a server by the process id in its file, and wait for its end."""
    if not pid_file.exists():
        return
    pid = int(pid_file.read_text())
    until = time.monotonic() + 20
    try:
        os.kill(pid, signal.SIGTERM)
        while time.monotonic() < until:
            os.kill(pid, 0)
            time.sleep(0.05)
    except ProcessLookupError:
        return
    os.kill(pid, signal.SIGKILL)


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _command(pid: int) -> str:
    """Empty where it has ended meanwhile."""
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    return ""
