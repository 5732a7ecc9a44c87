"""A program beside the product: measures it, each figure beside its limit (``leyiban bench``)."""
