"""The plan against the card: bytes predicted and measured, and whether "fits" and "does not fit" are true."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from models.engine.hardware import hardware
from models.engine.plan import CARD_RESERVE, Plan, plan
from models.engine.protocol import LoadParams
from models.gguf import read_header
from tests.bench.gpu.ballast import leaving
from tests.bench.gpu.engines import Machine, lines, used_bytes
from tests.bench.sheet import Sheet

CONTEXTS = (4096, 16384, 32768, 131072)
TYPES = ("f16", "q8_0")
LEFT_GIB = (8, 4, 24)
_MIB, _GIB = 1 << 20, 1 << 30
_SETTLED_S = 5.0  # what the driver may take to give back the memory of a process that ended


@dataclass(frozen=True)
class Case:
    """What was planned, and what came of it. `used` is by the trial alone, its CUDA context among it."""

    name: str
    planned: Plan
    works: bool
    used: int
    why: str

    def __str__(self) -> str:
        params = self.planned.params
        told = f"{self.name} {params.n_ctx} {params.type_k}: plan {self.planned.total_bytes / _MIB:.0f} MiB, "
        told += f"{'fits' if self.planned.fits else 'refused'} in {self.planned.free_bytes / _MIB:.0f}; "
        return told + (f"used {self.used / _MIB:.0f}" if self.works else f"failed: {self.why}")


def measured(sheet: Sheet, machine: Machine, names: Sequence[str]) -> None:
    """Bytes of all shapes, contexts and cache types with the card to ourselves."""
    context = _cuda_context(machine)
    sheet.note("the CUDA context, MiB", round(context / _MIB))
    loaded = count = 0
    for name in names:
        with closing(tried(machine, name)) as cases:
            for case in cases:
                count += 1
                loaded += case.works
                sheet.note(f"case {count}, of which {loaded} loaded", str(case))
                if case.works:
                    took, column = case.used - context, f"{name} {case.planned.params.type_k}"
                    off = took - case.planned.total_bytes
                    sheet.add("measured - CUDA context - plan, MiB", column, off / _MIB)
                    share = abs(off) / max(0.05 * took, 300 * _MIB)
                    sheet.add("the same as a share of max(5 %, 300 MiB)", column, share, goal="none above 1")


def ballasted(sheet: Sheet, machine: Machine, names: Sequence[str], left_gib: Sequence[int] = LEFT_GIB) -> None:
    """What the plan says with little memory free, and what then really happens: refused cases are loaded anyway."""
    counted: Counter[str] = Counter()
    for gib, name in itertools.product(left_gib, names):
        if sheet.left < 10:
            sheet.note("ballast ended early", f"before {name} with {gib} GiB")
            return
        with leaving(gib * _GIB), closing(tried(machine, name)) as cases:
            for case in cases:
                verdict = _verdict(case)
                counted[verdict] += 1
                sheet.note(f"{gib} GiB left, case {counted.total()}", f"{verdict}: {case}")
                sheet.notes["cases with ballast"] = dict(counted)
        _settle()


def _verdict(case: Case) -> str:
    spare = case.planned.free_bytes - case.used
    match case.planned.fits, case.works:
        case True, True:
            return "fits, answers"
        case True, False:
            return "WRONG: fits, fails"
        case False, False:
            return "refused, fails"
    if spare < CARD_RESERVE // 2:
        return "refused, loads with less than 512 MiB to spare"
    return "WRONG: refused, loads with 512 MiB or more to spare"


def tried(machine: Machine, name: str) -> Generator[Case, None, None]:
    """Each context and cache type of a shape, planned and then really done; one after the other as it is known."""
    path, wished = machine.model(name), list(itertools.product(CONTEXTS, TYPES))
    header, found, before = read_header(path), hardware(), used_bytes()
    layers = header.n_layer + 1 if machine.gpu_layers else 0
    fixed = frozenset(LoadParams.__struct_fields__)

    def planned(n_ctx: int, kind: Any) -> Plan:
        params = LoadParams(n_ctx=n_ctx, type_k=kind, type_v=kind, n_gpu_layers=layers)
        return plan(header, None, found, params, fixed=fixed)

    at = 0
    while at < len(wished):
        command = [sys.executable, "-m", "tests.bench.gpu.trial", str(path), str(machine.gpu_layers)]
        try:
            for line in lines([*command, json.dumps(wished[at:])]):
                outcome = json.loads(line)
                used = outcome["used"] - before if outcome["works"] else 0
                yield Case(name, planned(*wished[at]), outcome["works"], used, outcome["why"])
                at += 1
        except subprocess.CalledProcessError as died:  # of the case that is next
            yield Case(name, planned(*wished[at]), False, 0, f"exit {died.returncode}: {died.stderr}")
            at += 1
        _settle()


def _cuda_context(machine: Machine) -> int:
    """Bytes that a process takes on the card before it has loaded anything."""
    if not machine.gpu_layers:
        return 0
    before = used_bytes()
    with leaving(1 << 50):  # more than any card has: it takes nothing
        return used_bytes() - before


def _settle() -> None:
    """Wait until the memory in use has been the same for a while."""
    ends, last = time.monotonic() + _SETTLED_S, -1
    while (now := used_bytes()) != last and time.monotonic() < ends:
        last = now
        time.sleep(0.1)
