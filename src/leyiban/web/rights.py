"""The rights that pages ask for are those of every face: :mod:`leyiban.kernel.rights`."""

from leyiban.kernel.rights import ANYONE, SIGNED_IN, Right, post, real_name

__all__ = ["ANYONE", "SIGNED_IN", "Right", "post", "real_name"]
