"""Which key store the settings name."""

from django.conf import settings

from leyiban.seals.keystore.files import FileKeyStore
from leyiban.seals.keystore.port import KeyStore


def configured_key_store() -> KeyStore:
    """Encrypted files below ``settings.KEYS_DIR``, under the secret ``seal_passphrase``."""
    return FileKeyStore(settings.KEYS_DIR / "seals", settings.SEAL_PASSPHRASE.encode("utf-8"))
