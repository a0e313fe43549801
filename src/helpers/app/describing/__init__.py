"""Describing a survey by a form: what each question was taken for, and each answer of
hers as one change of survey.yml. All of it as values: the widgets are in `start`."""
