from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from support.estimate_rows import share

from helpers.audit.claims import tidy_rows
from helpers.audit.files import in_order
from helpers.core.errors import DisclosureError
from helpers.core.project import HEADS, Project
from helpers.disclosure.ledger import already_public, read_ledger, write_entry
from helpers.disclosure.release import release
from helpers.disclosure.released import Released
from helpers.survey.codebook import Codebook, parse_codebook

SURVEY = """
title: Prov
version: "{version}"
series: serie
wave: {wave}
exports: [{{file: svar.csv}}]
questions:
  - {{id: role, column: Roll, type: single, options: [Chef, Annan, Ingen]}}
"""


def book(version: str = "1", wave: int = 2024) -> Codebook:
    return parse_codebook(
        {
            "title": "Prov",
            "version": version,
            "series": "serie",
            "wave": wave,
            "exports": [{"file": "svar.csv"}],
            "questions": [
                {
                    "id": "role",
                    "column": "Roll",
                    "type": "single",
                    "options": ["Chef", "Annan", "Ingen"],
                }
            ],
        }
    )


def released(version: str = "1", counts=(8, 12, 20), survey: str = "prov") -> Released:
    rows = [
        share("role", option, n, sum(counts), survey=survey)
        for option, n in zip(["Chef", "Annan", "Ingen"], counts, strict=True)
    ]
    return release(pd.DataFrame(rows), book(version))


@pytest.fixture
def project(tmp_path: Path) -> Project:
    for survey, wave in (("prov", 2024), ("prov-2022", 2022)):
        folder = tmp_path / "data" / "raw" / survey
        folder.mkdir(parents=True)
        text = SURVEY.format(version="1", wave=wave)
        (folder / "survey.yml").write_text(text, encoding="utf-8")
    return Project(tmp_path)


def folder(project: Project) -> Path:
    return project.raw("prov") / "published"


def two_versions(project: Project) -> None:
    write_entry(folder(project), released("1"))
    before = read_ledger("prov", project)[-1]
    write_entry(
        folder(project), released("2", (9, 12, 20)), note="Rättat", before=before
    )


def test_an_empty_ledger_is_none_yet(project):
    assert read_ledger("prov", project) == []


def test_what_is_written_is_read_in_the_order_it_was_published(project):
    two_versions(project)
    first, second = read_ledger("prov", project)
    assert (first.version, second.version, second.note) == ("1", "2", "Rättat")
    table = released("1").for_ledger()
    pd.testing.assert_frame_equal(first.table, table, check_dtype=False)


def test_hidden_rows_have_their_base_in_the_ledger_and_nothing_else(project):
    write_entry(folder(project), released("1", (2, 12, 20)))
    row = read_ledger("prov", project)[0].table.iloc[0]
    assert not row["shown"]
    assert row["base"] == 34
    assert pd.isna(row["count"])


def test_a_reason_of_an_earlier_program_is_called_as_now(project):
    """Else the next report stops at a word that it does not know."""
    table = released("1", (2, 12, 20)).for_ledger()
    old = table.assign(reason=table["reason"].replace("secondary", "complement"))
    assert "complement" in set(old["reason"])

    class OfThen:
        codebook = book()

        def for_ledger(self):
            return old

    write_entry(folder(project), OfThen())
    [entry] = read_ledger("prov", project)
    pd.testing.assert_frame_equal(entry.table, table, check_dtype=False)


def test_a_version_is_never_overwritten(project):
    write_entry(folder(project), released("1"))
    with pytest.raises(DisclosureError, match="står redan i liggaren"):
        write_entry(folder(project), released("1", (9, 9, 9)))
    assert read_ledger("prov", project)[0].table["count"].tolist() == [8, 12, 20]


@pytest.mark.parametrize(
    "edit",
    [
        lambda text: text.replace(";8;", ";9;"),
        lambda text: text.replace('"note": ""', '"note": "ny"'),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.partition("\n")[2],
        lambda text: "",
    ],
)
def test_an_edit_by_hand_is_told(project, edit):
    two_versions(project)
    path = folder(project) / "1.csv"
    text = path.read_bytes().decode("utf-8")
    changed = edit(text)
    assert changed != text
    path.write_bytes(changed.encode("utf-8"))
    with pytest.raises(DisclosureError, match=r"1\.csv: Filen går inte att lita på"):
        read_ledger("prov", project)


def test_a_missing_version_is_told(project):
    two_versions(project)
    (folder(project) / "1.csv").unlink()
    with pytest.raises(DisclosureError, match="Versionen före den här saknas"):
        read_ledger("prov", project)


@pytest.mark.parametrize("gone", [("2.csv",), ("1.csv", "2.csv")])
def test_a_missing_end_is_told(project, gone):
    two_versions(project)
    for name in gone:
        (folder(project) / name).unlink()
    with pytest.raises(DisclosureError, match="Version 2 är publicerad men saknas"):
        read_ledger("prov", project)
    with pytest.raises(DisclosureError):  # nor may a run reckon without it
        already_public("prov", project)


def test_a_damaged_head_is_told(project):
    two_versions(project)
    (project.root / "data" / "raw" / HEADS).write_text("{")
    with pytest.raises(DisclosureError, match=r"liggare\.json: Filen är skadad"):
        read_ledger("prov", project)


def test_a_renamed_version_is_told(project):
    two_versions(project)
    (folder(project) / "2.csv").rename(folder(project) / "3.csv")
    with pytest.raises(DisclosureError, match=r"heter 3\.csv men är version 2"):
        read_ledger("prov", project)


def test_two_that_follow_on_the_same_are_told(project):
    write_entry(folder(project), released("1"))
    write_entry(folder(project), released("2"))
    with pytest.raises(DisclosureError, match="följer på samma version"):
        read_ledger("prov", project)


def test_what_is_public_already_are_own_versions_and_earlier_waves(project):
    two_versions(project)
    wave = released("1", survey="prov-2022")
    wave.write(project.processed("prov-2022") / "released")
    tables = already_public("prov", project)
    assert [table["survey"].iloc[0] for table in tables] == [
        "prov",
        "prov",
        "prov-2022",
    ]
    assert already_public("prov-2022", project) == []


def test_a_waves_ledger_does_where_it_was_not_run_again(project):
    write_entry(project.raw("prov-2022") / "published", released(survey="prov-2022"))
    (table,) = already_public("prov", project)
    assert table["survey"].iloc[0] == "prov-2022"


def test_a_ledger_is_its_folder_s_also_when_the_folder_was_renamed(project: Project):
    """Else no later version would be held against it."""
    folder = project.raw("prov")
    write_entry(folder / "published", released())
    (folder.parent / HEADS).unlink()
    folder.rename(folder.with_name("prov-nytt"))
    [table, *_] = already_public("prov-nytt", project)
    assert set(table["survey"]) == {"prov-nytt"}


def lines(content: bytes) -> list[bytes]:
    return content.split(b"\n")


HEAD = b'# {"version": "1", "note": "", "before": "", "checksum": "x"}\n'
EDITS = {
    "a row removed": lambda was: b"\n".join([*lines(was)[:3], *lines(was)[4:]]),
    "a row doubled": lambda was: b"\n".join([*lines(was)[:4], *lines(was)[3:]]),
    "rows in another order": lambda was: b"\n".join(
        [*lines(was)[:2], lines(was)[3], lines(was)[2], *lines(was)[4:]]
    ),
    "half of it": lambda was: was[: len(was) // 2],
    "nothing": lambda was: b"",
    "another encoding": lambda was: was.decode().encode("utf-16"),
    "other line ends": lambda was: was.replace(b"\n", b"\r\n"),
    "bytes": lambda was: bytes(range(256)),
    "a head that is a list": lambda was: b"# []\n" + was.partition(b"\n")[2],
    "a head of its own": lambda was: HEAD + was.partition(b"\n")[2],
    "no head": lambda was: was.partition(b"\n")[2],
}


@pytest.mark.parametrize("edit", EDITS)
def test_whatever_was_done_by_hand_is_told_and_the_audit_goes_on(project, edit):
    """In Swedish, without a traceback; and the audit still reads what it shows."""
    two_versions(project)
    path = folder(project) / "1.csv"
    path.write_bytes(EDITS[edit](path.read_bytes()))
    with pytest.raises(DisclosureError) as told:
        read_ledger("prov", project)
    assert "published/1.csv: Filen går inte att lita på" in str(told.value)
    for one in in_order(folder(project)):
        tidy_rows(one)
