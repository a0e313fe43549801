"""4–8: from released numbers to sentences, tables, figures, chapters and pages.

In: `Released` and the facts of the survey. Out: html pages, the workbook, csv files.
Called by the notebooks 3_release (files) and 4_report to 9_english (pages).
"""
