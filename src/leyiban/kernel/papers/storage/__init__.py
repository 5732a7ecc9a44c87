"""Where papers lie: a local disk, or an object store that speaks S3. Content never changes under a name."""

from leyiban.kernel.papers.storage.configured import configured_storage
from leyiban.kernel.papers.storage.port import Storage

__all__ = ["Storage", "configured_storage"]
