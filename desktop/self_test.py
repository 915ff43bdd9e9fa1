"""`paddock --self-test`: whether this very installation works, as one JSON document.

A window is opened off the screen in a folder of its own, the engine answers with a tiny model, the reader reads a
small PDF, all with the network locked. Installers run it after they were built, people when something is odd.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from models import demo
from models.bench.engine_build import engine_build
from models.catalogue import Catalogue
from models.documents.document import Document
from models.documents.reader import Reader
from models.engine.client import EngineClient
from models.engine.protocol import ChatMessage, Completed, LoadParams, SamplingParams, TextDelta
from models.errors import PaddockError
from models.maths.typesetter import Typesetter
from models.paths import Paths, resources
from models.process import Gate, guard
from models.settings import Settings

MATERIAL = "self_test"  # in the resources of an installed program: see packaging/bundle.py
MODEL, DOCUMENT, WORD = "tiny.gguf", "meadow.pdf", "meadow"
_TOKENS = 8
_SCHEMA = {"type": "boolean"}  # what holds answers to a form is loaded only when it is asked for

Detail = dict[str, object]


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was tried. `problem` is empty where it works."""

    name: str
    ok: bool
    ms: int
    detail: Detail
    problem: str = ""


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """All of them; `ok` when each is."""

    ok: bool
    frozen: bool
    python: str
    checks: tuple[Check, ...]


def run(words: list[str]) -> int:
    """Print the result; 0: everything works, 1: something does not. `words` may name a folder of model and document."""
    material = Path(words[0]) if words else resources() / MATERIAL
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with contextlib.ExitStack() as closing:
        home = Path(closing.enter_context(tempfile.TemporaryDirectory(prefix="paddock-self-test-")))
        paths = Paths(home / "data", home / "config", home / "cache", home / "logs")
        gate = closing.enter_context(Gate.start(paths.logs / "gate.log"))
        guard.lock_network()
        checks = (
            _tried("resources", lambda: _resources(paths)),
            _tried("window", lambda: _window(paths, gate)),
            _tried("engine", lambda: _engine(paths)),
            _tried("generation", lambda: _generation(paths, material / MODEL)),
            *((_tried("demo model", lambda: _demo(paths, within)),) if (within := demo.file()) else ()),
            _tried("formula", lambda: _formula(paths)),
            _tried("reader", lambda: _reader(paths, material / DOCUMENT)),
        )
    result = Result(
        ok=all(check.ok for check in checks),
        frozen=bool(getattr(sys, "frozen", False)),
        python=platform.python_version(),
        checks=checks,
    )
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(result), indent=1).decode() + "\n")
    return 0 if result.ok else 1


def _tried(name: str, work: Callable[[], Detail]) -> Check:
    """The outermost handler of each check: what goes wrong in one is its result, and the others still run."""
    started = time.monotonic()
    detail, problem = {}, ""
    try:
        detail = work()
    except (PaddockError, OSError) as error:
        problem = str(error)
    except Exception as error:  # noqa: BLE001 - a bug of ours is what this looks for
        problem = f"{type(error).__name__}: {error}"
    ms = round(1000 * (time.monotonic() - started))
    return Check(name=name, ok=not problem, ms=ms, detail=detail, problem=problem)


def _resources(paths: Paths) -> Detail:
    languages = sorted(file.stem for file in (resources() / "translations").glob("*.qm"))
    if not languages:
        raise FileNotFoundError("The translations are missing.")
    return {"models_offered": len(Catalogue.of_this_machine(paths).entries), "translations": languages}


def _window(paths: Paths, gate: Gate) -> Detail:
    """The whole window with everything under it, painted once."""
    from desktop.app import make_application
    from desktop.shell.assembly import assemble
    from desktop.shell.pages import Pages
    from desktop.shell.window import MainWindow
    from desktop.widgets import language
    from desktop.widgets.theme import Theme

    application = make_application()
    spoken = language.speak(application, "zh-CN")
    theme = Theme(application, paths.cache / "pictures", "light")
    with contextlib.ExitStack() as closing:
        parts = assemble(paths, gate, theme, Settings(), closing)
        pages = Pages(parts)
        closing.callback(pages.close)
        window = MainWindow(parts, pages)
        window.resize(1024, 700)
        window.show()
        application.processEvents()
        picture = window.grab().toImage()
        colours = {picture.pixel(x, y) for x in range(0, picture.width(), 8) for y in range(0, picture.height(), 8)}
        window.close()
        window.deleteLater()
        application.processEvents()
    if len(colours) < 4:
        raise RuntimeError("the window painted nothing")
    size = f"{picture.width()} x {picture.height()}"
    return {"language": spoken, "network": guard.status().level.value, "size": size, "colours": len(colours)}


def _engine(paths: Paths) -> Detail:
    """The engine's library in a child; which of its parts are in use, and why the others are not."""
    build = engine_build(paths.logs / "build.log")
    if build.problem:
        raise RuntimeError(build.problem)
    backends = {backend.name: backend.why_not or "in use" for backend in build.backends}
    return {"build": build.line, "cards": build.devices, "backends": backends}


def _generation(paths: Paths, model: Path) -> Detail:
    with EngineClient(paths.logs / "engine.log") as engine:
        for _ in engine.load(model, LoadParams(n_ctx=512)):
            pass
        *_, last = engine.generate("The meadow is", SamplingParams(max_tokens=_TOKENS, temperature=0))
        held = [*engine.generate("The meadow is", SamplingParams(max_tokens=_TOKENS, json_schema=_SCHEMA))]
        network = engine.guard.level.value if engine.guard else "unknown"
    if not isinstance(last, Completed) or not last.predicted_tokens:
        raise RuntimeError(f"the answer ended with {last!r}")
    text = "".join(event.text for event in held if isinstance(event, TextDelta))
    if json.loads(text) not in (True, False):
        raise RuntimeError(f"an answer held to true or false was {text!r}")
    return {"tokens": last.predicted_tokens, "held": text, "network": network}


def _demo(paths: Paths, model: Path) -> Detail:
    """The model inside the program, as it is asked in a chat."""
    with EngineClient(paths.logs / "demo.log") as engine:
        for _ in engine.load(model, LoadParams(n_ctx=demo.N_CTX, n_gpu_layers=0)):
            pass
        said = [*engine.generate([ChatMessage("user", "Hello")], SamplingParams(max_tokens=32, temperature=0))]
    text = "".join(event.text for event in said if isinstance(event, TextDelta))
    if not text.strip():
        raise RuntimeError("it said nothing")
    return {"said": text}


def _formula(paths: Paths) -> Detail:
    with contextlib.closing(Typesetter(paths)) as typesetter:
        formula = typesetter.set(r"\frac{1}{2}", True)
    if formula is None:
        raise RuntimeError("a fraction could not be set")
    return {"characters": len(formula.svg)}


def _reader(paths: Paths, document: Path) -> Detail:
    with contextlib.closing(Reader(paths)) as reader:
        *_, last = reader.read(document)
    if not isinstance(last, Document) or WORD not in last.text:
        raise RuntimeError(f"the word “{WORD}” was not found in what was read")
    return {"pages": len(last.pages), "characters": len(last.text)}
