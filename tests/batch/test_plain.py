"""What Windows and other systems say of files, told in Swedish with what to do."""

from __future__ import annotations

import pytest

from helpers.batch.engine.plain import problems_of

PART = r"'C:\\p\\x\\.tabeller.xlsx.ab12.part' -> 'C:\\p\\x\\tabeller.xlsx'"


@pytest.mark.parametrize(
    ("kind", "said", "expected"),
    [
        ("PermissionError", f"[WinError 5] Åtkomst nekad: {PART}", "Stäng den i Excel"),
        ("PermissionError", f"[WinError 32] Filen används: {PART}", "Stäng den i Exc"),
        ("OSError", f"[WinError 112] Det finns inte plats: {PART}", "Disken är full."),
        ("OSError", "[WinError 206] Filnamnet är för långt: 'C:\\x'", "för lång för W"),
        ("FileNotFoundError", "[WinError 3] Hittar inte: 'C:\\x'", "för lång för Win"),
        ("OSError", "[WinError 53] Nätverkssökvägen: '\\\\srv\\x'", "svarar inte"),
        ("PermissionError", f"[Errno 13] Permission denied: {PART}", "i Excel?"),
        ("PermissionError", f"[Errno 1] Not permitted: {PART}", "kunde inte läsas"),
        ("OSError", f"[WinError 1224] En del är öppen: {PART}", "Stäng den i Excel"),
        ("OSError", "[Errno 28] No space left on device", "Disken är full."),
        ("PermissionError", "[Errno 13] Permission denied: '/p/a.csv'", "i Excel?"),
        ("OSError", "[Errno 36] File name too long: '/p/a.csv'", "kortare namn"),
        ("OSError", "[Errno 40] Too many levels: '/p/a.csv'", "till sig själv"),
        ("OSError", "[Errno 5] Input/output error: '/p/a.csv'", "kunde inte läsas"),
    ],
)
def test_a_system_error_is_swedish(kind: str, said: str, expected: str) -> None:
    [problem] = problems_of(kind, said)
    assert expected in str(problem)
    for word in ("WinError", "Errno", ".part", "denied", "Åtkomst", "()", "None"):
        assert word not in str(problem)
    if "tabeller" in said and "full" not in expected:
        assert "tabeller.xlsx" in str(problem)


def test_a_path_of_windows_is_told_as_she_sees_it() -> None:
    quoted = repr("C:\\Mina enkäter\\Å\\.tabeller.xlsx.ab12.part")
    [problem] = problems_of("PermissionError", f"[WinError 32] Används: {quoted}")
    assert "(C:\\Mina enkäter\\Å\\tabeller.xlsx)" in str(problem)
