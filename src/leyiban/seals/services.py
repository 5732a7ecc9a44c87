"""What this app serves to others: it fills the kernel's port ``Sealing`` when the registries fill."""

from leyiban.kernel.documents.sealing import provide_sealing

provide_sealing("leyiban.seals.sealing.use_seal")
