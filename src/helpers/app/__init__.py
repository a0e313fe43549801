"""What she sees: the command line, its progress, and the widgets of the workbench.

In: her words. Out: calls of the stages, and Swedish messages.
Called by her: `kartlaggning`, and the notebooks start, explore, review and
own_analysis.
"""
