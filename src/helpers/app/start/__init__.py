"""start.ipynb: one page without code that leads from a file to published reports.

`board`, `incoming`, `running` and `reports` are values and calls, tested without a
browser; `page` and the panels beside it are the widgets over them.
"""
