#!/usr/bin/env python3
"""Make this checkout ready to run or to test, on a fresh machine, with nothing but Python >= 3.11.

    prepare.py run     the virtual environment, the locked packages, llama.cpp built once
    prepare.py test    the same, and what the tests and the checks need
    prepare.py package only the system packages for making packages, after `test`

What is already there is left alone, so a second call takes a moment. System packages come through apt-get where this
user may install them; otherwise one sentence names the exact command. Standard library only: nothing is installed yet.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import engine_wheel
from system_packages import BUILD, PACKAGING, TESTS, WINDOW, install_missing

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
LOCKS = {"run": ROOT / "requirements.lock", "test": ROOT / "requirements-dev.lock"}


def say(text: str) -> None:
    """One line of progress."""
    print(f"paddock setup: {text}", flush=True)


def make_environment() -> None:
    """A virtual environment of the Python this script runs under."""
    if PYTHON.exists() and subprocess.run([PYTHON, "-c", ""], check=False).returncode == 0:
        return
    say(f"making {VENV.relative_to(ROOT)} with Python {sys.version.split()[0]}")
    subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=True)


def install_locked(kind: str) -> None:
    """The packages of the lock file, each checked against its hash; a stamp remembers which lock is installed."""
    lock = LOCKS[kind]
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    stamp = VENV / f"installed-{kind}"
    if stamp.exists() and stamp.read_text() == digest:
        return
    say(f"installing the packages of {lock.name} (about a minute)")
    pip("install", "--quiet", "--require-hashes", "-r", str(lock))
    stamp.write_text(digest)


def install_paddock() -> None:
    """This checkout itself, editable, with the `paddock` command."""
    digest = hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()
    stamp = VENV / "installed-paddock"
    if stamp.exists() and stamp.read_text() == digest:
        return
    # The compat mode puts the checkout itself on the path, so that child processes find the tests' helpers too.
    pip(
        "install",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--config-settings",
        "editable_mode=compat",
        "-e",
        ".",
    )
    stamp.write_text(digest)


def install_engine() -> None:
    """llama-cpp-python, built from its locked source once and kept as a wheel under build/wheels."""
    flavour = engine_wheel.flavour(say)
    stamp = VENV / "installed-engine"
    wanted = engine_wheel.key(flavour)
    if stamp.exists() and stamp.read_text() == wanted:
        return
    wheel = engine_wheel.find_or_build(PYTHON, flavour, say)
    pip("install", "--quiet", "--no-deps", "--force-reinstall", str(wheel))
    stamp.write_text(wanted)


def pip(*arguments: str) -> None:
    """Run pip in the environment; a failure ends the set-up with its own words above."""
    done = subprocess.run([PYTHON, "-m", "pip", "--disable-pip-version-check", *arguments], cwd=ROOT, check=False)
    if done.returncode:
        raise SystemExit(
            "paddock setup: the packages could not be installed (see above). Check the network and run it again."
        )


def has_display() -> bool:
    """A window can open here."""
    return sys.platform == "win32" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def main() -> None:
    """Prepare for `run`, `test` or `package`."""
    kind = sys.argv[1]
    if sys.version_info < (3, 11):
        raise SystemExit(f"paddock setup: Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    if kind == "package":
        install_missing(PACKAGING, say)
        return
    started = time.monotonic()
    packages = BUILD + (WINDOW if kind == "test" or has_display() else ()) + (TESTS if kind == "test" else ())
    install_missing(packages, say)
    make_environment()
    install_locked(kind)
    install_engine()
    install_paddock()
    took = time.monotonic() - started
    if took > 5:
        size = sum(f.stat().st_size for f in VENV.rglob("*") if f.is_file() and not f.is_symlink())
        say(f"ready after {took:.0f} s; .venv holds {size / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
