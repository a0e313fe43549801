import pytest

from helpers.drafting import scales
from helpers.drafting.scales import recognise

LOW_TO_HIGH = [
    ["Aldrig", "Sällan", "Ibland", "Ofta", "Alltid"],
    ["Mer sällan", "Någon gång per år", "Varje kvartal", "Varje månad", "Varje vecka"],
    ["Less than once a month", "Monthly", "Weekly", "Daily", "Multiple times a day"],
    ["Inte alls", "I liten grad", "Delvis", "I hög grad", "Helt"],
    ["Strongly disagree", "Disagree", "Neutral", "Agree", "Strongly agree"],
    ["Stämmer inte alls", "Stämmer delvis", "Stämmer helt"],
    ["Mycket negativt", "Negativt", "Varken eller", "Positivt", "Mycket positivt"],
    ["Inte alls", "Har hört talas om den", "Ganska väl", "Mycket väl"],
    ["Very dissatisfied", "Dissatisfied", "Neutral", "Satisfied", "Very satisfied"],
    ["I plan to stop using it", "I expect it to decrease", "I expect it to increase"],
    ["1 (None at all)", "2", "3", "4", "5 (All my time)"],
    ["0 - Inte alls", "1", "2", "3", "4", "5 - Helt"],
    ["1", "2", "3", "4", "5"],
    ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"],
]
BANDS = [
    ["1–2", "3–5", "6–10", "11–25", "Fler än 25"],
    ["Under 10", "11 to 49", "50 to 249", "1,000 to 9,999", "20,000 or more"],
    ["Under 25", "25 to 34 years", "35 to 44 years", "65 or older"],
    ["< 1 year", "6-12 months", "1-2 years", "Greater than 10 years"],
    ["0 - $99,999", "$100,000 - $249,999", "$1,000,000 - $10,000,000"],
    ["Inga", "1–10", "11–50"],
    ["1-20%", "21-40%", "81-100%"],
]


@pytest.mark.parametrize("options", LOW_TO_HIGH, ids=lambda options: options[0])
def test_scales_run_from_low_to_high_however_they_come(options):
    found = recognise([*options[::-1], "Vet ej"])
    assert found is not None
    assert found.options == tuple(options)
    assert found.likert
    assert found.dont_know == ("Vet ej",)


@pytest.mark.parametrize("options", BANDS, ids=lambda options: options[0])
def test_bands_run_by_their_numbers_and_are_no_scale(options):
    found = recognise(sorted(options))
    assert found is not None
    assert found.options == tuple(options)
    assert not found.likert


@pytest.mark.parametrize(
    "options",
    [
        ["Kultur", "Fritid", "Skola"],
        ["1", "2", "3"],
        ["3", "4"],
        ["2019", "2020", "2021"],
        ["Utvecklare", "Chef", "Ofta sen"],
        ["Ja"],
        [f"Alternativ {n}" for n in range(30)],
    ],
)
def test_what_has_no_order_is_left_alone(options):
    assert recognise(options) is None


def test_an_option_beside_the_scale_stands_last():
    found = recognise(["Inte aktuellt", "Öka", "Minska", "Oförändrat"])
    assert found is not None
    assert found.options == ("Minska", "Oförändrat", "Öka", "Inte aktuellt")
    assert not found.likert


def test_bands_that_excel_made_dates_of_are_restored():
    found = recognise(["05-Jan", "10-jun", "20-Nov", "21-50", "0"])
    assert found is not None
    assert found.options == ("0", "1–5", "6–10", "11–20", "21-50")
    assert found.recode == {"05-Jan": "1–5", "10-jun": "6–10", "20-Nov": "11–20"}


def test_a_spoilt_band_becomes_the_one_that_others_wrote():
    found = recognise(["1-2", "3-5", "2024-03-05", "6-10"])
    assert found is not None
    assert found.options == ("1-2", "3-5", "6-10")
    assert found.recode == {"2024-03-05": "3-5"}


def test_dates_among_dates_are_no_bands():
    assert recognise(["2024-01-05", "2024-06-10", "2024-11-20"]) is None


@pytest.mark.parametrize(
    ("option", "says"),
    [
        ("Vet ej", "dont_know"),
        ("Vet inte", "dont_know"),
        ("Don’t know", "dont_know"),
        ("Don't know or not applicable", "dont_know"),
        ("Kan inte bedöma", "dont_know"),
        ("Prefer not to answer", "dont_know"),
        ("Vill ej svara", "dont_know"),
        ("Annat", "other"),
        ("Annat (ange vad)", "other"),
        ("Other (please specify)", "other"),
        ("Other, please specify", "other"),
        ("-oth-", "other"),
        ("Inga hinder", "none"),
        ("Ingen dialog", "none"),
        ("None of the above", "none"),
        ("Samverkar inte", "none"),
        ("Andra kommuner", ""),
        ("Ingenjörer", ""),
        ("Vetenskap", ""),
        ("Otherwise engaged", ""),
        ("Notes", ""),
    ],
)
def test_options_that_stand_apart_are_known_by_their_words(option, says):
    found = {
        "dont_know": scales.is_dont_know(option),
        "other": scales.is_other(option),
        "none": scales.is_none(option),
    }
    assert [name for name, hit in found.items() if hit] == ([says] if says else [])


def test_yes_comes_before_no():
    assert scales.yes_first(["Nej, men det planeras", "Vet ej", "Nej", "Ja"]) == [
        "Ja",
        "Nej, men det planeras",
        "Nej",
        "Vet ej",
    ]
    assert scales.is_yes_no(["Ja, ibland", "Nej"])
    assert not scales.is_yes_no(["Ja, ibland", "Ja, ofta"])


def test_words_that_are_explained_are_in_the_order_of_the_words():
    options = [
        "Veckovis – minst en gång mellan två månadsmöten",
        "Ibland – mindre än en gång i månaden",
        "Dagligen – varje dag",
        "Månadsvis – mellan en gång i veckan och en gång i månaden",
        "Vi träffas inte",
    ]
    found = recognise(options)
    assert found is not None
    assert [option.split(" – ")[0] for option in found.options] == [
        *("Ibland", "Månadsvis", "Veckovis", "Dagligen", "Vi träffas inte")
    ]
    assert recognise(["Ofta (minst en gång)", "Kultur (musik)", "Fritid (bad)"]) is None
