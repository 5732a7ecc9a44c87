"""What this app serves to others: it fills the kernel's port ``Sealing`` when the registries fill."""

from leyiban.kernel.documents.sealing import provide_sealing
from leyiban.seals.sealing import use_seal

provide_sealing(use_seal)
