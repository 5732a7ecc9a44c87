"""The ledger as anybody may hold it against us: its newest signed head and the key that signed it."""

from django.http import HttpResponse
from pydantic import Field

from leyiban.api.frame.call import Call
from leyiban.api.frame.door import Door
from leyiban.api.frame.shapes import Shape
from leyiban.kernel.ledger.keyring import public_pem
from leyiban.kernel.ledger.trails import latest_head
from leyiban.kernel.rights import ANYONE

PEM = "application/x-pem-file"

door = Door("ledger")


class HeadShape(Shape):
    """A signed head: in `epoch`, the first `size` entries have the Merkle root `root` (RFC 9162)."""

    epoch: int
    size: int
    root: str = Field(description="Hexadecimal.")
    body: str = Field(description="The exact bytes that are signed, as text.")
    signature: str = Field(description="Base64.")


@door.reads("/ledger/head", right=ANYONE, answers=HeadShape)
def read_ledger_head(call: Call) -> HeadShape:
    """The newest signed head. Compare it with the one that the witness keeps."""
    head = latest_head()
    return HeadShape(epoch=head.epoch, size=head.size, root=head.root.hex(), **head.as_json())


@door.reads("/ledger/key", right=ANYONE, answers=None, media=PEM)
def read_ledger_key(call: Call) -> HttpResponse:
    """The public key of the ledger. Take it from more than one place."""
    return HttpResponse(public_pem(), content_type=PEM)
