"""PAdES: set a visible seal into a PDF as a signature, and take such a file apart again."""

import logging

# It warns at every signature that it will not fetch from the network, and at every check that it was given no
# root. Both are what we ask of it.
logging.getLogger("pyhanko").setLevel(logging.ERROR)
