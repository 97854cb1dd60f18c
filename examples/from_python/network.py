# SPDX-License-Identifier: BSL-1.0
"""What waits: connections, locks, deadlines. network.cpp does the same in C++."""
import asyncio
from contextlib import asynccontextmanager


# [tour:client]
@asynccontextmanager
async def connected(port):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        yield reader, writer
    finally:
        writer.close()
        await writer.wait_closed()


async def greet(port):
    async with asyncio.timeout(5), connected(port) as (reader, writer):
        writer.write(b"hello\n")
        await writer.drain()
        answer = await reader.readuntil(b"\n")
        print("answer:", answer.decode().strip())
# [/tour]


# [tour:server]
async def echo(reader, writer):
    try:
        writer.write(await reader.readuntil(b"\n"))
        await writer.drain()
    finally:
        writer.close()
        await writer.wait_closed()


async def serve():
    async with await asyncio.start_server(echo, "127.0.0.1", 0) as server:
        await greet(server.sockets[0].getsockname()[1])
# [/tour]


# [tour:async_lock]
class Sum:
    def __init__(self):
        self.total, self.lock = 0, asyncio.Lock()

    async def add(self, n):
        async with self.lock:
            before = self.total
            await asyncio.sleep(0.001)
            self.total = before + n
# [/tour]


async def sum_up():
    numbers = Sum()
    await asyncio.gather(numbers.add(1), numbers.add(2))
    print(numbers.total)


# [tour:cancellation]
class Session:
    def __init__(self, user):
        self.user = user

    async def __aenter__(self):
        print("log in", self.user)

    async def __aexit__(self, type, error, trace):
        if isinstance(error, asyncio.CancelledError):
            print("cancelled")
        await asyncio.sleep(0.005)  # a second cancel would end it here
        print("log out", self.user)


async def wait_long():
    async with asyncio.timeout(0.02):
        async with Session("ann"):
            await asyncio.sleep(10)
# [/tour]


async def main():
    print("# network")
    await serve()
    print("# locks")
    await sum_up()
    print("# cancellation")
    try:
        await wait_long()
    except TimeoutError:
        print("timed out")


asyncio.run(main())
