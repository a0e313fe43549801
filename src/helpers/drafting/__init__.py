"""A first survey.yml for an export that nobody has described.

In: an export as a table of texts. Out: a codebook that runs, with what it was taken for
and why, and questions for her where the file does not say.
Called by `kartlaggning new`; no notebook calls it.
"""
