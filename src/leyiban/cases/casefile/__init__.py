"""The case file (案卷) as one PDF: contents with page numbers, then everything there is of a case."""

from leyiban.cases.casefile.binding import BoundFile, bind_case_file

__all__ = ["BoundFile", "bind_case_file"]
