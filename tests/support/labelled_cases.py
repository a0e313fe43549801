"""The truth of the small files in ../shared/cases/reading, as their READMEs tell it."""

from __future__ import annotations

from support.reading_truth import Labelled, Truth

KMS = ("Kulturförvaltningen", "Miljöförvaltningen", "Skolförvaltningen")
GROUP40 = dict(zip(KMS, (14, 13, 13), strict=True))
GROUP30 = dict.fromkeys(KMS, 10)
WAYS = {"Dialog": 24, "Bidrag": 20, "Lokal": 20}
ALMOST_ALL = {"1": 24, "2": 20, "3": 20}
WEEKLY = {"Varje vecka": 14, "Varje månad": 13, "Mer sällan": 13}
WEEKLY_48 = dict.fromkeys(WEEKLY, 48)
RANKED_36 = {"Tid": 24, "Pengar": 6, "Lokaler": 6}
JA_NEJ = {"Ja": 15, "Nej": 15}


def _file(name: str, responses: int, *truths: Truth, refused: bool = False) -> Labelled:
    return Labelled(name, responses, truths, refused)


def one(columns: str, **counts: int) -> Truth:
    return Truth(columns, "single", counts)


def group(column: str, counts: dict[str, int] = GROUP40) -> Truth:
    return Truth(column, "single", counts)


def several(columns: str, counts: dict[str, int]) -> Truth:
    return Truth(columns, "multiple", counts)


def nothing(columns: str) -> Truth:
    return Truth(columns, "none")


B = "bug-reports/"
F = "forms-qualtrics/"
S = "surveymonkey-spss/"
CASES = (
    _file(
        B + "01-qualtrics-numeric-multi.csv",
        40,
        Truth("K", "single", {"1": 14, "2": 13, "3": 13}),
        several("L", ALMOST_ALL),
    ),
    _file(
        B + "03-kobo-labels.xlsx", 40, group("C"), several("E:G", WAYS), nothing("D")
    ),
    _file(
        B + "04-redcap-labels.csv", 40, group("D"), several("E:G", WAYS), nothing("H")
    ),
    _file(B + "06-typeform.csv", 40, group("B"), several("C:E", WAYS | {"Other": 1})),
    _file(B + "07-jotform-newlines.csv", 40, group("B"), several("C", WAYS)),
    _file(
        B + "08-alchemer.csv",
        40,
        group("T"),
        several("U:W", WAYS | {"Annat": 1}),
        nothing("M:S"),
    ),
    _file(B + "09-sharepoint.xlsx", 40, group("B"), several("C", WAYS)),
    _file(
        B + "10-percent-format.xlsx",
        30,
        group("B", GROUP30),
        Truth("C", "number", {"median": 12.5}),
    ),
    _file(
        B + "11-totals-row.xlsx",
        30,
        group("B", GROUP30),
        one("C", **JA_NEJ),
        Truth("D", "number", {"median": 15500}),
    ),
    _file(
        B + "12-merged-two-headers.xlsx",
        30,
        group("B", GROUP30),
        several("C:E", {"Dialog": 15, "Bidrag": 20, "Lokal": 6}),
        Truth("F", "single", {"Varje vecka": 10, "Varje månad": 10, "Mer sällan": 10}),
    ),
    _file(
        B + "13-hidden.xlsx",
        30,
        nothing("A"),
        group("B", GROUP30),
        one("C", **JA_NEJ),
        Truth("D", "single", {"A": 15, "B": 15}),
    ),
    _file(
        B + "16-swedish-excel-errors.csv",
        40,
        group("B", dict.fromkeys(KMS, 12)),
        one("C", Ja=20, Nej=10),
        Truth("D", "number", {"median": 3}),
    ),
    _file(B + "20-msforms-ranking.xlsx", 36, Truth("G", "ranking", RANKED_36)),
    _file(
        B + "21-nps.xlsx",
        40,
        Truth("G", "single", {"3": 4, "6": 4, "7": 4, "8": 8, "9": 12, "10": 8}),
    ),
    _file(
        B + "22-minus9.csv",
        40,
        Truth("C", "single", {"1": 4, "2": 4, "3": 8, "4": 12, "5": 8}),
    ),
    _file(
        B + "23-sosci.csv",
        40,
        several("I:K", {"Dialog": 20, "Bidrag": 26, "Lokal": 8}),
        nothing("B:E"),
        nothing("L"),
        nothing("N:R"),
    ),
    _file(B + "24-weight.csv", 40, group("B"), one("C", Ja=20, Nej=20), nothing("D")),
    _file(
        B + "25-html-headers.csv",
        40,
        group("B"),
        Truth(
            "C", "single", WEEKLY, order=("Mer sällan", "Varje månad", "Varje vecka")
        ),
        one("D", Ja=20, Nej=20),
    ),
    _file(B + "26-two-languages.xlsx", 40, Truth("H", "single", {"Ja": 20, "Nej": 20})),
    _file(
        B + "27a-dashes-only.xlsx",
        120,
        Truth("F", "single", dict.fromkeys(KMS, 40)),
    ),
    _file(
        B + "27-dash-variants.xlsx",
        40,
        Truth("F", "single", {"Kulturförvaltningen": 20, "Skolförvaltningen": 20}),
        Truth("G", "single", {"1–2": 8, "3–5": 12, "6–10": 8, "Fler än 10": 12}),
    ),
    _file(
        B + "27c-soft-hyphen-option.xlsx",
        120,
        group("F", dict.fromkeys(KMS, 40)),
        Truth("G", "single", {"Samarbete": 81, "Dialog": 39}),
    ),
    _file(
        B + "28-option-with-semicolon.xlsx",
        42,
        group("F", dict.fromkeys(KMS, 14)),
        several("G", {"Bidrag; pengar": 21, "Lokaler": 21, "Råd": 21}),
    ),
    _file(B + "29-long-format.csv", 40, refused=True),  # 40 people, and it is told
    _file(B + "30-fractions.csv", 48, Truth("C", "number")),
    _file(  # 28 once she says that a unit is a respondent: the draft asks
        B + "31-newest-first.csv",
        30,
        nothing("B"),
        group("C", GROUP30),
        one("D", Ja=28, Nej=2),
    ),
    _file(B + "37-cover-sheet.xlsx", 30, group("B", GROUP30), one("C", **JA_NEJ)),
    _file(
        B + "38-bool-time.xlsx",
        30,
        group("B", GROUP30),
        Truth("C", "single", {"TRUE": 15, "FALSE": 15}),
        Truth("D", "number", {"median": 3}),
        nothing("E"),
        Truth("F", "number"),
    ),
    _file(
        B + "42c-categorical.csv",
        40,
        several("B:F", {"1": 19, "2": 19, "3": 8, "4": 19, "5": 19}),
    ),
    _file(
        B + "40-mrsets.sav",
        40,
        group("A"),
        one("B", Ja=20, Nej=20),
        several("C:E", {"Dialog": 20, "Bidrag": 26, "Lokal": 8}),
        several("F:H", {"Tid": 30, "Pengar": 30, "Lokaler": 30}),
        Truth(
            "I",
            "single",
            {"Mycket missnöjd": 7, "2": 7, "3": 7, "4": 7, "Mycket nöjd": 6},
        ),
        nothing("J"),
    ),
    _file(
        B + "43-limesurvey-ranking.csv",
        40,
        group("F"),
        Truth("G:I", "ranking", {"Tid": 27, "Pengar": 13}),
        Truth("M", "single"),
        nothing("N"),
    ),
    _file(B + "48-open-quote.csv", 30, one("C", **JA_NEJ), refused=True),
    _file(B + "48b.csv", 40, group("B"), refused=True),
    _file(B + "49-backslash-quotes.csv", 30, one("C", **JA_NEJ), refused=True),
    _file(B + "17-cr-only.csv", 30, one("C", **JA_NEJ)),
    _file(B + "17b-cr-only-mac.csv", 30, one("C", **JA_NEJ)),
    _file(B + "50-trailing-summary.xlsx", 30, group("B", GROUP30), one("C", **JA_NEJ)),
    _file(B + "51b-title-pairs.xlsx", 30, group("B", GROUP30), one("C", **JA_NEJ)),
    _file(B + "52-english-thousands.csv", 40, Truth("C", "number")),
    _file(
        B + "58-json-lists.csv",
        40,
        group("B"),
        several("C", {"Dialog": 30, "Bidrag": 20, "Lokal": 10}),
    ),
    _file(B + "60-google-1.csv", 30, group("B", GROUP30), one("C", **JA_NEJ)),
    _file(B + "60-google-2.csv", 35, one("C", Ja=18, Nej=17)),
    _file(B + "60d-1.csv", 30, group("B", GROUP30), one("C", Ja=3, Nej=27)),
    _file(B + "60d-2.csv", 32, one("C", Ja=3, Nej=29)),
    _file(
        B + "64-all-no.csv",
        40,
        group("B"),
        several("C:E", {"Dialog": 30, "Lokal": 10}),
    ),
    _file(B + "70-mojibake.csv", 30, Truth("B", "single"), refused=True),
    _file(B + "72-google-sv.csv", 30, group("B", GROUP30), nothing("A")),
    _file(
        B + "77-awkward-groups.xlsx",
        144,
        Truth("F", "single"),
        one("G", Ja=72, Nej=72),
        Truth("H", "single", WEEKLY_48),
    ),
    _file(
        B + "80-group-all.xlsx",
        108,
        Truth("F", "single", {"Kultur": 36, "Miljö": 36, "all": 36}),
        one("G", Ja=54, Nej=54),
        Truth("H", "single", {"Varje vecka": 54, "Varje månad": 54}),
    ),
    _file(
        B + "81-group-alla.xlsx",
        108,
        Truth("F", "single", {"Kultur": 36, "Miljö": 36, "Alla": 36}),
        one("G", Ja=54, Nej=54),
        Truth("H", "single", {"Varje vecka": 54, "Varje månad": 54}),
    ),
    _file(B + "85-sm.csv", 30, Truth("J", "single")),
    _file(B + "87-header-middle.csv", 30, group("F", GROUP30), one("G", **JA_NEJ)),
    _file(
        F + "grid-headline.csv",
        60,
        Truth("F:K", "grid"),
    ),
    _file(F + "msforms-multi-own-words.csv", 27, Truth("F", "own words")),
    _file(
        F + "msforms-other-text-in-cell.csv",
        40,
        Truth("F", "own words"),
        Truth("G", "own words"),
    ),
    _file(
        F + "number-scales-means-largest.csv",
        60,
        Truth("F", "single", {"1": 1, "5": 12, "6": 26, "7": 21}),
        Truth("G", "number"),
        Truth("H:J", "grid"),
        Truth("K:M", "grid"),
        Truth("N:U", "grid"),
    ),
    _file(F + "partner-names-only.csv", 40, nothing("A"), Truth("C:E", "ties")),
    _file(
        F + "personal-data.csv",
        40,
        nothing("A:B"),
        nothing("E:M"),
    ),
    _file(F + "scales-in-wrong-order.csv", 80, Truth("F:H", "grid")),
    _file(
        F + "ticks-by-label-numbered-header.csv",
        60,
        Truth("B", "single"),
        several("C:F", {"Lokal": 41, "Bidrag": 13, "Rådgivning": 7, "Transport": 6}),
    ),
    _file(F + "waves-msforms-grid-2024.csv", 60, Truth("G:I", "grid")),
    _file(F + "waves-msforms-grid-2026.csv", 60, Truth("G:I", "grid")),
    _file(
        F + "qualtrics-comma-in-option.csv",
        50,
        Truth("K", "multiple", {}),
    ),
    _file(
        S + "1_code_row_blank_filled.csv",
        60,
        Truth("E:H", "single"),
        Truth("I:K", "single"),
        Truth("L:N", "multiple"),
    ),
    _file(
        S + "2_respondentid_one_word.csv",
        60,
        Truth("B", "single"),
        Truth("C:E", "multiple"),
        Truth("F", "single"),
    ),
    _file(
        S + "3_two_header_rows_no_id.csv",
        60,
        Truth("A", "single"),
        Truth("B:D", "multiple"),
        Truth("E", "single"),
    ),
    _file(
        S + "4_excel_table_suffix_and_serial_date.csv",
        60,
        Truth("E:G", "multiple"),
        Truth("H", "single"),
    ),
    _file(
        S + "7_one_answer_over_columns.csv",
        60,
        Truth("E:F", "single"),
        Truth("G:I", "single"),
        Truth("J:O", "grid"),
    ),
    _file(
        S + "8_end_labels_and_two_scales.sav",
        60,
        Truth("A", "single"),
        Truth("B:D", "grid"),
        Truth("E:G", "grid"),
        Truth("H", "number"),
    ),
    _file(
        S + "9_everybody_dont_know.csv", 30, Truth("B", "single"), Truth("C", "single")
    ),
    _file(
        S + "10_swedish_scales.csv",
        60,
        *(Truth(column, "single") for column in "BCDEF"),
    ),
)
