"""`paddock doctor`: what this computer has, what is installed, and what stands in the way.

Everything is looked at, nothing is changed, nothing is asked of the network. A graphics card that was not tried with
this driver yet is tried first (models.engine.graphics).
"""

from __future__ import annotations

import importlib.metadata
import os
import platform
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from models import demo
from models.bench.engine_build import Build, engine_build
from models.bench.try_load import Tried
from models.engine.bandwidth import bandwidth
from models.engine.hardware import Hardware, hardware
from models.engine.pack import takes_packs
from models.engine.plan import gigabytes
from models.hub.shelf import InstalledModel, Shelf
from models.paths import Paths
from models.process import guard

PACKAGES = ("PySide6-Essentials", "llama-cpp-python", "huggingface-hub", "msgspec", "numpy", "pypdfium2")
FREE_LEAST_BYTES = 6 << 30  # a model of 7B and room to work


class Folder(msgspec.Struct, frozen=True, kw_only=True):
    """A folder Paddock writes; one that is not there yet is judged by the nearest that is."""

    purpose: str
    path: str
    exists: bool
    writable: bool
    free_bytes: int


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """All of it, for `--json`; `str()` is the text for people. `problems` are sentences with the way out."""

    version: str
    system: str
    python: str
    packages: dict[str, str | None]
    engine: Build
    hardware: Hardware
    folders: tuple[Folder, ...]
    network: str
    network_why_not: str
    models: tuple[InstalledModel, ...]
    tried: Tried | None = None
    problems: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join(_lines(self))


def examine(paths: Paths, folders_of_models: Sequence[Path] | None = None, tried: Tried | None = None) -> Report:
    """Look at everything: one to three seconds, most of it the engine's library and the memory's speed.

    `folders_of_models` are those of the settings, as `Shelf` takes them. `tried` is a load to report with the rest.
    """
    machine = msgspec.structs.replace(hardware(), memory_bandwidth=bandwidth())
    engine = engine_build(paths.logs / "doctor.log")
    folders = tuple(
        _folder(purpose, path)
        for purpose, path in (
            ("data", paths.data),
            ("models", paths.models),
            ("settings", paths.config),
            ("cache", paths.cache),
            ("logs", paths.logs),
        )
    )
    lock = guard.status()
    packages = {name: _version(name) for name in PACKAGES}
    models = tuple(Shelf(paths, folders_of_models).models())
    return Report(
        version=_version("paddock") or "not installed as a package",
        system=_system(),
        python=f"{platform.python_version()} ({sys.executable})",
        packages=packages,
        engine=engine,
        hardware=machine,
        folders=folders,
        network=lock.level.value,
        network_why_not=lock.why_not,
        models=models,
        tried=tried,
        problems=tuple(_problems(engine, machine, folders, packages, models, tried)),
    )


def _problems(
    engine: Build,
    machine: Hardware,
    folders: tuple[Folder, ...],
    packages: dict[str, str | None],
    models: tuple[InstalledModel, ...],
    tried: Tried | None,
) -> list[str]:
    found = [
        f"The package {name} is missing. Run “make run” again." for name, version in packages.items() if not version
    ]
    if engine.problem:
        found.append(f"The engine does not start: {engine.problem}")
    elif machine.devices and not engine.devices:
        found.append(_unused(machine, engine))
    if tried and tried.problem:
        found.append(tried.problem)
    for folder in folders:
        if not folder.writable:
            found.append(f"The folder {folder.path} ({folder.purpose}) cannot be written. Check its permissions.")
        elif folder.purpose == "models" and folder.free_bytes < FREE_LEAST_BYTES:
            found.append(f"Only {gigabytes(folder.free_bytes):g} GB is free for models in {folder.path}.")
    found += [f"{model.name}: {model.problem}" for model in models if model.problem]
    if not models:
        but = " but the built-in demo model" if demo.file() else ""
        found.append(f"There is no model yet{but}. See “paddock models list”.")
    return found


def _unused(machine: Hardware, engine: Build) -> str:
    """Why the engine does not see a card that the driver sees."""
    card = machine.devices[0].name
    if not machine.engine_has_cuda and takes_packs():
        return f"There is a {card}, but the engine has no part for it yet: “paddock gpu” says how to get that."
    if not machine.engine_has_cuda:
        way_out = "In a checkout, install the CUDA compiler (on Debian: nvidia-cuda-toolkit) and run “make run” again."
        return f"There is a {card}, but the engine was built without CUDA and uses the processor only. {way_out}"
    why = engine.cuda_problem or "its CUDA library found no card it can use; is the driver new enough?"
    if machine.card_trouble:
        why = f"{machine.card_trouble.problem}. “paddock doctor --probe” tries it again"
    return f"There is a {card}, but the engine cannot use it and works on the processor only: {why}"


def _lines(report: Report) -> list[str]:
    machine = report.hardware
    speed = f", {machine.memory_bandwidth / 1e9:.0f} GB a second" if machine.memory_bandwidth else ""
    packages = ", ".join(f"{name} {version or 'missing'}" for name, version in report.packages.items())
    lines = [
        f"Paddock   {report.version}",
        f"System    {report.system}",
        f"Python    {report.python}",
        f"Packages  {packages}",
        f"Engine    {report.engine.line or report.engine.problem}",
        *(f"Part      {backend}" for backend in report.engine.backends),
        f"Processor {machine.cpu}, {machine.cores} cores, {machine.threads} threads ({' '.join(machine.features)})",
        f"Memory    {gigabytes(machine.ram_available):g} of {gigabytes(machine.ram_total):g} GB free{speed}",
    ]
    for device in machine.devices:
        free, total = gigabytes(device.memory_free), gigabytes(device.memory_total)
        lines.append(f"Card      {device.name}, {free:g} of {total:g} GB free, driver {device.driver}")
    if not machine.devices:
        lines.append("Card      none with an NVIDIA driver")
    if machine.devices or report.engine.devices:
        lines.append(f"In use    {', '.join(report.engine.devices) or 'no card: the engine works on the processor'}")
    if report.tried:
        lines.append(f"Layers    {report.tried}")
    elif report.models:
        lines.append("Layers    not tried: “paddock doctor -m MODEL” loads a model and says where its layers are")
    why = f" ({report.network_why_not})" if report.network_why_not else ""
    lines.append(f"Network   this process is {report.network}{why}")
    for folder in report.folders:
        state = "writable" if folder.writable else "not writable"
        lines.append(f"Folder    {folder.purpose}: {folder.path}, {state}, {gigabytes(folder.free_bytes):g} GB free")
    lines += [f"Model     {one.name}, {gigabytes(one.size_bytes):g} GB, {one.path}" for one in report.models]
    lines.append("")
    lines += [f"! {problem}" for problem in report.problems] or ["No problem was found."]
    return lines


def _folder(purpose: str, path: Path) -> Folder:
    """The nearest folder above that is there decides whether `path` can be made and written."""
    nearest = next((one for one in (path, *path.parents) if one.exists()), Path(path.anchor))
    try:
        free = shutil.disk_usage(nearest).free
    except OSError:
        free = 0
    writable = nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK)
    return Folder(purpose=purpose, path=str(path), exists=path.is_dir(), writable=writable, free_bytes=free)


def _system() -> str:
    if sys.platform == "linux":
        try:
            return (
                f"{platform.freedesktop_os_release()['PRETTY_NAME']}, Linux {platform.release()} {platform.machine()}"
            )
        except (OSError, KeyError):
            pass
    return f"{platform.system()} {platform.release()} {platform.machine()}"


def _version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None
