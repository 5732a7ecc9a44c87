"""The main pages measured in a browser (``make pages``): Lighthouse's four scores and the W3C's validator.

Not part of the suite: the tools are Node's and Java's, pinned by the lockfile in this folder, and a run takes
minutes. ``docs/pages`` keeps what the last run found.
"""
