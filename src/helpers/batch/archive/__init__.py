"""The archive package of a published version, by E-ARK SIP 2.1 (FGS Paketstruktur 2.0).

In comes the zip that `publish` made; out goes another zip, with the reports as PDF/A,
the tables as csv and what describes them. The notebooks do not call it: `kartlaggning
publish --archive` does.
"""
