"""Small mains that the tests of models.process run as real children."""

from __future__ import annotations

from multiprocessing.connection import Connection

import msgspec

from models.process import Channel, ChannelClosed


class Say(msgspec.Struct, tag=True, frozen=True):
    text: str


class Said(msgspec.Struct, tag=True, frozen=True):
    text: str


def echo(connection: Connection) -> None:
    channel: Channel[Said, Say] = Channel(connection, Say)
    try:
        while True:
            channel.send(Said(channel.receive().text))
    except ChannelClosed:
        return
