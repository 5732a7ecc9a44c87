"""The fonts that come with the project: three faces, cut to what papers and screens need (README.md)."""

from pathlib import Path

FOLDER = Path(__file__).parent

TITLE = "Leyiban Serif Title"
"""Title face, in the place of 小标宋: a bold Song."""

BODY = "Leyiban Wenkai"
"""Body face, in the place of 仿宋."""

SANS = "Noto Sans CJK SC"
"""Headings, screens, and every character that the other two lack."""
