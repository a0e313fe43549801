"""The numbers described as open data, so that a portal and a program can find them.

`described` says what files and columns there are; the others write the same in the
formats of those who read it: a data package, CSV on the Web, DCAT-AP-SE, DDI-Codebook.
`files` makes them all.
"""
