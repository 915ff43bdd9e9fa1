"""The loopback Hub is a Hub: huggingface_hub's own client is the judge."""

from __future__ import annotations

import hashlib
from pathlib import Path

from tests.loopback_hub import COMMIT
from tests.models.hub.conftest import CONTENT, NAME, REPO, World


def test_its_own_client_gets_the_same_bytes(world: World, tmp_path: Path):
    from huggingface_hub import hf_hub_download, set_client_factory
    from huggingface_hub.utils._http import default_client_factory

    set_client_factory(default_client_factory)
    got = hf_hub_download(REPO, NAME, endpoint=world.hub.url, cache_dir=tmp_path / "hf", token=False)

    world.fetch()
    assert Path(got).read_bytes() == world.target.read_bytes() == CONTENT


def test_its_own_client_reads_listings_and_metadata(world: World):
    from huggingface_hub import HfApi, get_hf_file_metadata, hf_hub_url, set_client_factory
    from huggingface_hub.utils._http import default_client_factory

    set_client_factory(default_client_factory)
    api = HfApi(endpoint=world.hub.url, token=False)
    found = get_hf_file_metadata(hf_hub_url(REPO, NAME, endpoint=world.hub.url), token=False)

    assert [model.id for model in api.list_models(search="tiny", limit=5)] == [REPO]
    assert api.model_info(REPO).sha == COMMIT == found.commit_hash
    (entry,) = api.list_repo_tree(REPO)
    assert (entry.path, entry.size, entry.lfs.sha256) == (NAME, len(CONTENT), world.sha256)
    assert (found.size, found.etag) == (len(CONTENT), hashlib.sha256(CONTENT).hexdigest())
