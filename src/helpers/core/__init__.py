"""What every stage stands on: errors told all at once, paths, folded words.

In: nothing. Out: `errors`, `project` (paths, files written whole), `wording`.
Called by every stage; no notebook calls it.
"""
