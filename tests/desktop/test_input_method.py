"""An input method Qt has no plugin for is asked for by the name it has one for."""

from __future__ import annotations

import os

import pytest

from desktop import app


@pytest.mark.parametrize(("asked", "used"), [("fcitx5", "ibus"), ("fcitx", "ibus"), ("compose", "compose")])
def test_fcitx_is_reached_as_ibus(monkeypatch: pytest.MonkeyPatch, asked: str, used: str) -> None:
    monkeypatch.setenv("QT_IM_MODULE", asked)

    app._use_an_input_method_that_is_here()

    assert os.environ["QT_IM_MODULE"] == used
