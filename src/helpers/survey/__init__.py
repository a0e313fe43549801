"""What was asked and of whom: survey.yml, her decisions, and the lists beside it.

In: the files of data/raw/<survey>/. Out: a `Codebook`, a `Source` of raw tables, the
frame of those who were asked, the fieldwork and the waves of a series.
Called by 1_clean, and by `kartlaggning check`.
"""
