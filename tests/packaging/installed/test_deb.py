"""The .deb in a clean Debian 12: installed by apt, started by its menu entry, used without a network, purged."""

from __future__ import annotations

import json
import os
import subprocess
import time
from pathlib import Path

import pytest

from tests.gguf_models import make_tiny_gguf
from tests.packaging.installed.conftest import package
from tests.packaging.installed.debian import HOME, USER, Debian

NOTES = "# The meadow\n\nThe meadow is 12 hectares. It was bought in 2019 for 48000 euros.\n\nThe horse is green.\n"
# Where what belongs to the user stays, and what the README says to remove by hand.
LEFT = (".local/share/paddock", ".config/paddock", ".cache/paddock", ".local/state/paddock")
MENU = ("desktop-file-utils", "shared-mime-info", "hicolor-icon-theme")  # a desktop has them


@pytest.fixture(scope="module")
def installed(debian: Debian) -> Debian:
    file = debian.copy_in(package("*.deb"), "/tmp")
    debian.must("apt-get", "install", "-y", "-q", "--no-install-recommends", *MENU, file, network=True)
    return debian


def test_every_library_the_program_is_linked_with_is_there(installed: Debian) -> None:
    ldd = "find /opt/paddock -name '*.so*' -type f -print0 | xargs -0 env LD_LIBRARY_PATH=/opt/paddock/_internal ldd"
    listed = installed.must("sh", "-c", f"{ldd} 2>/dev/null")

    assert "not found" not in listed


def test_it_works_without_a_network_as_a_user_whose_home_is_chinese(installed: Debian) -> None:
    result = json.loads(installed.must("paddock", "--self-test", user=USER, folder=HOME))

    assert result["ok"], [check for check in result["checks"] if not check["ok"]]
    assert result["frozen"]


def test_the_menu_entry_opens_the_window(installed: Debian, display: str) -> None:
    entry = (installed.root / "usr/share/applications/paddock.desktop").read_text()
    command = next(line for line in entry.splitlines() if line.startswith("Exec=")).removeprefix("Exec=")
    words = [word for word in command.split() if word != "%F"]

    with Opened(installed, words, display) as window:
        assert window


class Opened:
    """The program at work in the Debian, until the block ends; says whether a window of its name appeared."""

    def __init__(self, system: Debian, words: list[str], display: str) -> None:
        self._command = [
            "unshare", "-n", "chroot", f"--userspec={USER}:{USER}", str(system.root), "/usr/bin/env", "-i", "-C", HOME,
            f"HOME={HOME}", f"DISPLAY={display}", "LANG=zh_CN.UTF-8", "PATH=/usr/bin:/bin", *words,
        ]  # fmt: skip
        self._display = display

    def __enter__(self) -> bool:
        self._process = subprocess.Popen(self._command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        ends = time.monotonic() + 60
        search = ["xdotool", "search", "--onlyvisible", "--name", "Paddock"]
        while time.monotonic() < ends and self._process.poll() is None:
            found = subprocess.run(
                search,
                env=os.environ | {"DISPLAY": self._display},
                capture_output=True,
                text=True,
                check=False,
                timeout=30,
            )
            if found.stdout.strip():
                return True
        return False

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(20)


def test_desktops_know_the_program_its_files_and_its_action(installed: Debian) -> None:
    cache = (installed.root / "usr/share/applications/mimeinfo.cache").read_text()
    globs = (installed.root / "usr/share/mime/globs").read_text()

    assert "application/x-gguf=paddock.desktop;" in cache
    assert "application/pdf=paddock-summarise.desktop;paddock.desktop;" in cache
    assert "application/x-gguf:*.gguf" in globs


def test_a_document_is_summarised_without_a_network(installed: Debian, tmp_path: Path) -> None:
    (tmp_path / "笔记.md").write_text(NOTES)
    model = installed.copy_in(make_tiny_gguf(tmp_path / "tiny.gguf"), HOME)
    notes = installed.copy_in(tmp_path / "笔记.md", HOME)

    told = installed.must("paddock", "summarize", notes, "-m", model, "--json", user=USER, folder=HOME)

    assert "12 hectares" in told


def test_what_is_left_after_a_purge_is_the_users_own(installed: Debian) -> None:
    file = f"/tmp/{package('*.deb').name}"
    installed.must("apt-get", "purge", "-y", "-q", "paddock")
    before = installed.files()
    installed.must("apt-get", "install", "-y", "-q", "--no-install-recommends", file)
    installed.must("paddock", "--self-test", user=USER, folder=HOME)
    installed.must("apt-get", "purge", "-y", "-q", "paddock")

    assert installed.files() - before == set()
    # fontconfig keeps its own cache of fonts, as for every program.
    kept = {path.removeprefix(f"{HOME}/") for path in installed.files(below=HOME)}
    parents = {str(parent) for place in LEFT for parent in Path(place).parents}
    ours = {
        path for path in kept if not path.startswith((*LEFT, ".bash", ".profile", "tiny", "笔记", ".cache/fontconfig"))
    }
    assert ours - parents <= {".cache", ".local", ".config"}
