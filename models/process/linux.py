"""Two system calls of Linux that Python has no function for: prctl and seccomp.

The filter covers: sockets of every family but AF_UNIX and AF_NETLINK, io_uring, which could open sockets past the
filter, the x32 and 32-bit twins of every call, and the calls that would let this process borrow a socket from another
one of the same user (ptrace, process_vm_writev, pidfd_getfd). A sealed process gets no socket of any family and starts
no program. Socket pairs within the process are allowed. The filter is inherited, cannot be taken off, and needs no
root: seccomp(2), no_new_privs.

It does not cover: descriptors that were open before, and services that answer on AF_UNIX sockets (D-Bus, X,
systemd-resolved) and may do something on the network for their caller.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
from typing import NamedTuple

PR_SET_DUMPABLE = 4
PR_SET_NAME = 15
_PR_SET_NO_NEW_PRIVS = 38
_SECCOMP_SET_MODE_FILTER = 1
_SECCOMP_FILTER_FLAG_TSYNC = 1

_ALLOW = 0x7FFF0000
_ERRNO = 0x00050000
_LOAD, _JUMP_EQUAL, _JUMP_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06  # classic BPF: ld [k], jeq, jge, ret
_AT_NUMBER, _AT_MACHINE, _AT_ARGUMENT_0 = 0, 4, 16  # in struct seccomp_data; the low half on these two machines

_AF_UNIX, _AF_NETLINK = 1, 16
_X32_BIT = 0x40000000


class Machine(NamedTuple):
    """The numbers of one processor architecture, from linux/audit.h and its unistd.h."""

    audit: int
    seccomp: int
    socket: int
    socketpair: int
    forbidden: tuple[int, ...]  # ptrace, process_vm_readv, process_vm_writev, io_uring_*, pidfd_getfd
    programs: tuple[int, ...]  # execve, execveat


MACHINES = {
    "x86_64": Machine(0xC000003E, 317, 41, 53, (101, 310, 311, 425, 426, 427, 438), (59, 322)),
    "aarch64": Machine(0xC00000B7, 277, 198, 199, (117, 270, 271, 425, 426, 427, 438), (221, 281)),
}

_libc = ctypes.CDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_char_p)]


def prctl(option: int, value: int | bytes) -> None:
    """Raises: OSError."""
    argument = ctypes.c_char_p(value) if isinstance(value, bytes) else ctypes.c_ulong(value)
    zero = ctypes.c_ulong(0)
    if _libc.prctl(ctypes.c_int(option), argument, zero, zero, zero):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def network_filter(machine: Machine, *, sealed: bool) -> bytes:
    """The BPF program, as an array of struct sock_filter."""
    refuse, forbid = _ERRNO | errno.EACCES, _ERRNO | errno.EPERM
    lines: list[tuple[int, int, int, int]] = []

    def load(offset: int) -> None:
        lines.append((_LOAD, 0, 0, offset))

    def when(jump: int, value: int, answer: int) -> None:
        lines.extend([(jump, 0, 1, value), (_RETURN, 0, 0, answer)])

    def unless(value: int, answer: int) -> None:
        lines.extend([(_JUMP_EQUAL, 1, 0, value), (_RETURN, 0, 0, answer)])

    load(_AT_MACHINE)
    unless(machine.audit, forbid)
    load(_AT_NUMBER)
    when(_JUMP_AT_LEAST, _X32_BIT, forbid)
    for number in machine.forbidden + (machine.programs if sealed else ()):
        when(_JUMP_EQUAL, number, forbid)
    # The rest looks at the family: of socket, and of socketpair, which no family but AF_UNIX should serve.
    lines.extend([(_JUMP_EQUAL, 2, 0, machine.socket), (_JUMP_EQUAL, 2 if sealed else 4, 0, machine.socketpair)])
    lines.append((_RETURN, 0, 0, _ALLOW))
    if not sealed:
        load(_AT_ARGUMENT_0)
        when(_JUMP_EQUAL, _AF_NETLINK, _ALLOW)
        load(_AT_ARGUMENT_0)
        unless(_AF_UNIX, refuse)
        lines.append((_RETURN, 0, 0, _ALLOW))
    else:
        lines.append((_RETURN, 0, 0, refuse))
        load(_AT_ARGUMENT_0)
        unless(_AF_UNIX, refuse)
        lines.append((_RETURN, 0, 0, _ALLOW))
    return b"".join(struct.pack("=HBBI", *line) for line in lines)


def install_network_filter(*, sealed: bool) -> None:
    """Put the filter on every thread of this process and on all it starts. Raises: OSError."""
    machine = MACHINES.get(platform.machine())
    if machine is None:
        raise OSError(errno.ENOSYS, f"no filter is written for {platform.machine()}")
    prctl(_PR_SET_NO_NEW_PRIVS, 1)
    code = network_filter(machine, sealed=sealed)
    program = _Program(len(code) // 8, code)
    status = _libc.syscall(
        ctypes.c_long(machine.seccomp),
        ctypes.c_ulong(_SECCOMP_SET_MODE_FILTER),
        ctypes.c_ulong(_SECCOMP_FILTER_FLAG_TSYNC),
        ctypes.byref(program),
    )
    if status:  # positive: the thread that could not be brought along
        number = ctypes.get_errno() if status < 0 else errno.EBUSY
        raise OSError(number, os.strerror(number))
