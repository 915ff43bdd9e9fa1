"""Signs programs with whatever the release has: a key on a stick, a service, or nothing yet.

    sign.py FILE...

PADDOCK_SIGN is the command, with {file} in the place of the file, and {signed} where it writes another one:

    signtool sign /fd sha256 /tr TIMESTAMP /td sha256 /sha1 THUMBPRINT {file}
    osslsigncode sign -pkcs12 KEY.p12 -h sha256 -in {file} -out {signed}

Without it every file stays as it is, and that is said: a release without signatures is no failure, and no secret.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

VARIABLE = "PADDOCK_SIGN"


def sign(file: Path) -> bool:
    """Whether it is signed now. Raises: CalledProcessError."""
    wish = os.environ.get(VARIABLE)
    if not wish:
        return False
    signed = file.with_name(f"{file.name}.signed")
    words = [word.format(file=file, signed=signed) for word in shlex.split(wish)]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
    if signed.exists():
        signed.replace(file)
    return True


def main() -> None:
    """See the module's text."""
    for name in sys.argv[1:]:
        print(f"{name}: {'signed' if sign(Path(name)) else f'not signed, {VARIABLE} is not set'}", flush=True)


if __name__ == "__main__":
    main()
