"""The .run's own script, around a program of two lines: one person's installation, its upgrade and its end."""

from __future__ import annotations

import importlib
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

PACKAGING = Path(__file__).parents[2] / "packaging"
PLACES = {
    "applications/paddock.desktop": "[Desktop Entry]\nTryExec=@EXEC@\nExec=@EXEC@ %F\n",
    "kio/servicemenus/paddock-servicemenu.desktop": "Exec=@EXEC@\n",
    "mime/packages/paddock-mime.xml": "<mime-info xmlns='http://www.freedesktop.org/standards/shared-mime-info'/>\n",
}

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a shell script for Linux")


@pytest.fixture
def run_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for folder in ("linux", ""):
        monkeypatch.syspath_prepend(str(PACKAGING / folder))
    program = tmp_path / "paddock"
    program.mkdir()
    (program / "paddock").write_text("#!/bin/sh\necho paddock 1\n")
    (program / "paddock").chmod(0o755)
    for place, text in PLACES.items():
        (program / "share" / place).parent.mkdir(parents=True, exist_ok=True)
        (program / "share" / place).write_text(text)
    archive = tmp_path / "paddock-1-linux-x86_64.tar.xz"
    with tarfile.open(archive, "w:xz") as packed:
        packed.add(program, "paddock")
    made: Path = importlib.import_module("run_file").make(archive, tmp_path)
    return made


def run(home: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    environment = {"HOME": str(home), "PATH": os.environ["PATH"]}
    return subprocess.run(["sh", *map(str, words)], env=environment, capture_output=True, text=True, check=False)


def test_it_installs_upgrades_and_goes_without_a_trace(run_file: Path, tmp_path: Path) -> None:
    home = tmp_path / "家 with a blank"
    home.mkdir()
    program = home / ".local/opt/paddock"

    assert run(home, run_file).returncode == 0
    (program / "of_an_older_version").touch()
    again = run(home, run_file, "--quiet")
    entry = (home / ".local/share/applications/paddock.desktop").read_text()
    started = subprocess.run([home / ".local/bin/paddock"], capture_output=True, text=True, check=True).stdout
    gone = run(home, run_file, "--uninstall")

    assert (again.returncode, again.stderr) == (0, "")
    assert f'Exec="{program}/paddock" %F' in entry
    assert started == "paddock 1\n"
    assert f"still in {home}/.local/share/paddock" in gone.stdout
    assert not [path for path in home.rglob("*") if not path.is_dir()]


def test_one_that_did_not_arrive_whole_changes_nothing(run_file: Path, tmp_path: Path) -> None:
    run_file.write_bytes(run_file.read_bytes()[:-10])

    refused = run(tmp_path, run_file)

    assert refused.returncode == 1
    assert "did not arrive whole" in refused.stderr
    assert not (tmp_path / ".local").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may")
def test_for_everybody_it_asks_for_root_with_the_command(run_file: Path, tmp_path: Path) -> None:
    refused = run(tmp_path, run_file, "--system")

    assert f"sudo sh {run_file} --system" in refused.stderr


def test_what_a_killed_installation_left_goes_with_the_next(
    run_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    opt = home / ".local/opt"
    foreign = opt / ".paddock-new.notes.txt"
    foreign.mkdir(parents=True)
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "tar").write_text(f'#!/bin/sh\n{shutil.which("tar")} "$@"\nkill -9 $PPID\n')
    (tools / "tar").chmod(0o755)

    with monkeypatch.context() as killing:
        killing.setenv("PATH", f"{tools}:{os.environ['PATH']}")
        killed = run(home, run_file)
    dead = next(path for path in opt.iterdir() if path != foreign)

    assert killed.returncode == -9
    assert (dead / "paddock/paddock").exists()
    assert run(home, run_file, "--uninstall").stdout == "What an interrupted installation had left is gone.\n"
    dead.mkdir()
    (dead / "owner").write_text(f"{os.getpid()} 1")  # the number came again, the process is another
    assert run(home, run_file).returncode == 0
    assert sorted(path.name for path in opt.iterdir()) == [foreign.name, "paddock"]


def test_a_running_installation_is_left_alone(run_file: Path, tmp_path: Path) -> None:
    running = tmp_path / ".local/opt/.paddock-new.abcdef"
    running.mkdir(parents=True)
    started = Path("/proc/self/stat").read_text().rpartition(") ")[2].split()[19]
    (running / "owner").write_text(f"{os.getpid()} {started}")

    refused = run(tmp_path, run_file)

    assert "another installation is running" in refused.stderr
    assert running.is_dir()


def everything(home: Path) -> dict[str, str]:
    """Each file with its text, each link with its target; without the caches that the menus' programs make."""
    return {
        str(path.relative_to(home)): str(path.readlink()) if path.is_symlink() else path.read_text()
        for path in home.rglob("*")
        if (path.is_symlink() or path.is_file()) and path.parent.name != "mime" and path.suffix != ".cache"
    }


def test_a_disk_that_is_full_after_unpacking_leaves_nothing_or_the_old_one(run_file: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    full = home / ".local/share/kio/servicemenus/paddock-servicemenu.desktop"
    full.parent.mkdir(parents=True)
    full.symlink_to("/dev/full")

    first = run(home, run_file)
    left = everything(home)
    installed = run(home, run_file)
    (home / ".local/opt/paddock/of_an_older_version").touch()
    (home / ".local/share/applications/paddock.desktop").write_text("older\n")
    full.unlink()
    old = everything(home)
    full.symlink_to("/dev/full")
    upgrade = run(home, run_file)

    assert (first.returncode, left) == (1, {})
    assert "all is as it was before" in first.stderr
    assert installed.returncode == 0
    assert (upgrade.returncode, everything(home)) == (1, old)


def test_the_kept_older_one_is_uninstalled_too(run_file: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    run(home, run_file)
    (home / ".local/opt/paddock").rename(home / ".local/opt/paddock.before")  # killed between two moves

    gone = run(home, run_file, "--uninstall")

    assert gone.returncode == 0
    assert everything(home) == {}


def test_the_menus_caches_forget_it(run_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tools, home = tmp_path / "tools", tmp_path / "home"
    tools.mkdir()
    home.mkdir()
    # The real one fails where the folder packages is missing, and then leaves its database as it was.
    (tools / "update-mime-database").write_text(
        '#!/bin/sh\nls "$1/packages" >"$1/seen.new" && mv "$1/seen.new" "$1/seen"\n'
    )
    (tools / "update-mime-database").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tools}:{os.environ['PATH']}")

    run(home, run_file)
    known = (home / ".local/share/mime/seen").read_text()
    run(home, run_file, "--uninstall")

    assert known == "paddock-mime.xml\n"
    assert (home / ".local/share/mime/seen").read_text() == ""


def test_a_home_that_cannot_be_written_gets_one_sentence(run_file: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.touch()

    refused = run(home, run_file, "--quiet")

    assert refused.returncode == 1
    assert len(refused.stderr.splitlines()) == 1
    assert "nothing was changed" in refused.stderr
