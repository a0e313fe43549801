import unicodedata
from time import process_time

import pandas as pd
import pytest

from helpers.cleaning import names, spelling

REGISTER = pd.DataFrame(
    {
        "name": [
            "Malmö FF",
            "RFSL",
            "Kulturhuset AB",
            "Kulturhuset ek. för.",
            "ABC-hus",
        ],
        "aliases": ["MFF; Malmö fotbollförening", "", "", "", "Huset"],
        "publish": ["ja", "nej", "", "JA", "nej"],
    }
)


def decisions(*rows: tuple[str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["written", "name", "same"], dtype="str")


def matched(written: list[str], *rows: tuple[str, str, str]) -> dict:
    found = names.match_names(pd.Series(written), REGISTER, decisions(*rows))
    return {row.written: (row.name, row.how) for row in found.itertuples(index=False)}


@pytest.mark.parametrize(
    "written",
    [
        "malmö ff",
        "MALMÖ FF",
        " Malmö  FF ",
        "Malmö\u00a0F.F.",
        "Malmö F. F.",
        unicodedata.normalize("NFD", "Malmö FF"),
        "”Malmö FF”",
        "Malmö FF (ideell förening)",
        "Ideella föreningen Malmö FF",
    ],
)
def test_a_name_is_itself_whatever_the_dress(written):
    assert matched([written]) == {written: ("Malmö FF", "exact")}


def test_an_alias_of_the_register_is_the_name():
    assert matched(["mff", "Malmö Fotbollförening"]) == {
        "mff": ("Malmö FF", "alias"),
        "Malmö Fotbollförening": ("Malmö FF", "alias"),
    }


@pytest.mark.parametrize(
    ("one", "other"),
    [("RFSU", "RFSL"), ("FC Malmö", "Malmö FF"), ("Malmö", "Malmö FF")],
)
def test_names_that_a_careless_score_confuses_stay_apart(one, other):
    assert matched([one]) == {one: (one, "unmatched")}


def test_likeness_does_not_pair_the_words_of_two_clubs():
    found = names.candidates(
        pd.Series(["FC Malmö", "Malmö"]), REGISTER, decisions(), least=90
    )
    assert found.empty


def test_legal_forms_tell_apart_what_nothing_else_does():
    assert matched(["Kulturhuset", "kulturhuset ab"]) == {
        "Kulturhuset": ("Kulturhuset", "unmatched"),
        "kulturhuset ab": ("Kulturhuset AB", "exact"),
    }


def test_a_stiftelse_is_not_its_namesake():
    assert spelling.normalise("Stiftelsen Lyktan") != spelling.normalise("Lyktan")


def test_a_person_decides_and_the_alias_she_names_leads_to_the_register():
    assert matched(
        ["Malmös fotbollslag", "Huste"],
        ("malmös Fotbollslag", "MFF", "ja"),
        ("Huste", "Nya Huset", "ja"),
    ) == {
        "Malmös fotbollslag": ("Malmö FF", "decision"),
        "Huste": ("Nya Huset", "decision"),
    }


def test_a_name_that_another_text_stands_for_is_confirmed_where_it_is_written():
    """Else the one organisation would be counted both as confirmed and as not."""
    said = ("Huste", "Nya Huset", "ja")
    assert matched(["Huste", "NYA huset", "Nya Hust"], said) == {
        "Huste": ("Nya Huset", "decision"),
        "NYA huset": ("Nya Huset", "decision"),
        "Nya Hust": ("Nya Hust", "unmatched"),
    }
    apart = ("NYA huset", "Nya Huset", "nej")
    assert matched(["NYA huset"], said, apart)["NYA huset"][1] == "unmatched"


def test_a_person_keeps_apart_even_what_looks_the_same():
    assert matched(["MFF"], ("MFF", "Malmö FF", "nej")) == {"MFF": ("MFF", "unmatched")}


def test_writings_of_one_unmatched_name_are_one_name_the_commonest():
    written = ["Gröna Fyren", "gröna fyren", "Gröna Fyren", "GRÖNA FYREN"]
    assert {name for name, _ in matched(written).values()} == {"Gröna Fyren"}


def test_blank_names_are_no_names():
    found = names.match_names(pd.Series(["", " ", None]), REGISTER, decisions())
    assert found.empty


def test_candidates_are_for_a_person_and_come_likeliest_first():
    written = pd.Series(["Malmo FF", "Malmo FF", "RFLS", "Något helt annat"])
    found = names.candidates(written, REGISTER, decisions(), least=70)
    assert found[["written", "count", "name", "source"]].values.tolist() == [
        ["Malmo FF", 2, "Malmö FF", "register"],
        ["RFLS", 1, "RFSL", "register"],
    ]


ABBREVIATED = [
    ("Hyllie IK", "Hyllie Idrottsklubb"),
    ("Kirsebergs IF", "Kirsebergs Idrottsförening"),
    ("Idrottsföreningen Kirseberg", "Kirseberg IF"),
    ("Limhamn BK", "Limhamns Bollklubb"),
    ("Oxie GIF", "Oxie Gymnastik- och idrottsförening"),
    ("Bunkeflo FF", "Bunkeflo Fotbollsförening"),
    ("Sofielunds SK", "Sofielunds Simklubb"),
    ("Malmö HK", "Malmö Handbollsklubb"),
    ("Rosengårds FK", "Rosengårds Fotbollsklubb"),
    ("Lockarps RK", "Lockarps Ridklubb"),
    ("Husie IBK", "Husie Innebandyklubb"),
    ("Handbollsklubben Malmö", "Malmö HK"),
]


@pytest.mark.parametrize(("written", "name"), ABBREVIATED)
def test_an_abbreviation_is_likened_to_its_words(written, name):
    register = pd.DataFrame({"name": ["Röda Korset", name, "Malmö Ridklubb"]})
    found = names.candidates(pd.Series([written]), register, decisions())
    assert found["name"].tolist()[:1] == [name]
    matched = names.match_names(pd.Series([written]), register, decisions())
    assert matched["how"].tolist() == ["unmatched"]  # a person says so, or nobody


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("RFSU", "RFSL"),
        ("FC Malmö", "Malmö FF"),
        ("Hyllie IK", "Rosengårds Idrottsklubb"),
        ("Lunds BK", "Lunds Ridklubb"),
        ("IK", "Idrottsklubb"),
    ],
)
def test_abbreviations_do_not_make_two_clubs_alike(one, other):
    register = pd.DataFrame({"name": [other]})
    found = names.candidates(pd.Series([one]), register, decisions(), least=90)
    assert found.empty


def test_many_names_are_likened_in_a_moment():
    written = pd.Series([f"Förening {n:04} IF" for n in range(1_500)])
    register = pd.DataFrame({"name": [f"Klubben {n:04} Ystad" for n in range(1_500)]})
    started = process_time()
    names.candidates(written, register, decisions(), least=97)
    assert process_time() - started < 15


def test_candidates_leave_out_what_is_decided():
    written = pd.Series(["Malmo FF", "RFLS"])
    decided = decisions(("Malmo FF", "Malmö FF", "nej"), ("RFLS", "RFSL", "ja"))
    assert names.candidates(written, REGISTER, decided, least=70).empty


def test_without_a_register_the_names_are_likened_to_each_other_once():
    written = pd.Series(["Gröna Fyren"] * 3 + ["Gröna Fyrn"])
    found = names.candidates(written, REGISTER.iloc[:0], decisions())
    assert found[["written", "count", "name", "source"]].values.tolist() == [
        ["Gröna Fyrn", 1, "Gröna Fyren", "written"]
    ]


@pytest.mark.parametrize(
    ("name", "kind", "why"),
    [
        ("Kvinnojouren Lyktan", "", "skyddad adress"),
        ("Lyktan", "kvinnojour", "skyddad adress"),
        ("Tjejjouren i Staden", "", "skyddad adress"),
        ("Anna Andersson", "", "möjligt personnamn"),
        ("Fotbollen, ring 070-174 06 06", "", "möjlig personuppgift"),
        ("Malmö FF", "idrottsförening", ""),
        ("Stiftelsen Anna Lindhs minnesfond", "", ""),
    ],
)
def test_names_are_screened_before_publication(name, kind, why):
    assert names.screen(name, kind) == why


def test_only_what_the_register_says_is_published():
    assert names.publishable(REGISTER) == {"Malmö FF", "Kulturhuset ek. för."}


def test_a_cell_with_several_organisations_is_seen():
    assert names.several("Röda Korset och Rädda Barnen") == [
        "Röda Korset",
        "Rädda Barnen",
    ]
    assert names.several("Malmö FF") == []


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        ([("MFF", "Malmö FF", "ja")], "Malmö FF"),
        ([("MFF", "Malmö FF", "ja"), ("MFF", "Malmö FF", "nej")], "MFF"),
        ([("MFF", "Malmö FF", "nej"), ("MFF", "Malmö FF", "ja")], "Malmö FF"),
        ([("MFF", "Malmö FF", "ja"), ("MFF", "RFSU", "ja")], "RFSU"),
    ],
)
def test_the_last_line_about_a_name_holds(
    lines: list[tuple[str, str, str]], name: str
) -> None:
    register = pd.DataFrame({"name": ["Malmö FF", "RFSU"]})
    found = names.match_names(pd.Series(["MFF"]), register, decisions(*lines))
    assert list(found["name"]) == [name]


def test_t_ex_is_no_part_of_a_name() -> None:
    register = pd.DataFrame({"name": ["Norrviks IF"]})
    written = pd.Series(
        ["t.ex. Norrviks IF", "T ex Norrviks IF", "Bl.a. Norrviks IF", "Texas IF"]
    )
    found = names.match_names(written, register, decisions())
    assert list(found["how"]) == ["exact"] * 3 + ["unmatched"]
    assert names.several("t.ex. Norrviks IF, bl.a. Röda Korset") == [
        "Norrviks IF",
        "Röda Korset",
    ]
