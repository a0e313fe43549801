"""1_clean: from the cells of an export to answers; what is set aside has a reason.

In: a `Source`. Out: `Cleaned` (responses, ties, set aside, log), no personal columns;
raw rows = kept + set aside.
Called by the notebook 1_clean, `kartlaggning check` and `kartlaggning review`.
"""
