"""The .rpm, for Fedora, openSUSE and RHEL 10. Built here, unpacked and removed here; no such system was at hand."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import release
import system_root

_LOADER = "ld-linux-x86-64.so.2"
# Libraries are asked for by their own names, which every distribution's packages provide alike.
SPEC = """\
Name: {name}
Version: {version}
Release: 1
Summary: Chat, code and summaries with language models, offline
License: MIT
BuildArch: x86_64
AutoReqProv: no
{requires}
Conflicts: {other}
Recommends: google-noto-sans-cjk-fonts
Recommends: xdg-utils
%global __os_install_post %{{nil}}
%global _build_id_links none
%define _binary_payload w3.xzdio

%description
Paddock runs GGUF models through llama.cpp on this computer's processor or
graphics card. It summarises files with marks that open the page, and keeps
every chat on this computer. Models and chats lie in ~/.local/share/paddock
and stay when the package is removed.

%install
cp -a {root}/. %{{buildroot}}/

%files
%defattr(-,root,root,-)
{files}
"""


def make(bundle: Path, root: Path, work: Path, out: Path) -> Path:
    """Pack `root`, which system_root made of `bundle`; returns the package."""
    work = work / "rpm"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    spec = work / "paddock.spec"
    requires = [f"Requires: {name}()(64bit)" for name in sorted(system_root.wanted_libraries(bundle) - {_LOADER})]
    requires.append(f"Requires: libc.so.6(GLIBC_{system_root.glibc(bundle)})(64bit)")
    # Whole folders where they are ours alone; of the system's own only what is ours in them.
    whole = (system_root.PROGRAM, system_root.DOCUMENT)
    single = [str(path.relative_to(root)) for path in sorted((root / "usr").rglob("*")) if not path.is_dir()]
    files = [f"/{path}" for path in (*whole, *single) if path in whole or not path.startswith(whole)]
    name = release.package_name(bundle)
    (other,) = {"paddock", "paddock-nvidia"} - {name}
    wanted, packed = "\n".join(requires), "\n".join(files)
    text = SPEC.format(name=name, other=other, version=release.version(), root=root, requires=wanted, files=packed)
    spec.write_text(text, encoding="utf-8")
    subprocess.run(["rpmbuild", "--quiet", "-bb", "--define", f"_topdir {work}", spec], check=True)
    (built,) = (work / "RPMS" / "x86_64").glob("*.rpm")
    return Path(shutil.move(built, out / built.name))
