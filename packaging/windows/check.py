"""Tries the setup.exe under wine: install, start, upgrade, refuse while running, uninstall, for one and for all.

    check.py SETUP.exe

What this shows is the installer's own doing. That the program inside runs on Windows only Windows can show.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_OWN = r"Software\Paddock"
_UNINSTALL = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\Paddock"
_VERB = r"Software\Classes\SystemFileAssociations\.pdf\shell\PaddockSummarise\command"
_WAIT_S = 60


class Windows:
    """A computer of its own in `folder`, whose user is 张三."""

    def __init__(self, folder: Path) -> None:
        self._environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "WINEPREFIX": str(folder / "prefix"),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree,mshtml=",  # would offer a download
            "LC_ALL": "C.UTF-8",
            "USER": "张三",
            "LOGNAME": "张三",
        }
        self.drive = folder / "prefix" / "drive_c"
        self.run("wineboot", "--init")
        [user] = (each for each in (self.drive / "users").iterdir() if each.name != "Public")
        self.local = user / "AppData" / "Local"

    def path(self, windows: str) -> Path:
        """Where a path of that computer lies on this one."""
        return self.drive / windows.removeprefix("C:\\").replace("\\", "/")

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        nothing = subprocess.DEVNULL
        return subprocess.Popen(["wine", *words], env=self._environment, stdout=nothing, stderr=nothing)

    def run(self, *words: str) -> int:
        """The exit code."""
        return self.start(*words).wait(_WAIT_S)

    def registry(self, key: str, name: str = "", hive: str = "HKCU") -> str | None:
        """A text of the registry; None where it is not there."""
        file = self.drive / "exported.reg"
        file.unlink(missing_ok=True)
        self.run("reg", "export", f"{hive}\\{key}", "C:\\exported.reg", "/y")
        if not file.exists():
            return None
        # Of the key itself: what lies below it has headings of its own.
        own = file.read_text("utf-16").split("\n[")[1]
        for line in own.splitlines():
            if line.startswith(f'"{name}"=' if name else "@="):
                return line.split("=", 1)[1].strip('"').replace("\\\\", "\\").replace('\\"', '"')
        return None

    def end(self) -> None:
        subprocess.run(["wineserver", "-k"], env=self._environment, check=False)


def check(setup: Path, windows: Windows) -> None:
    """Raises: AssertionError."""
    home = windows.local / "Programs" / "Paddock"
    done("silent install", windows.run(str(setup), "/S"))
    _installed(windows, home, "HKCU")

    done("start", windows.run(str(home / "Paddock.exe"), "C:\\文件.pdf"))
    assert "C:\\文件.pdf" in (home / "started.txt").read_text("utf-16")

    (home / "_internal" / "of_an_older_version.dll").write_text("")
    kept = windows.local / "paddock" / "models" / "kept.gguf"
    kept.parent.mkdir(parents=True)
    kept.write_text("a model")
    done("upgrade", windows.run(str(setup), "/S"))
    _installed(windows, home, "HKCU")
    assert not (home / "_internal" / "of_an_older_version.dll").exists()

    running = windows.start(str(home / "Paddock.exe"), "--wait")
    _until(lambda: "--wait" in (home / "started.txt").read_text("utf-16"))
    assert windows.run(str(setup), "/S") == 2, "a running program is not overwritten"
    running.kill()
    windows.run("taskkill", "/F", "/IM", "Paddock.exe")
    (home / "started.txt").unlink()

    done("uninstall", windows.run(str(home / "uninstall.exe"), "/S"))
    _until(lambda: not home.exists())
    _uninstalled(windows, "HKCU")
    assert kept.exists(), "chats and models stay"

    other = "C:\\用户\\张三的程序"  # a blank in it does not get through wine's quoting of /D
    done("install elsewhere", windows.run(str(setup), "/S", f"/D={other}"))
    _installed(windows, windows.path(other), "HKCU")
    done("uninstall with data", windows.run(str(windows.path(other) / "uninstall.exe"), "/S", "/RemoveData"))
    _until(lambda: not windows.path(other).exists())
    assert not kept.exists()

    everybody = windows.drive / "Program Files" / "Paddock"
    done("install for all", windows.run(str(setup), "/S", "/AllUsers"))
    _installed(windows, everybody, "HKLM")
    done("uninstall for all", windows.run(str(everybody / "uninstall.exe"), "/S"))
    _until(lambda: not everybody.exists())
    _uninstalled(windows, "HKLM")


def _installed(windows: Windows, home: Path, hive: str) -> None:
    assert (home / "Paddock.exe").exists(), home
    assert (home / "_internal" / "库" / "library.txt").exists() or (home / "_internal" / "base_library.zip").exists()
    assert windows.path(windows.registry(_OWN, "InstallDir", hive) or "") == home
    assert windows.registry(_UNINSTALL, "DisplayName", hive) == "Paddock"
    assert "open --summarise" in (windows.registry(_VERB, hive=hive) or "")
    assert any(windows.drive.rglob("Paddock.lnk")), "the start menu"


def _uninstalled(windows: Windows, hive: str) -> None:
    for key in (_OWN, _UNINSTALL, _VERB, r"Software\Classes\Paddock.Model", r"Software\Classes\.gguf"):
        assert windows.registry(key, hive=hive) is None, key
    assert not any(windows.drive.rglob("Paddock.lnk"))


def done(what: str, exit_code: int) -> None:
    """Raises: AssertionError."""
    assert exit_code == 0, f"{what}: exit code {exit_code}"
    print(f"ok: {what}", flush=True)


def _until(there: object, *, seconds: float = 20) -> None:
    """An uninstaller goes on in a copy of itself after its own end."""
    assert callable(there)
    end = time.monotonic() + seconds
    while not there():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.1)


def main() -> None:
    """See the module's text."""
    if shutil.which("wine") is None:
        raise SystemExit("wine is missing: apt-get install wine wine64.")
    with tempfile.TemporaryDirectory(prefix="windows-") as folder:
        windows = Windows(Path(folder))
        try:
            check(Path(sys.argv[1]).resolve(), windows)
        finally:
            windows.end()
    print("The installer does on wine what it should.")


if __name__ == "__main__":
    main()
