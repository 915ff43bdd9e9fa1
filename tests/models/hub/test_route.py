"""Where a download may be led."""

from __future__ import annotations

import pytest

from models.hub.events import Source
from models.hub.faults import Fault
from models.hub.route import Route, is_private

HUB = Source()
MIRROR = Source(endpoint="https://mirror.example")
HOME_MIRROR = Source(endpoint="http://192.168.1.20:8080")


@pytest.mark.parametrize(
    ("source", "url"),
    [
        (HUB, "https://huggingface.co/org/repo"),
        (HUB, "https://cdn-lfs-us-1.hf.co/x?signature=1"),
        (HUB, "https://cas-bridge.xethub.hf.co/x"),
        (MIRROR, "https://storage.elsewhere.example/x"),
        (HOME_MIRROR, "http://192.168.1.21/x"),
        (HOME_MIRROR, "https://storage.elsewhere.example/x"),
    ],
)
def test_these_may_be_followed(source: Source, url: str):
    Route(source).check(url)


@pytest.mark.parametrize(
    ("source", "url"),
    [
        (HUB, "http://huggingface.co/x"),
        (HUB, "https://huggingface.co.example/x"),
        (HUB, "https://evilhf.co/x"),
        (HUB, "https://192.168.1.1/x"),
        (HUB, "file:///etc/passwd"),
        (HUB, ""),
        (MIRROR, "http://storage.elsewhere.example/x"),
        (MIRROR, "https://127.0.0.1/x"),
        (MIRROR, "https://[fe80::1]/x"),
        (MIRROR, "https://169.254.169.254/latest/meta-data"),
    ],
)
def test_these_may_not(source: Source, url: str):
    with pytest.raises(Fault):
        Route(source).check(url)


def test_a_name_that_turns_out_to_be_in_the_users_network_is_refused():
    with pytest.raises(Fault):
        Route(MIRROR).check_peer("storage.elsewhere.example", "10.0.0.7")


def test_a_mirror_whose_own_name_is_in_the_users_network_may_stay_there():
    route = Route(Source(endpoint="https://models.company.example"))
    route.check_peer("models.company.example", "10.0.0.5")

    route.check_peer("storage.company.example", "10.0.0.7")
    route.check("https://10.0.0.7/x")


@pytest.mark.parametrize(
    ("host", "private"),
    [
        ("127.0.0.1", True), ("10.1.2.3", True), ("::1", True), ("fe80::1%eth0", True), ("100.64.0.1", True),
        ("localhost", True), ("8.8.8.8", False), ("2606:4700::1111", False), ("huggingface.co", False),
        ("198.18.0.7", False),
    ],
)  # fmt: skip
def test_addresses_of_the_users_own_network_are_known(host: str, private: bool):
    assert is_private(host) is private
