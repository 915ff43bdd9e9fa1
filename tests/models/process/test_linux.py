"""The filter program against a small interpreter of classic BPF: every machine, not only this one."""

from __future__ import annotations

import errno
import struct
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

if sys.platform != "linux":
    pytest.skip("seccomp is Linux", allow_module_level=True)

from models.process.linux import MACHINES, Machine, network_filter

ALLOWED, REFUSED, FORBIDDEN = 0x7FFF0000, 0x00050000 | errno.EACCES, 0x00050000 | errno.EPERM
ALL = pytest.mark.parametrize("machine", MACHINES.values(), ids=MACHINES.keys())


def answer(code: bytes, number: int, audit: int, family: int) -> int:
    """What the kernel would answer: struct seccomp_data is nr, arch, instruction_pointer, args[6]."""
    data = struct.pack("=IIQQQQQQQ", number, audit, 0, family & 0xFFFFFFFFFFFFFFFF, 0, 0, 0, 0, 0)
    lines = [struct.unpack_from("=HBBI", code, at) for at in range(0, len(code), 8)]
    at, register = 0, 0
    while True:
        operation, if_true, if_false, value = lines[at]
        match operation:
            case 0x20:
                (register,) = struct.unpack_from("=I", data, value)
            case 0x15:
                at += if_true if register == value else if_false
            case 0x35:
                at += if_true if register >= value else if_false
            case 0x06:
                return int(value)
        at += 1


@ALL
@given(family=st.integers(-(1 << 31), (1 << 31) - 1), sealed=st.booleans())
def test_only_families_of_this_machine_pass(machine: Machine, family: int, sealed: bool) -> None:
    code = network_filter(machine, sealed=sealed)

    expected = ALLOWED if not sealed and family in (1, 16) else REFUSED
    assert answer(code, machine.socket, machine.audit, family) == expected
    expected = ALLOWED if family == 1 or (not sealed and family == 16) else REFUSED
    assert answer(code, machine.socketpair, machine.audit, family) == expected


@ALL
@given(number=st.integers(0, 600), sealed=st.booleans())
def test_every_other_call_passes_but_the_forbidden(machine: Machine, number: int, sealed: bool) -> None:
    if number in (machine.socket, machine.socketpair):
        return
    code = network_filter(machine, sealed=sealed)

    forbidden = machine.forbidden + (machine.programs if sealed else ())
    assert answer(code, number, machine.audit, 2) == (FORBIDDEN if number in forbidden else ALLOWED)
    assert answer(code, number | 0x40000000, machine.audit, 1) == FORBIDDEN


@ALL
@given(number=st.integers(0, (1 << 32) - 1))
def test_calls_of_another_architecture_do_not_pass(machine: Machine, number: int) -> None:
    code = network_filter(machine, sealed=False)

    assert answer(code, number, 0x40000003, 1) == FORBIDDEN  # i386: int 0x80
