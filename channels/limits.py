"""How much a door takes at once, each number with its reason."""

MAIL_BYTES = 50 * 1024 * 1024
"""Largest mail that is kept whole: an attachment of 30 MB is 41 MB when encoded."""
SESSIONS = 50
"""SMTP sessions served at once; each may hold a half-sent mail in memory."""
WAITING = 200
"""SMTP connections that may wait for a session to become free; beyond it they are told to come back."""
WAIT_SECONDS = 20.0
"""How long they wait: less than the shortest greeting time-out of common senders (30 s)."""
IN_FLIGHT_BYTES = 256 * 1024 * 1024
"""Bytes of mails that are arriving or being committed, over all sessions (30 sessions of 10 MB took 415 MB)."""
SESSION_SECONDS = 600.0
"""Longest SMTP session, whatever it does: a client that sends a byte a minute is not served for ever."""
LINE_BYTES = 2**16
"""Longest line read at once; programs write HTML in lines far above the 998 of RFC 5322. In DATA there is no limit to a line."""
RECIPIENTS = 100
"""Recipients of one SMTP transaction (RFC 5321 4.5.3.1.8 asks for at least 100)."""
KEEPERS = 32
"""Mails that wait for their commit at once, so that one sync serves many."""
SPACE_RESERVE = 64 * 1024 * 1024
"""Free bytes of the disk that a new mail may not touch: mail already accepted must still be worked on."""
LITERAL_BYTES = MAIL_BYTES + 1024 * 1024
"""Largest literal taken from an IMAP server: it may count line ends otherwise than it sends them."""
COMMAND_SECONDS = 300.0
"""Longest IMAP command, whatever trickles in: 50 MB at a modest 200 KB/s."""
