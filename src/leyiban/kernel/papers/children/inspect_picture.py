"""Child: does this picture open, and how large is it? ``PATH MAX_PIXELS``"""

import sys
import warnings

from PIL import Image, UnidentifiedImageError

from leyiban.kernel.papers.children import answer, confine, refuse

TAKEN = ("PNG", "JPEG")


def main(path: str, max_pixels: int) -> None:
    Image.MAX_IMAGE_PIXELS = max_pixels
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        with Image.open(path, formats=TAKEN) as picture:
            width, height = picture.size
            if width * height > max_pixels:
                refuse("expands")
            picture.draft("RGB", (1, 1))  # a JPEG need not be decoded at full size to be found whole
            picture.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        refuse("expands")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        refuse("broken")
    answer(pages=1, width=width, height=height)


if __name__ == "__main__":
    confine()
    main(sys.argv[1], int(sys.argv[2]))
