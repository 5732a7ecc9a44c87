"""From a rule file to the boxes of a page: the one way in which portal, counter and workbench draw a form.

Nothing here writes. A view hands in a draft's answers, what was posted just now and what was wrong with it; it
gets the fields and paper slots that the shared macros draw.
"""
