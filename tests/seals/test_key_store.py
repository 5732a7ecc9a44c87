"""Keys never leave their store."""

import stat

import pytest
from cryptography.hazmat.primitives import serialization

from leyiban.seals.authority.stored_key import StoredKey
from leyiban.seals.errors import KeyNotThere
from leyiban.seals.keystore.files import FileKeyStore
from leyiban.seals.signatures import Algorithm


@pytest.mark.proves("F3.2")
@pytest.mark.parametrize("algorithm", list(Algorithm))
def test_a_key_lies_encrypted_and_for_its_owner_only(key_store: FileKeyStore, algorithm: Algorithm) -> None:
    key_store.create("seal-a", algorithm)
    (file,) = key_store.folder.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(key_store.folder.stat().st_mode) == 0o700
    content = file.read_bytes()
    if algorithm is Algorithm.ECDSA_P256:
        with pytest.raises(TypeError, match="not given but private key is encrypted"):
            serialization.load_der_private_key(content, None)
    stranger = FileKeyStore(key_store.folder, b"another passphrase")
    with pytest.raises(Exception):  # noqa: B017 — each library has its own word for it
        stranger.sign("seal-a", bytes(32))


def test_the_store_has_no_way_to_read_a_key_out(key_store: FileKeyStore) -> None:
    public = {name for name in dir(key_store) if not name.startswith("_")}
    assert public == {"create", "destroy", "folder", "has", "passphrase", "public_key", "sign"}
    assert "passphrase" not in repr(key_store)


def test_the_builders_view_of_a_key_refuses_the_secret(key_store: FileKeyStore) -> None:
    key_store.create("root-a", Algorithm.ECDSA_P256)
    key = StoredKey(key_store, "root-a")
    assert key.key_size == 256
    with pytest.raises(TypeError, match="never leaves"):
        key.private_numbers()
    with pytest.raises(TypeError, match="never leaves"):
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )


def test_an_id_is_taken_once(key_store: FileKeyStore) -> None:
    key_store.create("seal-a", Algorithm.SM2)
    before = key_store.public_key("seal-a")
    with pytest.raises(ValueError, match="already"):
        key_store.create("seal-a", Algorithm.ECDSA_P256)
    assert key_store.public_key("seal-a") == before


@pytest.mark.parametrize("key_id", ["seal-missing", "../secret", "", "A"])
def test_a_key_that_is_not_there_says_what_to_do(key_store: FileKeyStore, key_id: str) -> None:
    with pytest.raises(KeyNotThere) as missing:
        key_store.sign(key_id, bytes(32))
    assert "备份" in str(missing.value)


def test_a_destroyed_key_is_gone(key_store: FileKeyStore) -> None:
    key_store.create("seal-a", Algorithm.ECDSA_P256)
    key_store.destroy("seal-a")
    key_store.destroy("seal-a")
    assert not key_store.has("seal-a") and list(key_store.folder.iterdir()) == []
