"""Every fault a download may meet, numbered as in the list of the design: it ends in the stated state, with words."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from pathlib import Path

import msgspec
import pytest

from models.hub import disk
from models.hub.events import Pace, Ready, Refused, Source, Verifying, Waiting, WantedFile
from models.hub.reasons import Reason, say
from tests.loopback_hub import LoopbackHub
from tests.loopback_proxy import LoopbackProxy, certificate
from tests.models.hub.conftest import CONTENT, NAME, REPO, World, falls

HALF = len(CONTENT) // 2


def waits(world: World) -> list[Reason]:
    return list(dict.fromkeys(event.reason for event in world.events if isinstance(event, Waiting)))


PASSING = {
    "01-fin": (["fin", {"at": HALF, "times": 1}], [Reason.TIMEOUT]),
    "02-rst": (["rst", {"at": HALF, "times": 1}], [Reason.TIMEOUT]),
    "03-stall": (["stall", {"at": HALF, "times": 1}], [Reason.TIMEOUT]),
    "04-range-ignored": (["ignore_range", {}], []),
    "05-flipped-once": (["flip", {"at": HALF, "times": 1}], []),
    "06-too-many-requests": (["status", {"status": 429, "headers": {"Retry-After": "1"}, "times": 1}], [Reason.RATE]),
    "07-busy": (["status", {"status": 503, "times": 2}], [Reason.SERVER]),
    "08-busy-head": (["status", {"status": 502, "method": "HEAD", "times": 1}], [Reason.SERVER]),
    "09-link-expired": (["status", {"status": 403, "where": "cdn", "times": 1}], [Reason.SERVER]),
    "10-head-hangs-once": (["hang", {"method": "HEAD", "times": 1}], [Reason.TIMEOUT]),
}


@pytest.mark.parametrize(("spoil", "waited"), PASSING.values(), ids=PASSING)
def test_what_passes_is_waited_for_and_the_file_arrives(world: World, spoil: list, waited: list[Reason]):
    world.pace = msgspec.structs.replace(world.pace, read_s=1, first_patience_s=30, patience_s=30)
    if spoil[0] == "ignore_range":
        world.leave_part(HALF)
    world.hub.spoil(spoil[0], **spoil[1])

    assert world.fetch() == Ready(str(world.target), world.sha256)
    assert waits(world) == waited
    assert bool(falls(world.events)) == (spoil[0] == "flip")
    assert world.target.read_bytes() == CONTENT
    assert world.left_over() == []


FINAL = {
    "11-flipped-always": ("flip", {"at": HALF}, Reason.CORRUPT),
    "12-other-file-of-the-same-size": ("other", {}, Reason.CORRUPT),
    "13-short-body": ("short", {"at": 1000}, Reason.CHANGED),
    "14-html-on-head": ("html", {"method": "HEAD"}, Reason.PORTAL),
    "15-html-on-get": ("html", {"method": "GET"}, Reason.PORTAL),
    "16-html-from-the-storage": ("html", {"where": "cdn"}, Reason.PORTAL),
    "17-portal-redirect": ("redirect", {"method": "HEAD", "location": "http://login.example/"}, Reason.PORTAL),
    "18-sign-in-status": ("status", {"status": 511, "method": "HEAD"}, Reason.PORTAL),
    "19-gated": (
        "status",
        {"status": 401, "method": "HEAD", "headers": {"X-Error-Code": "GatedRepo"}},
        Reason.GATED,
    ),
    "20-forbidden": ("status", {"status": 403, "method": "HEAD"}, Reason.GATED),
    "21-gone": ("status", {"status": 404, "method": "HEAD"}, Reason.GONE),
    "22-gone-on-get": ("status", {"status": 410, "where": "hub"}, Reason.GONE),
    "23-another-sha256": ("moved", {"method": "HEAD"}, Reason.CHANGED),
    "24-another-size": ("sized", {"method": "HEAD", "at": 1234}, Reason.CHANGED),
    "25-head-hangs": ("hang", {"method": "HEAD"}, Reason.TIMEOUT),
    "26-redirects-without-end": ("redirect", {"location": f"/{REPO}/resolve/main/{NAME}"}, Reason.PORTAL),
    "27-proxy-wants-a-password": ("status", {"status": 407, "method": "HEAD"}, Reason.PROXY),
    "27a-led-to-no-address": ("redirect", {"location": "http://[::1"}, Reason.PORTAL),
    "27b-led-to-no-address-on-head": ("redirect", {"location": "http://[::1", "method": "HEAD"}, Reason.PORTAL),
    "27c-led-to-no-port": ("redirect", {"location": "http://127.0.0.1:none/"}, Reason.PORTAL),
    "27d-led-to-no-name": ("redirect", {"location": f"http://{'a' * 70}.org/"}, Reason.NO_NETWORK),
}


@pytest.mark.parametrize(("fault", "how", "reason"), FINAL.values(), ids=FINAL)
def test_what_does_not_pass_is_said_and_nothing_is_published(world: World, fault: str, how: dict, reason: Reason):
    world.hub.spoil(fault, **how)

    answer = world.fetch()

    assert isinstance(answer, Refused)
    assert answer.reason is reason
    assert say(answer.reason, **answer.values)
    assert not world.target.exists()
    assert bool(falls(world.events)) == (reason is Reason.CORRUPT)
    assert world.hub.sent_bytes <= 2 * len(CONTENT)


def test_28_a_refused_connection_is_a_server_that_does_not_answer(world: World):
    with socket.socket() as taken:  # no other test can listen there
        taken.bind(("127.0.0.1", 0))
        world.source = Source(endpoint=f"http://127.0.0.1:{taken.getsockname()[1]}")

        assert world.fetch() == Refused(Reason.TIMEOUT)


def test_29_a_name_without_an_address_is_no_network(world: World):
    world.source = Source(endpoint="https://hub.invalid")

    assert world.fetch() == Refused(Reason.NO_NETWORK)


@pytest.mark.parametrize("status", [403, 407, 502])
def test_30_a_proxy_that_refuses_is_named(world: World, status: int):
    with LoopbackProxy(status=status) as proxy:
        world.source = Source(proxy=proxy.url)

        assert world.fetch() == Refused(Reason.PROXY)


def test_31_a_proxy_that_is_not_there_is_named(world: World):
    with LoopbackProxy() as proxy:
        pass
    world.source = Source(proxy=proxy.url)

    assert world.fetch() == Refused(Reason.PROXY)


@pytest.mark.parametrize("proxy", ["::::", "socks9://proxy:1080", "http://[::1"])
def test_31a_what_is_no_address_of_a_proxy_is_said(world: World, proxy: str):
    world.source = Source(proxy=proxy)

    assert world.fetch() == Refused(Reason.PROXY)


@pytest.mark.parametrize(("mirror", "host"), [("http://[::1", "http://[::1"), ("a b", "a b"), ("https://u:p@x", "x")])
def test_31b_what_is_no_address_of_a_mirror_is_not_reached(world: World, mirror: str, host: str):
    world.source = Source(endpoint=mirror)

    assert isinstance(world.fetch(), Refused)
    assert world.source.host == host


def test_32_an_unknown_certificate_is_not_trusted(tmp_path: Path):
    with LoopbackHub(cdn="none", certificate=certificate(tmp_path, "localhost")) as hub:
        sha256 = hub.add(REPO, NAME, CONTENT)
        world = World(hub, tmp_path / "models", sha256, Source(endpoint=hub.url.replace("127.0.0.1", "localhost")))

        assert world.fetch() == Refused(Reason.TLS)
        assert hub.seen == []


def test_33_a_certificate_of_the_users_own_is_trusted(tmp_path: Path):
    chain, key = certificate(tmp_path, "localhost")
    with LoopbackHub(cdn="none", certificate=(chain, key)) as hub:
        sha256 = hub.add(REPO, NAME, CONTENT)
        endpoint = hub.url.replace("127.0.0.1", "localhost")
        world = World(hub, tmp_path / "models", sha256, Source(endpoint=endpoint, ca_bundle=str(chain)))

        assert isinstance(world.fetch(), Ready)


def test_34_no_room_is_said_before_the_first_byte(world: World):
    world.hub.spoil("sized", method="HEAD", at=10**15)
    wanted = msgspec.structs.replace(world.request.files[0], size_bytes=None)
    request = msgspec.structs.replace(world.request, files=(wanted,))

    answer = _fetch(world, request)

    assert isinstance(answer, Refused)
    assert answer.reason is Reason.DISK_FULL
    assert "1000001.1 GB needed" in say(answer.reason, **answer.values)
    assert world.hub.sent_bytes == 0


def test_35_a_drive_that_cannot_hold_the_file_is_said(world: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(disk, "filesystem", lambda folder: "vfat")
    world.hub.spoil("sized", method="HEAD", at=5 * 10**9)
    wanted = msgspec.structs.replace(world.request.files[0], size_bytes=None)
    request = msgspec.structs.replace(world.request, files=(wanted,))

    assert _fetch(world, request) == Refused(Reason.FILE_TOO_BIG)


def test_36_a_folder_that_cannot_be_written_is_named(world: World):
    (world.folder / "org").write_text("a file where the folder should be")

    assert world.fetch() == Refused(Reason.DISK_IO, {"folder": str(world.folder)})


def _fetch(world: World, request):
    from models.hub.fetch import fetch
    from models.hub.pacing import Switch

    return list(fetch(msgspec.structs.replace(world.command, request=request), Switch()))[-1]


def test_37_a_model_of_an_unknown_kind_is_refused_after_its_first_bytes(world: World):
    key = b"general.architecture"
    head = b"GGUF" + bytes(20) + len(key).to_bytes(8, "little") + key + (8).to_bytes(4, "little")
    content = head + (7).to_bytes(8, "little") + b"ouija99" + bytes(2_000_000)
    world.sha256 = world.hub.add(REPO, NAME, content)
    wanted = msgspec.structs.replace(world.request.files[0], size_bytes=None)

    answer = _fetch(world, msgspec.structs.replace(world.request, files=(wanted,)))

    assert answer == Refused(Reason.UNSUPPORTED)
    assert not world.target.exists()


def test_38_bytes_that_somebody_repacked_are_not_taken(world: World):
    world.hub.spoil("repacked", times=1)

    assert world.fetch() == Refused(Reason.PROXY)


def test_39_without_an_answer_about_names_it_is_said_within_five_seconds(
    world: World, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
):
    """A network whose name server is silent; the waits are those of the program."""
    silence = threading.Event()
    request.addfinalizer(silence.set)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: silence.wait(60) and [])
    world.source, world.pace = Source(), Pace()
    begun = time.monotonic()

    assert world.fetch() == Refused(Reason.NO_NETWORK)
    assert world.pace.lookup_s < 5
    assert time.monotonic() - begun < 2 * world.pace.lookup_s, "names are looked up once, however busy the machine is"


def test_40_a_network_that_leads_nowhere_is_said_within_five_seconds(world: World):
    world.source, world.pace = Source(endpoint="https://hub.invalid"), Pace()
    begun = time.monotonic()

    assert world.fetch() == Refused(Reason.NO_NETWORK)
    assert time.monotonic() - begun <= 5


def test_41_a_silence_between_two_files_is_waited_for_as_one_within_a_file(world: World):
    """At the very start nobody waits here; once bytes have come nothing fails that waiting mends."""
    from models.hub.fetch import fetch
    from models.hub.pacing import Switch

    contents = {f"s-0000{number}-of-00002.gguf": b"GGUF" + bytes(number * 100_000) for number in (1, 2)}
    files = tuple(WantedFile(name, len(each), world.hub.add(REPO, name, each)) for name, each in contents.items())
    world.pace = msgspec.structs.replace(world.pace, first_patience_s=0, patience_s=30)
    request = msgspec.structs.replace(world.request, files=files)
    run = fetch(msgspec.structs.replace(world.command, request=request), Switch())
    for event in run:
        if isinstance(event, Verifying):
            world.hub.spoil("hang", method="HEAD", times=1)
            break
    events = list(run)

    assert Reason.TIMEOUT in {event.reason for event in events if isinstance(event, Waiting)}
    assert isinstance(events[-1], Ready)


@pytest.mark.soak
@pytest.mark.parametrize(
    ("fault", "how", "reason"),
    [*((*spoil, None) for spoil, _ in PASSING.values()), *FINAL.values()],
    ids=[*PASSING, *FINAL],
)
def test_at_the_programs_own_pace_each_ends_within_a_minute(world: World, fault: str, how: dict, reason: Reason | None):
    world.pace = Pace()
    if fault == "ignore_range":
        world.leave_part(HALF)
    world.hub.spoil(fault, **how)
    begun = time.monotonic()
    answer = world.fetch()

    print(f"{time.monotonic() - begun:.1f} s")
    assert time.monotonic() - begun <= 60
    assert getattr(answer, "reason", None) is reason


@pytest.mark.soak
def test_at_the_programs_own_pace_a_server_that_refuses_is_given_up_within_a_minute(world: World):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        world.source, world.pace = Source(endpoint=f"http://127.0.0.1:{taken.getsockname()[1]}"), Pace()
        begun = time.monotonic()

        assert world.fetch() == Refused(Reason.TIMEOUT)
    assert time.monotonic() - begun <= 60


@pytest.mark.soak
def test_at_the_programs_own_pace_a_firewall_that_is_silent_is_given_up_within_a_minute(world: World):
    """Packets are dropped: the queue of connections of the address is full."""
    with contextlib.ExitStack() as sockets:
        server = sockets.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        for _ in range(4):
            begun = sockets.enter_context(socket.socket())
            begun.setblocking(False)
            begun.connect_ex(server.getsockname())
        world.source, world.pace = Source(endpoint=f"http://127.0.0.1:{server.getsockname()[1]}"), Pace()
        begun_at = time.monotonic()

        assert world.fetch() == Refused(Reason.TIMEOUT)
        assert time.monotonic() - begun_at <= 60


def test_a_size_below_nothing_is_no_file(world: World):
    world.hub.spoil("sized", method="HEAD", at=-5)
    request = msgspec.structs.replace(world.request, files=(WantedFile(NAME),))

    assert _fetch(world, request) == Refused(Reason.CHANGED)
    assert not world.target.exists()
