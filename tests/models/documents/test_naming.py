from __future__ import annotations

from pathlib import Path

import pytest

from models.documents.naming import told_apart


@pytest.mark.parametrize(
    ("paths", "names"),
    [
        (["/a/x.pdf", "/b/y.pdf"], ["x.pdf", "y.pdf"]),
        (["/p/2024/x.pdf", "/p/2025/x.pdf", "/p/y.pdf"], ["2024/x.pdf", "2025/x.pdf", "y.pdf"]),
        (["/p/a/in/x.pdf", "/p/b/in/x.pdf", "/p/c/x.pdf"], ["a/in/x.pdf", "b/in/x.pdf", "c/x.pdf"]),
        (["/x.pdf", "/a/x.pdf", "/a/a/x.pdf"], ["x.pdf", "a/x.pdf", "a/a/x.pdf"]),
        (["/a/x.pdf", "/a/b/../x.pdf"], ["x.pdf", "x.pdf"]),
        ([], []),
    ],
)
def test_files_of_one_name_are_called_by_the_folders_that_tell_them_apart(paths: list[str], names: list[str]) -> None:
    assert told_apart([Path(path) for path in paths]) == names
