"""The reports: executed notebooks made into pages that anyone can read.

`page` says what a report is; `exporter` makes the page of a notebook, `index` the page
over all reports; `layout` puts both into one shape; `sanitise` lets nothing run;
`checks` reads a finished page and says what is wrong with it; `pdf` and `docx` make its
companions.
"""
