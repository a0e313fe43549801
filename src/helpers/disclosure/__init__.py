"""3_release: what may be published, and nothing else.

In: all estimates, the earlier waves' released numbers and the ledger of what has been
published. Out: `Released`, the only thing that pages are made of, and the release log.
Called by the notebook 3_release.
"""
