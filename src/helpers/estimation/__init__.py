"""2_analyse: from answers to estimates with their uncertainty.

In: `Cleaned`, and the earlier wave's. Out: one tidy table, a row a number that could be
printed (`schema`), internal until it is released.
Called by the notebook 2_analyse.
"""
