from __future__ import annotations

import pandas as pd
from support.estimate_rows import codebook, share, single

from helpers.disclosure.release import release
from helpers.disclosure.released import REASONS
from helpers.presentation.suppression_log import WHY, release_log

BOOK = codebook(
    single("role", ["Chef", "Annan", "Ingen"]),
    single("way", ["Ja", "Nej"], disclosure="open"),
)


def rows(*counts: tuple[str, int]) -> list[dict]:
    total = sum(n for _, n in counts)
    return [share("role", option, n, total) for option, n in counts]


def log(table: list[dict], estimates: bool = False, k: int = 5) -> str:
    frame = pd.DataFrame(table)
    limits = BOOK.disclosure.model_copy(update={"k": k})
    got = release(frame, BOOK.model_copy(update={"disclosure": limits}))
    return release_log(got, frame if estimates else None).to_text().replace("\xa0", " ")


def test_every_reason_can_be_told():
    assert WHY.keys() == REASONS.keys()


def test_nothing_protected_is_nothing_held_back():
    said = log([share("way", "Ja", 2, 9), share("way", "Nej", 7, 9)])
    assert "Öppna frågor redovisas hela: 2 tal." in said
    assert "Ingen fråga är skyddad" in said
    assert "Varför" not in said


def test_what_is_missing_is_named_with_its_reason():
    said = log(rows(("Chef", 2), ("Annan", 20), ("Ingen", 30)))
    assert "Skyddade frågor: 1 av 3 tal redovisas." in said
    assert "För samtliga svarande saknas 2 av 3 andelar: role: ”Chef”" in said
    assert "1 tal för att färre än 5 har svarat så, eller inte har gjort det." in said
    assert "1 tal för att ett annat tal annars kunde räknas ut." in said


def test_all_shown_is_said():
    assert "Alla andelar för samtliga svarande redovisas." in log(
        rows(("Chef", 12), ("Annan", 20), ("Ingen", 30))
    )


def test_groups_of_which_nothing_is_told_are_named():
    table = rows(("Chef", 40), ("Annan", 40), ("Ingen", 40))
    table += [share("role", o, 1, 3, group="Liten") for o in ("Chef", "Annan", "Ingen")]
    table += [
        share("role", o, 39, 117, group="Stor") for o in ("Chef", "Annan", "Ingen")
    ]
    assert "Om dessa grupper redovisas inget alls: " in log(table)
    assert "Liten" in log(table)


def test_a_limit_above_every_group_is_told():
    table = rows(("Chef", 10), ("Annan", 14))
    table += [share("role", o, 5, 10, group="Liten") for o in ("Chef", "Annan")]
    table += [share("role", o, 7, 14, group="Stor") for o in ("Chef", "Annan")]
    assert "Ingen grupp har 20 svar (k), så inget redovisas per grupp." in log(
        table, k=20
    )


def test_other_settings_are_tried_on_the_true_counts():
    said = log(rows(("Chef", 4), ("Annan", 8), ("Ingen", 30)), estimates=True)
    assert "För sin egen skull hålls 1 tal tillbaka i dag." in said
    assert "Med k: 3 blir det 1 tal färre." in said
    assert "Med k: 10 blir det 1 tal fler." in said
    assert "Med small_group: 0 blir det lika många." in said


def test_what_a_respondent_could_have_written_is_escaped():
    book = codebook(single("role", ["<b>", "Annan", "Ingen"]))
    table = [
        share("role", option, n, 52)
        for option, n in (("<b>", 2), ("Annan", 20), ("Ingen", 30))
    ]
    bundle = release_log(release(pd.DataFrame(table), book))
    html = bundle._repr_mimebundle_()["text/html"]
    assert "<b>" not in html
    assert "&lt;b&gt;" in html
