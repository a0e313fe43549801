"""The fictitious city, its civil society and its answers, as data and dice.

`questionnaire` what is asked · `dice` chance that repeats itself · `city` the units
that are asked · `civil_society` the organisations and how their names are written ·
`answers` what each unit would say, with the words of `texts` · `fieldwork` who sent
what when, twice or half · `limesurvey`, `forms` the two survey tools' exports ·
`first_wave` a small wave before ·
`defects` what goes wrong on the way · `decisions` the secretary's files · `truth` what
a test may expect.
"""
