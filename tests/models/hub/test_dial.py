"""Connecting: some address of a name that answers is found in time, whatever the others do."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Iterator

import httpcore2
import pytest

from models.hub.dial import Dialler, look_up, race


@pytest.fixture
def answering() -> Iterator[tuple[int, tuple[str, int]]]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield socket.AF_INET, server.getsockname()


@pytest.fixture
def silent() -> Iterator[tuple[int, tuple[str, int]]]:
    """An address that drops what is sent to it, as firewalls do: its queue of connections is full."""
    with contextlib.ExitStack() as open_sockets:
        server = open_sockets.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        for _ in range(4):
            begun = open_sockets.enter_context(socket.socket())
            begun.setblocking(False)
            begun.connect_ex(server.getsockname())
        yield socket.AF_INET, server.getsockname()


@pytest.fixture
def refusing() -> Iterator[tuple[int, tuple[str, int]]]:
    """An address that nobody listens at, nor any test beside this one can: it is taken."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield socket.AF_INET, taken.getsockname()


def never() -> bool:
    return False


def test_silent_and_refusing_addresses_do_not_hide_one_that_answers(silent, refusing, answering):
    begun = time.monotonic()
    with race([silent, refusing, silent, answering], 10, never) as connected:
        assert connected.getpeername() == answering[1]

    assert time.monotonic() - begun < 5


def test_many_silent_addresses_take_one_time_together(silent):
    begun = time.monotonic()
    with pytest.raises(TimeoutError):
        race([silent] * 8, 0.6, never)

    assert 0.5 < time.monotonic() - begun < 5


def test_addresses_that_all_refuse_are_given_up_at_once(refusing):
    with pytest.raises(ConnectionRefusedError):
        race([refusing, refusing], 10, never)


def test_a_refusal_counts_more_than_a_family_that_leads_nowhere(refusing):
    nowhere = (socket.AF_INET6, ("2001:db8::1", 9, 0, 0))

    with pytest.raises(OSError, match="ECONNREFUSED"):
        race([nowhere, refusing], 10, never)


def test_a_shut_door_stops_connecting(silent):
    begun = time.monotonic()
    with pytest.raises(TimeoutError):
        race([silent], 60, lambda: time.monotonic() - begun > 0.1)

    assert time.monotonic() - begun < 5


def test_a_name_is_looked_up_with_both_families_in_turn():
    found = look_up("localhost", 80, 5, never)

    assert (socket.AF_INET, ("127.0.0.1", 80)) in found


def test_a_name_without_an_address_says_so():
    with pytest.raises(socket.gaierror):
        look_up("hub.invalid", 443, 5, never)


def test_the_client_is_told_in_its_own_words(silent):
    dialler = Dialler(1, never)

    with pytest.raises(httpcore2.ConnectTimeout):
        dialler.connect_tcp(*silent[1], timeout=0.2)
    with pytest.raises(httpcore2.ConnectError) as caught:
        dialler.connect_tcp("hub.invalid", 443, timeout=1)
    assert isinstance(caught.value.__cause__, socket.gaierror)
