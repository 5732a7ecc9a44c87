"""Open statistics of cases (FX.6): what is counted, how it follows from the ledger, and what of it is shown.

``columns`` says what each figure means, ``counting`` is the pure way from a case's entries to its figures, ``keeping``
the only writes, ``reading`` what everybody may see. A figure counts in the month in which its event took effect, so a
month that is over changes only by what is entered afterwards; once it is final, each such change is listed.
"""
