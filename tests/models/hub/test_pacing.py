"""When to wait, when to give up."""

from __future__ import annotations

import threading

import pytest

from models.hub.events import Pace
from models.hub.faults import Fault, Stopped, of_status, retry_after
from models.hub.pacing import Meter, Patience, Switch
from models.hub.reasons import Reason, clock, gigabytes, say


def test_waits_double_up_to_a_minute_and_begin_again_after_new_bytes():
    patience = Patience(Pace())
    waits = [patience.after(Fault(Reason.SERVER)) for _ in range(8)]
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]

    patience.moved()
    assert patience.after(Fault(Reason.SERVER)) == 1


def test_a_server_that_names_a_time_is_given_it():
    assert Patience(Pace()).after(Fault(Reason.RATE, retry_after_s=90)) == 90


def test_what_does_not_pass_is_not_waited_for():
    with pytest.raises(Fault):
        Patience(Pace()).after(Fault(Reason.GATED))


def test_silence_is_waited_for_longer_once_bytes_have_come():
    pace = Pace(first_patience_s=0)
    patience = Patience(pace)
    with pytest.raises(Fault):
        patience.after(Fault(Reason.TIMEOUT))

    patience.moved()
    assert patience.after(Fault(Reason.TIMEOUT)) == pace.first_wait_s


def test_a_wait_that_would_outlast_the_patience_is_not_begun():
    patience, waits = Patience(Pace()), []
    with pytest.raises(Fault):
        while True:
            waits.append(patience.after(Fault(Reason.TIMEOUT)))

    assert waits == [1, 2, 4, 8, 16, 32]  # nobody really waits here: each alone is within the 45 seconds


def test_a_pause_ends_a_wait():
    switch = Switch()
    threading.Timer(0.01, switch.pause).start()
    with pytest.raises(Stopped):
        switch.wait(60)


def test_trying_now_ends_one_wait():
    switch = Switch()
    switch.try_now()

    assert switch.wait(60)
    assert not switch.wait(0)


def test_the_meter_knows_what_is_left():
    meter = Meter(1000, 0.1)
    meter.read(0)
    seen = meter.read(500)

    assert seen.rate > 0
    assert seen.eta_s == pytest.approx(500 / seen.rate)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("120", 120.0), (" 7 ", 7.0), ("", None), ("soon", None), ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0), ("-5", None)],
)
def test_retry_after_is_read(value: str, seconds: float | None):
    assert retry_after({"Retry-After": value}) == seconds


@pytest.mark.parametrize("date", ["Wed, 21 Oct 2015 07:28:00 GMT", "Wed, 21 Oct 2065 07:28:00 GMT"])
def test_a_date_is_read_by_the_servers_own_clock(date: str):
    """Whatever this machine believes the time to be."""
    assert retry_after({"Retry-After": date.replace("07:28:00", "07:28:30"), "Date": date}) == 30


@pytest.mark.parametrize("value", ["9" * 400, "Wed, 21 Oct 2999 07:28:00 GMT", "31536000"])
def test_nobody_is_kept_waiting_for_more_than_a_day(value: str):
    wait_s = retry_after({"Retry-After": value})

    assert wait_s == 24 * 3600
    assert clock(wait_s) == "1440:00"


def test_without_a_network_nobody_waits_before_the_first_byte():
    patience = Patience(Pace())
    with pytest.raises(Fault):
        patience.after(Fault(Reason.NO_NETWORK))

    patience.moved()
    assert patience.after(Fault(Reason.NO_NETWORK)) == 1


@pytest.mark.parametrize("status", [403, 404])
def test_a_link_that_expired_is_asked_for_again(status: int):
    assert of_status(status, {}, with_token=False, linked=True).passing


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_words_and_a_way_out(reason: Reason):
    words = say(reason, **dict.fromkeys(reason.names, "x"))

    assert words.endswith((".", "x."))
    assert reason.button


def test_sizes_and_times_are_said_as_people_say_them():
    assert (clock(65), clock(0), clock(3599.6)) == ("1:05", "0:00", "60:00")
    assert (gigabytes(4_683_074_240), gigabytes(1_000_000)) == ("4.7 GB", "1.0 MB")
