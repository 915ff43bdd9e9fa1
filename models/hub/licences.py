"""The Hub's short names of licences, as the ones the catalogue uses; which of them are agreed to before a download."""

from __future__ import annotations

from models.catalogue import Licence

# The Hub's name -> SPDX's: licences that ask nothing of who only uses a model. Source: the Hub's list of licences.
_OPEN = {
    "apache-2.0": "Apache-2.0", "mit": "MIT", "bsd": "BSD", "bsd-2-clause": "BSD-2-Clause",
    "bsd-3-clause": "BSD-3-Clause", "bsl-1.0": "BSL-1.0", "isc": "ISC", "unlicense": "Unlicense", "wtfpl": "WTFPL",
    "zlib": "Zlib", "cc0-1.0": "CC0-1.0", "cc-by-4.0": "CC-BY-4.0", "cc-by-3.0": "CC-BY-3.0",
    "cc-by-sa-4.0": "CC-BY-SA-4.0", "cc-by-sa-3.0": "CC-BY-SA-3.0", "gpl": "GPL", "gpl-2.0": "GPL-2.0",
    "gpl-3.0": "GPL-3.0", "lgpl": "LGPL", "lgpl-3.0": "LGPL-3.0", "agpl-3.0": "AGPL-3.0", "mpl-2.0": "MPL-2.0",
    "artistic-2.0": "Artistic-2.0", "afl-3.0": "AFL-3.0", "ecl-2.0": "ECL-2.0", "ms-pl": "MS-PL",
}  # fmt: skip
# Licences of publishers, which set rules for use.
_OWN = {
    "llama2": "Llama-2", "llama3": "Llama-3", "llama3.1": "Llama-3.1", "llama3.2": "Llama-3.2",
    "llama3.3": "Llama-3.3", "llama4": "Llama-4", "gemma": "Gemma", "deepseek": "DeepSeek",
}  # fmt: skip


def of(slug: str | None, name: str | None, link: str | None, page: str) -> Licence:
    """The licence a repository names.

    What is not known to be open is agreed to first. Without a link of its own it is read on the repository's `page`.
    """
    url = link if link and link.startswith(("https://", "http://")) else page
    if slug in _OPEN:
        return Licence(id=_OPEN[slug], url=url)
    if slug in _OWN:
        return Licence(id=f"LicenseRef-{_OWN[slug]}", url=url, accept=True)
    own = name if slug in (None, "other", "unknown") else slug
    return Licence(id=f"LicenseRef-{own}" if own else None, url=url, accept=True)
