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


def test_what_does_not_apply_is_no_step_of_the_scale():
    found = recognise(["Inte aktuellt", "Öka", "Minska", "Oförändrat"])
    assert found is not None
    assert found.options == ("Minska", "Oförändrat", "Öka")
    assert found.dont_know == ("Inte aktuellt",)


@pytest.mark.parametrize("odd", ["Något annat", "Se bilaga", "Kultur", "Skriv här"])
def test_a_step_that_is_not_understood_makes_the_whole_order_unknown(odd):
    assert recognise(["Öka", "Minska", "Oförändrat", odd]) is None
    assert recognise(["1–2", "3–5", odd]) is None
    assert recognise(["Aldrig", "Varje vecka", "Varje månad", odd]) is None


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
        *("Vi träffas inte", "Ibland", "Månadsvis", "Veckovis", "Dagligen")
    ]
    assert recognise(["Ofta (minst en gång)", "Kultur (musik)", "Fritid (bad)"]) is None


@pytest.mark.parametrize(
    ("given", "wording", "steps", "asks"),
    [
        ("1 2 3 4 5", "", (1, 5), False),
        ("1 5 6 7", "", (1, 7), True),
        ("1 5 6 7", "Hur nöjd är du (1–7)?", (1, 7), False),
        ("3 6 7 8 9 10", "På en skala från 0 till 10", (0, 10), False),
        ("2 3 4 5", "", (1, 5), True),
        ("1 2 4 5 6 7 8 9 10", "", (1, 10), True),
    ],
)
def test_a_scale_of_numbers_has_every_step(given, wording, steps, asks):
    found = recognise(given.split(), wording=wording)
    assert found is not None
    low, high = steps
    assert found.options == tuple(map(str, range(low, high + 1)))
    assert bool(found.doubt) is asks


@pytest.mark.parametrize("given", ["3 6 7 8 9 10", "1 7", "1 2 3", "12 15 18", "1 9"])
def test_numbers_whose_ends_nobody_knows_are_no_scale(given):
    assert recognise(given.split()) is None


def test_words_at_the_ends_say_where_the_scale_ends():
    found = recognise(["1 Tar helt avstånd", "4", "7 Instämmer helt"])
    assert found is not None
    assert found.options[1:3] == ("2", "3")
    assert len(found.options) == 7
    assert not found.doubt


def test_the_codes_of_the_file_decide_order_and_steps():
    ends = {"1": "Bad for health", "4": "Neither", "7": "Good for health"}
    found = recognise(["Good for health", "2", "Neither", "6"], codes=ends)
    assert found is not None
    assert found.options == ("Bad for health", "2", "3", "Neither", "5", "6", ends["7"])
    assert found.likert
    names = {"1": "Alltid på torsdagar", "2": "Blå", "3": "En gång till", "9": "Vet ej"}
    found = recognise(["En gång till", "Blå", "Vet ej"], codes=names)
    assert found is not None
    assert found.options == ("Alltid på torsdagar", "Blå", "En gång till")
    assert not found.likert
    assert found.dont_know == ("Vet ej",)
    turned = {"1": "Mycket nöjd", "2": "Ganska nöjd", "3": "Missnöjd"}
    found = recognise(["Missnöjd", "Mycket nöjd"], codes=turned)
    assert found is not None
    assert found.options == ("Missnöjd", "Ganska nöjd", "Mycket nöjd")


@pytest.mark.parametrize(
    ("option", "says"),
    [
        ("Inte aktuellt", "not_applicable"),
        ("Ej relevant för oss", "not_applicable"),
        ("N/A", "not_applicable"),
        ("Ikke aktuelt", "not_applicable"),
        ("En osaa sanoa", "dont_know"),
        ("Weiß nicht", "dont_know"),
        ("Ved ikke", "dont_know"),
        ("Vill inte uppge", "dont_know"),
        ("Ingen uppfattning", "dont_know"),
        ("Inte särskilt", ""),
        ("Ingen påverkan", ""),
    ],
)
def test_who_does_not_know_and_whom_it_does_not_concern(option, says):
    known = scales.is_dont_know(option), scales.is_not_applicable(option)
    assert known == (says == "dont_know", says == "not_applicable")


def test_a_middle_that_may_stand_above_a_part_is_asked_about():
    steps = ["Instämmer inte alls", "Instämmer delvis", "Varken eller"]
    steps += ["Instämmer till stor del", "Instämmer helt"]
    assert recognise(steps) is None
    assert scales.seems_ordered(steps)


@pytest.mark.parametrize(
    "steps",
    [
        "Nästan aldrig|Några gånger om året|Någon gång i månaden|Dagligen",
        "Kortare tid än 1 år|1–3 år|4–10 år|Längre tid än 10 år",
        "Inte i någon utsträckning|I liten utsträckning|I stor utsträckning",
        "Grundskola|Gymnasium|Högskola, kortare än 3 år|Högskola, 3 år eller längre",
        "Inget|En mindre del|Ungefär hälften|En större del|Allt",
        "Inte alls 1|2|3|4|5 Helt",
        "Inte alls - 1|2|3|4|Helt - 5",
        "a) Aldrig|b) Ibland|c) Ofta|d) Alltid",
        "Aldrig|1–2 gånger|3–5 gånger|Fler än 5 gånger",
        "Mån|Tis|Ons|Tor|Fre",
        "S|M|L|XL",
        "Avslaget|Delvis beviljat|Beviljat",
    ],
)
def test_what_forms_write_is_in_order(steps):
    right = tuple(steps.split("|"))
    found = recognise(sorted(right, key=lambda step: step[::-1]))
    assert found is not None
    assert found.options == right


@pytest.mark.parametrize(
    ("given", "steps"),
    [
        ("★ ★★★ ★★★★", "★ ★★ ★★★ ★★★★ ★★★★★"),
        ("2/5 4/5 5/5", "1/5 2/5 3/5 4/5 5/5"),
        ("-2 0 1 2", "-2 -1 0 1 2"),
    ],
)
def test_steps_that_say_how_many_there_are_have_them_all(given, steps):
    found = recognise(given.split())
    assert found is not None
    assert found.options == tuple(steps.split())


def test_options_that_compare_themselves_are_asked_about():
    assert scales.seems_ordered(["Född före 1960", "Född 1960–1979", "Född efter 1979"])


def test_a_middle_that_is_not_in_the_middle_makes_no_halves():
    found = recognise(["Sluta", "Minska", "Oförändrat", "Öka"])
    assert found is not None
    assert found.options == ("Sluta", "Minska", "Oförändrat", "Öka")
    assert not found.likert
    assert "saknas ett steg" in found.doubt
