"""The .run and the tarball, by an ordinary user whose home has a Chinese name, without root and without a network."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.packaging.installed.conftest import package
from tests.packaging.installed.debian import HOME, USER, Debian

# What the .run cannot bring: a desktop has these. The .deb asks for them by itself.
LIBRARIES = (
    "libgl1", "libegl1", "libfontconfig1", "libfreetype6", "libdbus-1-3", "libglib2.0-0", "libx11-xcb1",
    "libwayland-cursor0", "libwayland-egl1", "desktop-file-utils", "xz-utils",
)  # fmt: skip
PROGRAM = f"{HOME}/.local/opt/paddock"


@pytest.fixture(scope="module")
def home(debian: Debian) -> Debian:
    debian.must("apt-get", "install", "-y", "-q", "--no-install-recommends", *LIBRARIES, network=True)
    debian.copy_in(package("*.run"), HOME)
    debian.copy_in(package("*.tar.xz"), HOME)
    return debian


def by_user(system: Debian, *command: str) -> str:
    return system.must(*command, user=USER, folder=HOME)


def test_the_run_file_installs_for_one_user_and_takes_all_of_it_away_again(home: Debian) -> None:
    before = home.files(below=HOME)
    run = f"{HOME}/{package('*.run').name}"

    assert "Done." in by_user(home, "sh", run)
    result = json.loads(by_user(home, f"{HOME}/.local/bin/paddock", "--self-test"))
    entry = (home.root / HOME.lstrip("/") / ".local/share/applications/paddock.desktop").read_text()
    again = by_user(home, "sh", run, "--quiet")
    gone = by_user(home, f"{PROGRAM}/uninstall.sh")

    assert result["ok"], [check for check in result["checks"] if not check["ok"]]
    assert f'Exec="{PROGRAM}/paddock" %F' in entry
    assert again == ""
    assert "still in" in gone
    left = {path for path in home.files(below=HOME) - before if not re.search(r"/\.cache|/fontconfig", path)}
    assert {Path(path).name for path in left} <= {
        ".local",
        "opt",
        "bin",
        "share",
        "state",
        "mimeinfo.cache",
        "applications",
    }


def test_a_run_file_that_did_not_arrive_whole_says_so_and_installs_nothing(home: Debian) -> None:
    broken = home.root / HOME.lstrip("/") / "broken.run"
    broken.write_bytes(package("*.run").read_bytes()[:-1000])

    done = home.run("sh", f"{HOME}/broken.run", user=USER, folder=HOME)

    assert done.returncode == 1
    assert "did not arrive whole" in done.stderr
    assert not (home.root / PROGRAM.lstrip("/")).exists()


def test_for_everybody_it_is_installed_by_root_and_used_by_each(home: Debian) -> None:
    run = f"{HOME}/{package('*.run').name}"
    refused = home.run("sh", run, "--system", user=USER, folder=HOME)
    before = home.files()

    home.must("sh", run, "--system", "--quiet")
    result = json.loads(by_user(home, "/usr/local/bin/paddock", "--self-test"))
    entry = (home.root / "usr/local/share/applications/paddock.desktop").read_text()
    kept = home.run("/opt/paddock/uninstall.sh", user=USER, folder=HOME)
    gone = home.must("/opt/paddock/uninstall.sh")

    assert refused.returncode == 1 and "sudo sh" in refused.stderr
    assert result["ok"], [check for check in result["checks"] if not check["ok"]]
    assert 'Exec="/opt/paddock/paddock" %F' in entry
    assert kept.returncode == 1 and "root is needed" in kept.stderr
    assert "of each user" in gone
    left = {path for path in home.files() - before if not path.startswith(HOME)}
    assert {Path(path).name for path in left} <= {"applications", "mimeinfo.cache", "mime", "icons", "packages"}


def test_the_tarball_works_where_it_is_unpacked(home: Debian) -> None:
    folder = f"{HOME}/我的 程序"
    by_user(home, "mkdir", folder)
    by_user(home, "tar", "-xf", f"{HOME}/{package('*.tar.xz').name}", "-C", folder)

    result = json.loads(by_user(home, f"{folder}/paddock/paddock", "--self-test"))

    assert result["ok"], [check for check in result["checks"] if not check["ok"]]
