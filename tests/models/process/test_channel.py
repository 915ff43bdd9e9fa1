from __future__ import annotations

import os
import struct
import threading
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection, Pipe
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.process import Channel, ChannelClosed
from models.process.channel import INBOX_LIMIT_BYTES


class Number(msgspec.Struct, tag=True, frozen=True):
    value: int | float | None
    note: str = ""


class Blob(msgspec.Struct, tag=True, frozen=True):
    data: bytes
    children: tuple[Number, ...] = ()


class Anything(msgspec.Struct, tag=True, frozen=True):
    data: Any


Either = Number | Blob
integers = st.integers(-(1 << 63), (1 << 64) - 1)
numbers = st.builds(Number, st.one_of(st.none(), integers, st.floats(allow_nan=False)), st.text())
messages = st.one_of(numbers, st.builds(Blob, st.binary(max_size=200_000), st.lists(numbers).map(tuple)))


@pytest.fixture
def ends() -> Iterator[tuple[Channel[Any, Any], Connection]]:
    """A channel and the bare other end of its pipe."""
    ours, theirs = Pipe()
    yield Channel(ours, Either), theirs
    theirs.close()


@given(st.lists(messages, max_size=30))
def test_what_is_sent_arrives_whole_and_in_order(sent: list[Either]) -> None:
    here, there = Pipe()
    left: Channel[Either, Either] = Channel(here, Either)
    right: Channel[Either, Either] = Channel(there, Either)

    for message in sent:
        left.send(message)
    left.ask_to_end()

    received = []
    with pytest.raises(ChannelClosed):
        while True:
            received.append(right.receive(20))
    assert received == sent
    there.close()


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(frame: bytes) -> None:
    ours, theirs = Pipe()
    channel: Channel[Either, Either] = Channel(ours, Either)
    theirs.send_bytes(frame)
    theirs.close()

    try:
        assert isinstance(channel.receive(20), Number | Blob)
    except ChannelClosed:
        assert channel.ended


def test_frames_of_many_threads_do_not_mix(ends: tuple[Channel[Any, Any], Connection]) -> None:
    channel, theirs = ends
    other: Channel[Any, Any] = Channel(theirs, Either)

    def send(value: int) -> None:
        for _ in range(20):
            channel.send(Blob(bytes([value]) * 100_000))

    threads = [threading.Thread(target=send, args=(value,)) for value in range(4)]
    for thread in threads:
        thread.start()
    received = [other.receive(20) for _ in range(80)]
    for thread in threads:
        thread.join()

    assert all(len(set(blob.data)) == 1 and len(blob.data) == 100_000 for blob in received)


def test_nothing_in_time_is_a_timeout(ends: tuple[Channel[Any, Any], Connection]) -> None:
    for timeout_s in (0, 0.01):
        with pytest.raises(TimeoutError):
            ends[0].receive(timeout_s)


def test_the_end_of_the_other_side_wakes_a_receiver(ends: tuple[Channel[Any, Any], Connection]) -> None:
    channel, theirs = ends
    leaving = threading.Timer(0.05, theirs.close)
    leaving.start()

    with pytest.raises(ChannelClosed):
        channel.receive(20)
    leaving.join()
    with pytest.raises(ChannelClosed):
        channel.receive(20)
    with pytest.raises(ChannelClosed):
        channel.send(Number(1))


def test_what_was_not_expected_closes_the_channel_and_is_said(ends: tuple[Channel[Any, Any], Connection]) -> None:
    channel, theirs = ends

    theirs.send_bytes(msgspec.msgpack.encode({"type": "Evil"}))

    with pytest.raises(ChannelClosed):
        channel.receive(20)
    assert "Evil" in channel.fault


def test_a_frame_nested_without_end_closes_the_channel_and_is_said() -> None:
    ours, theirs = Pipe()
    channel: Channel[Any, Any] = Channel(ours, Anything)

    theirs.send_bytes(msgspec.msgpack.encode({"type": "Anything", "data": None})[:-1] + b"\x91" * 100_000 + b"\xc0")

    with pytest.raises(ChannelClosed):
        channel.receive(20)
    assert "unexpected" in channel.fault
    theirs.close()


def test_a_frame_longer_than_any_honest_one_is_not_even_read(ends: tuple[Channel[Any, Any], Connection]) -> None:
    channel, theirs = ends
    os.write(theirs.fileno(), struct.pack("!i", 1 << 30))

    with pytest.raises(ChannelClosed):
        channel.receive(20)


def test_more_than_the_inbox_holds_waits_in_the_pipe(ends: tuple[Channel[Any, Any], Connection]) -> None:
    channel, theirs = ends
    frame = msgspec.msgpack.encode(Blob(bytes(8 << 20)))
    sent: list[int] = []

    def send() -> None:
        for number in range(20):
            theirs.send_bytes(frame)
            sent.append(number)

    sender = threading.Thread(target=send)
    sender.start()
    deadline = time.monotonic() + 20
    while not channel._held_back and time.monotonic() < deadline:
        sender.join(0.01)

    assert len(sent) * len(frame) <= INBOX_LIMIT_BYTES + 2 * len(frame)
    assert channel.silent_s() == 0
    assert len([channel.receive(20) for _ in range(20)]) == 20
    sender.join()


def test_a_channel_without_a_receiver_lets_its_sender_finish(ends: tuple[Channel[Any, Any], Connection]) -> None:
    channel, theirs = ends
    frame = msgspec.msgpack.encode(Blob(bytes(8 << 20)))

    def send() -> None:
        for _ in range(20):
            theirs.send_bytes(frame)

    sender = threading.Thread(target=send)
    sender.start()

    channel.close()

    sender.join(20)
    assert not sender.is_alive()
    assert channel._inbox_bytes <= INBOX_LIMIT_BYTES
