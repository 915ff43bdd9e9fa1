from __future__ import annotations

import os

import msgspec
import pytest
from hypothesis import HealthCheck, given, strategies
from hypothesis import settings as hypothesis_settings

from models import settings
from models.engine.protocol import LoadParams, SamplingParams
from models.errors import SettingsDamaged, StoreUnwritable
from models.settings import Settings


@pytest.fixture
def path(tmp_path):
    return tmp_path / "config" / "settings.json"


def test_without_a_file_there_are_the_defaults(path):
    assert settings.read(path) == (Settings(), None)


@given(
    chosen=strategies.builds(
        Settings,
        language=strategies.sampled_from(["system", "en", "zh-CN"]),
        zoom=strategies.floats(0.5, 3),
        system_prompt=strategies.text(strategies.characters(exclude_categories=("Cs",))),
        model=strategies.none() | strategies.text(strategies.characters(exclude_categories=("Cs",))),
        load=strategies.builds(settings.Load, n_ctx=strategies.integers(512, 1 << 20)),
        sampling=strategies.builds(settings.Sampling, stop=strategies.just(("<|im_end|>",))),
    )
)
@hypothesis_settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_what_was_written_is_read(path, chosen):
    settings.write(path, chosen)

    assert settings.read(path) == (chosen, None)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b'{"zoom": "large"}', b"[]", b'{"a":' + b"[" * 100_000])
def test_a_damaged_file_is_set_aside_and_said(path, content):
    path.parent.mkdir()
    path.write_bytes(content)
    found, notice = settings.read(path)

    assert found == Settings()
    assert isinstance(notice, SettingsDamaged)
    assert [kept.read_bytes() for kept in path.parent.iterdir()] == [content]
    assert notice.values["kept"] in {kept.name for kept in path.parent.iterdir()}


@pytest.mark.skipif(os.name != "posix", reason="a pipe has no name in a folder there")
def test_a_pipe_in_its_place_is_set_aside_and_not_waited_for(path):
    path.parent.mkdir()
    os.mkfifo(path)

    assert settings.read(path)[0] == Settings()
    assert not path.exists()


def test_a_link_to_the_settings_stays_one(path):
    elsewhere = path.parent.with_name("everybody.json")
    settings.write(elsewhere, Settings(theme="dark"))
    path.parent.mkdir()
    path.symlink_to(elsewhere)
    settings.write(path, Settings(theme="light"))

    assert path.is_symlink()
    assert settings.read(elsewhere)[0] == settings.read(path)[0] == Settings(theme="light")


def test_a_setting_of_another_version_does_no_harm(path):
    path.parent.mkdir()
    path.write_bytes(b'{"theme": "dark", "from_the_future": 1}')

    assert settings.read(path) == (Settings(theme="dark"), None)


def test_writing_leaves_no_other_file_behind(path):
    settings.write(path, Settings(theme="dark"))

    assert list(path.parent.iterdir()) == [path]


def test_a_write_that_fails_leaves_the_old_settings(path, monkeypatch):
    settings.write(path, Settings(theme="dark"))
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(5, "Input/output error")))

    with pytest.raises(StoreUnwritable):
        settings.write(path, Settings(theme="light"))
    assert settings.read(path)[0].theme == "dark"
    assert list(path.parent.iterdir()) == [path]


def test_how_a_model_is_loaded_has_the_names_and_defaults_of_the_engine():
    assert LoadParams(**msgspec.structs.asdict(settings.Load())) == LoadParams()
    assert _types(settings.Load).items() <= _types(LoadParams).items()


def test_what_is_chosen_of_sampling_is_the_engines_or_nothing():
    engines = _types(SamplingParams)
    assert {name: kind | None for name, kind in _types(settings.Sampling).items() if name != "stop"} == {
        name: engines[name] | None for name in _types(settings.Sampling) if name != "stop"
    }
    assert settings.Sampling().stop == SamplingParams().stop


def _types(kind):
    return {field.name: field.type for field in msgspec.structs.fields(kind)}
