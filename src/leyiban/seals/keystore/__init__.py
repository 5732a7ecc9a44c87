"""Where the keys of seals live. A key is made inside its store, signs there, and never leaves it."""

from leyiban.seals.keystore.configured import configured_key_store
from leyiban.seals.keystore.port import KeyStore

__all__ = ["KeyStore", "configured_key_store"]
