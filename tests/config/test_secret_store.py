"""Secrets: from the environment, from a file, made on a laptop, never guessed in production."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from leyiban.config.environment import BadEnvironment, read_environment
from leyiban.config.secret_store import SecretStore, make_secret_file


def _store(var_dir: Path, **variables: str) -> SecretStore:
    return SecretStore(read_environment({"LEYIBAN_VAR_DIR": str(var_dir), **variables}))


def test_the_environment_comes_first_then_its_file_then_var(tmp_path: Path) -> None:
    file = tmp_path / "given"
    file.write_text("from a file\n")
    _store(tmp_path).read("secret_key")
    assert _store(tmp_path, LEYIBAN_SECRET_KEY="direct").read("secret_key") == "direct"
    assert _store(tmp_path, LEYIBAN_SECRET_KEY_FILE=str(file)).read("secret_key") == "from a file"


def test_a_missing_secret_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    store = _store(tmp_path)
    secret = store.read("secret_key")
    assert len(secret) >= 43  # 256 bits in base64
    assert store.read("secret_key") == secret
    assert stat.S_IMODE(store.path("secret_key").stat().st_mode) == 0o600
    assert stat.S_IMODE(store.path("secret_key").parent.stat().st_mode) == 0o700


def test_production_does_not_guess(tmp_path: Path) -> None:
    store = _store(tmp_path, LEYIBAN_ENV="production")
    with pytest.raises(BadEnvironment, match="LEYIBAN_SECRET_KEY_FILE"):
        store.read("secret_key")
    assert not store.path("secret_key").exists()


def test_processes_that_start_together_agree(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: make_secret_file(tmp_path / "one"), range(32)))
    assert len(set(made)) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["one"]
