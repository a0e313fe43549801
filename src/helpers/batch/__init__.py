"""The batch: which notebooks must run, in what order, and nothing left half done.

In: the surveys of a project. Out: executed notebooks, exported pages, the manifest, and
what is published as one zip.
Called by `kartlaggning run`, `status`, `missing` and `publish`.
"""
