"""TLS as a client: on and verified, unless the operator says otherwise for a server on this machine."""

import ssl
from enum import StrEnum
from pathlib import Path


class Security(StrEnum):
    """How a connection to a mail server is protected."""

    TLS = "tls"
    STARTTLS = "starttls"
    PLAIN = "plain"


def client_context(ca_file: Path | None = None) -> ssl.SSLContext:
    """Verifies the certificate and the host name, against the system's authorities or those in `ca_file`."""
    return ssl.create_default_context(cafile=str(ca_file) if ca_file else None)
