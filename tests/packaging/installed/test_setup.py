"""The setup.exe for Windows: what it does under wine around a stub; whether what it will hold has all it asks for."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.packaging.installed.debian import ROOT

WINDOWS = ROOT / "packaging" / "windows"


def script(name: str, *words: str, cwd: Path = ROOT) -> str:
    command = [sys.executable, str(WINDOWS / name), *words]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, timeout=580)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


def test_a_dry_run_of_the_release_makes_signs_and_tries_the_installer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=Paddock rehearsal", "-days", "2",
         "-addext", "extendedKeyUsage=codeSigning", "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    sign = f"osslsigncode sign -certs {certificate} -key {key} -h sha256 -in {{file}} -out {{signed}}"
    monkeypatch.setenv("PADDOCK_SIGN", sign)

    told = script("make.py", "--dry-run", "--out", str(tmp_path / "made"))

    (setup,) = (tmp_path / "made").glob("*-setup-stub.exe")
    verify = ["osslsigncode", "verify", "-CAfile", certificate, "-in", setup]
    verified = subprocess.run(verify, capture_output=True, text=True, check=False)
    assert "Signature verification: ok" in verified.stdout + verified.stderr
    assert "not here: freeze:" in told
    assert "ok: install for all" in told  # under wine, signed as it is
    assert "does on wine what it should" in told


def test_every_library_that_the_packages_of_windows_ask_for_is_there() -> None:
    assert "everything they ask for" in script("closure.py")


def test_without_a_build_of_windows_both_forms_are_called_a_stub(tmp_path: Path) -> None:
    script("installer.py", "--zip", "--out", "made", cwd=tmp_path)

    made = sorted(file.name for file in (tmp_path / "made").iterdir())
    assert len(made) == 2
    assert all("-stub." in name for name in made)
    with zipfile.ZipFile(tmp_path / "made" / made[0]) as packed:
        assert {"Paddock/Paddock.exe", "Paddock/paddock-cli.exe", "Paddock/portable"} <= set(packed.namelist())
