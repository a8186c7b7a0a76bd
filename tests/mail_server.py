"""A mail server on this machine: it speaks SMTP, and keeps what it is sent, or refuses it."""

from __future__ import annotations

import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from queue import Queue
from threading import Thread
from typing import cast


class MailServer(socketserver.ThreadingTCPServer):
    """Puts each message that it takes into `received`. While `refusing`, it says so instead of taking any."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        self.received: Queue[EmailMessage] = Queue()
        self.refusing = False
        super().__init__(("127.0.0.1", 0), Conversation)

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])


class Conversation(socketserver.StreamRequestHandler):
    """One client's commands, answered as little as SMTP allows."""

    def handle(self) -> None:
        """Answer until the client leaves."""
        server = cast(MailServer, self.server)
        self._say("220 tests")
        while line := self.rfile.readline().strip().upper():
            if line == b"DATA":
                self._say("354 go on")
                server.received.put(self._message())
                self._say("250 taken")
            elif line == b"QUIT":
                self._say("221 bye")
                break
            elif line.startswith(b"MAIL") and server.refusing:
                self._say("451 not now")
            else:
                self._say("250 well")

    def _message(self) -> EmailMessage:
        lines = list(iter(self.rfile.readline, b".\r\n"))
        return message_from_bytes(b"".join(lines), policy=policy.default)

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """A running server, stopped afterwards."""
    with MailServer() as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
