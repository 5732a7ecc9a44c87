"""The JSON face: one module per domain on one frame. No rule lives here; see :mod:`leyiban.api.frame.door`."""
