"""What surrounds a child: planted libraries, modules and variables do not reach it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from models.process import system
from tests.models.process.children import Said, Say
from tests.models.process.conftest import Start

PLANTED = {
    "GGML_BACKEND_PATH": "{here}/planted.so",
    "LLAMA_CPP_LIB_PATH": "{here}",
    "LLAMA_CPP_LIB": "{here}/planted.so",
    "CUDA_PATH": "{here}",
    "HIP_PATH": "{here}",
    "LD_AUDIT": "{here}/planted.so",
    "PYTHONPATH": "{here}",
    "PYTHONHOME": "{here}",
    "PYTHONSTARTUP": "{here}/msgspec.py",
    "GCONV_PATH": "{here}",
    "VK_ADD_LAYER_PATH": "{here}",
    "_PYI_APPLICATION_HOME_DIR": "{here}",
}


def test_variables_that_load_foreign_code_do_not_reach_a_child(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in PLANTED.items():
        monkeypatch.setenv(name, value.format(here=tmp_path))
    child = start("curious")

    child.send(Say("env"))
    answer = child.receive(20)

    assert isinstance(answer, Said)
    assert str(tmp_path) not in answer.text
    assert "PATH=" in answer.text, "the rest is there"


def test_a_module_planted_in_the_current_folder_is_not_imported(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("msgspec.py", "models.py", "faulthandler.py", "sitecustomize.py"):
        (tmp_path / name).write_text("raise SystemExit('planted')")
    monkeypatch.chdir(tmp_path)
    child = start("curious")

    child.send(Say("path"))
    answer = child.receive(20)

    assert isinstance(answer, Said)
    assert "" not in answer.text.split("\n")
    assert str(tmp_path) not in answer.text.split("\n")


@pytest.mark.skipif(not shutil.which("gcc"), reason="no compiler to plant a library with")
def test_a_planted_library_is_not_loaded(start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "planted.c"
    source.write_text("int planted(void) { return 1; }")
    library = tmp_path / "planted.so"
    subprocess.run(["gcc", "-shared", "-fPIC", "-o", library, source], check=True)
    for name in ("libz.so.1", "libm.so.6", "libffi.so.8", "libggml.so"):
        shutil.copy(library, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LD_PRELOAD", str(library))
    monkeypatch.setenv("LD_LIBRARY_PATH", f"{tmp_path}::.")
    child = start("curious")

    child.send(Say("maps"))
    answer = child.receive(20)

    assert isinstance(answer, Said)
    assert "libc.so" in answer.text
    assert str(tmp_path) not in answer.text


def test_of_the_library_path_only_folders_of_the_system_stay(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to("/usr/lib")
    monkeypatch.setenv("LD_LIBRARY_PATH", f".::/usr/lib:{tmp_path}:{link}:/usr/lib/../../tmp:lib:/usr/none")

    assert system.environment()["LD_LIBRARY_PATH"] == "/usr/lib"


def test_the_pipe_and_the_log_are_all_that_a_child_inherits(start: Start, tmp_path: Path) -> None:
    with (tmp_path / "secret").open("w") as secret:
        os.set_inheritable(secret.fileno(), True)
        child = start("echo")
        child.send(Say("ready"))
        child.receive(20)
        descriptors = sorted(Path(f"/proc/{child.pid}/fd").iterdir(), key=lambda path: int(path.name))
        targets = [str(descriptor.readlink()) for descriptor in descriptors]

    assert targets[0] == "/dev/null"
    assert targets[1] == targets[2] == str(child.log)
    assert [target.split(":")[0] for target in targets[3:]] in (["pipe", "socket"], ["socket", "pipe"])


@pytest.mark.skipif(os.geteuid() == 0 and not shutil.which("setpriv"), reason="root may read everything")
def test_the_memory_of_what_may_use_the_network_is_closed_to_its_own_user(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from models.process import Child\n"
        "from tests.models.process.children import Heard, Say\n"
        "for network in (False, True):\n"
        "    main = 'tests.models.process.children:echo'\n"
        "    with Child(main, receives=Heard, name='c', log=Path(sys.argv[1]), network=network) as child:\n"
        "        child.send(Say('ready')); child.receive(20)\n"
        "        try: open(f'/proc/{child.pid}/mem', 'rb+').close(); print('open')\n"
        "        except PermissionError: print('closed')\n"
    )
    as_a_user = ["setpriv", "--bounding-set=-sys_ptrace"] if os.geteuid() == 0 else []
    done = subprocess.run(
        [*as_a_user, sys.executable, "-c", program, tmp_path / "log"],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip

    assert done.stdout == "open\nclosed\n", done.stderr


def test_a_frozen_program_starts_itself_as_its_child(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "paddock"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -P -c "import desktop.__main__ as m; m.main()" "$@"\n')
    program.chmod(0o755)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(program))
    child = start("echo")

    child.send(Say("hello"))

    assert child.receive(20) == Said("hello")
    monkeypatch.undo()


@pytest.mark.parametrize("before", [None, "/usr/lib/driver"])
def test_other_programs_get_the_library_path_from_before_a_frozen_start(
    monkeypatch: pytest.MonkeyPatch, before: str | None
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setenv("LD_LIBRARY_PATH", "/opt/paddock/_internal")
    if before:
        monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", before)

    system.restore_library_path()

    assert os.environ.get("LD_LIBRARY_PATH") == before
    assert "LD_LIBRARY_PATH_ORIG" not in os.environ


def test_threads_of_a_child_spin_only_briefly_unless_the_user_says_how(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OMP_WAIT_POLICY", raising=False)
    monkeypatch.delenv("GOMP_SPINCOUNT", raising=False)
    assert system.environment()["GOMP_SPINCOUNT"] == "10000"

    monkeypatch.setenv("OMP_WAIT_POLICY", "active")
    assert "GOMP_SPINCOUNT" not in system.environment()
