"""A mail server for a measurement: it takes every mail on this machine, keeps its Message-ID and throws it away."""

import asyncio
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

MESSAGE_ID = re.compile(rb"^Message-ID:\s*(\S+)", re.IGNORECASE | re.MULTILINE)


class Post:
    """What came: how often each Message-ID did, for whom."""

    def __init__(self) -> None:
        self.came: Counter[tuple[bytes, bytes]] = Counter()
        self.port = 0

    @property
    def mails(self) -> int:
        """How many mails came."""
        return self.came.total()

    @property
    def different(self) -> int:
        """How many different mails came, by Message-ID."""
        return len({message_id for message_id, _ in self.came})

    @property
    def people(self) -> int:
        """To how many people they came."""
        return len({to for _, to in self.came})

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection."""
        to = b""
        try:
            writer.write(b"220 bench\r\n")
            while line := await reader.readline():
                command = line[:4].upper()
                if command == b"RCPT":
                    to = line
                if command == b"DATA":
                    writer.write(b"354 go on\r\n")
                    mail = await reader.readuntil(b"\r\n.\r\n")
                    [message_id] = MESSAGE_ID.findall(mail)[:1]
                    self.came[message_id, to] += 1
                writer.write(b"221 bye\r\n" if command == b"QUIT" else b"250 taken\r\n")
                if command == b"QUIT":
                    break
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # whoever was sending was killed: the mail did not arrive
        finally:
            writer.close()


@contextmanager
def post() -> Iterator[Post]:
    """A mail server in a thread of its own."""
    here, loop, is_up = Post(), asyncio.new_event_loop(), Event()

    async def serve() -> None:
        server = await asyncio.start_server(here.talk, "127.0.0.1", 0, backlog=100)
        here.port = server.sockets[0].getsockname()[1]
        is_up.set()

    def run() -> None:
        loop.create_task(serve())
        loop.run_forever()

    Thread(target=run, daemon=True).start()
    is_up.wait()
    try:
        yield here
    finally:
        loop.call_soon_threadsafe(loop.stop)
