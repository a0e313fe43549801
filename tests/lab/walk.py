"""The app walked as she walks it: from the file of the survey tool to the zip."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from lab.bench import PATIENCE

WIDTH, HEIGHT = 1280, 1000
EXPORT = "Samverkan med civilsamhället 2026(1-90).xlsx"
LATE = "Samverkan med civilsamhället 2026(1-97).xlsx"
NEXT = "Samverkan 2028(1-80).xlsx"
RENAMED = ("Barn- och utbildningsförvaltningen", "Utbildningsförvaltningen")
"""A department of the first wave, and what it is called in the next."""
HEADING = ".kartlaggning-start h2"  # JupyterLab has its own
LONG = 900_000  # milliseconds; a run, and the audit before publishing
See = Callable[[str], None]


def opened(page: Page, address: str) -> list[str]:
    """Opens the app; what it asks other computers for goes on the list."""
    outside: list[str] = []
    own = address.split("/?")[0]
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith(
                (own, own.replace("http", "ws"), "data:", "blob:")
            )
            else outside.append(request.url)
        ),
    )
    page.set_default_timeout(PATIENCE)
    page.goto(address)
    page.get_by_text("Steg 1 av 6").wait_for()
    return outside


def walk(page: Page, file: Path, see: See) -> None:
    """From `file` to outputs/publicerat/; `see` is called at every step."""
    read_in(page, file, see)
    describe(page, see)
    run(page, see)
    look(page, see)
    publish(page, see)


def read_in(page: Page, file: Path, see: See) -> None:
    page.get_by_label("Ditt namn").fill("Ulla Ek")
    page.get_by_label("Kort namn").fill("norrvik-2026")
    page.keyboard.press("Tab")
    see("start")
    with page.expect_file_chooser() as chosen:
        page.get_by_role("button", name="Välj fil").click()
    chosen.value.set_files(file)
    page.get_by_role("heading", name="norrvik-2026 är inläst").wait_for()
    see("inlast")


def describe(page: Page, see: See) -> None:
    page.get_by_role("button", name="Gå vidare: Beskriv").click()
    page.get_by_role("heading", name="Om enkäten").wait_for()
    unit = page.get_by_label("Enhetens namn står i")
    unit.select_option(label="Vilken enhet svarar du för?")
    page.get_by_text("Sparat: enhet").wait_for()
    page.get_by_label("Utmaningarna står i").select_option(index=1)
    page.get_by_text("Sparat: utmaningar").wait_for()
    see("om-enkaten")
    shown = page.get_by_label("Visa", exact=True)
    shown.select_option(index=3)
    page.get_by_role("heading", name="Vilken är din roll?").wait_for()
    page.get_by_title("Flytta upp kurator").click()
    page.get_by_text("Sparat: ordning").wait_for()
    page.get_by_role("button", name="Ångra: ordning").click()
    page.get_by_text("Ångrat: ordning").wait_for()
    see("fraga")
    see_all(page, see)


def see_all(page: Page, see: See) -> None:
    """All questions at once, and then one by one those that are asked about."""
    shown = page.get_by_label("Visa", exact=True)
    shown.wait_for()
    last = shown.locator("option").count() - 1
    shown.select_option(index=last)
    page.get_by_role("heading", name="Alla frågor på en gång").wait_for()
    see("alla")
    page.get_by_role("button", name="Alla stämmer").click()
    page.get_by_text("Sparat.").wait_for()
    see("undrar")
    fine = page.get_by_role("button", name="Stämmer, nästa fråga")
    while fine.is_visible():
        now = page.locator(HEADING).first.inner_text()
        fine.click()
        page.wait_for_function(
            "([at, now]) => document.querySelector(at).innerText !== now",
            arg=[HEADING, now],
        )
    page.get_by_text("Alla frågor är genomgångna").wait_for()


def run(page: Page, see: See) -> None:
    page.get_by_role("button", name="Gå vidare: Kör").click()
    run_again(page, see)


def run_again(page: Page, see: See) -> None:
    page.get_by_role("button", name="Kör", exact=True).click()
    page.get_by_text(re.compile(r"av \d+ steg")).first.wait_for(timeout=LONG)
    see("kor")
    page.get_by_text("rader lästes").wait_for(timeout=LONG)
    see("klart")


def look(page: Page, see: See) -> None:
    page.get_by_role("button", name="Gå vidare: Avgör").click()
    page.get_by_text("Väntar på beslut").wait_for()
    see("avgor")
    page.get_by_role("button", name="Gå vidare: Läs").click()
    page.get_by_role("heading", name="Läs rapporterna").wait_for()
    see("las")
    with page.expect_popup() as opened_page:
        page.get_by_role("link", name="Fördjupad rapport").click()
    report = opened_page.value
    report.get_by_role("heading", level=1).wait_for()
    assert "Samverkan" in report.title()
    assert report.get_by_text("Utkast: kodboken").count() == 0
    report.close()


def publish(page: Page, see: See, note: str = "") -> None:
    page.get_by_role("button", name="6. Publicera").click()
    if note:
        page.get_by_text("Skriv det under ”Vad är ändrat”").wait_for()
        page.get_by_label("Vad är ändrat").fill(note)
        page.keyboard.press("Tab")
    page.get_by_role("heading", name="Att veta innan du publicerar").wait_for()
    page.get_by_label("Jag har läst rapporten").check()
    see("publicera")
    page.get_by_role("button", name="Publicera", exact=True).click()
    page.get_by_text("Versionen står nu i liggaren").wait_for(timeout=LONG)
    see("publicerat")


def late(page: Page, file: Path, see: See, counts: str) -> None:
    """Late answers to a published survey, dropped on the button: a second version."""
    read_late(page, file, see, counts)
    run(page, lambda step: None)
    page.get_by_text("finns även i en senare fil").wait_for()
    publish(page, lambda step: see(f"{step}-2"), note="Några sena svar")


def read_late(page: Page, file: Path, see: See, counts: str) -> None:
    page.get_by_role("button", name="1. Enkät").click()
    page.get_by_label("Filen är").select_option(label="sena svar till en enkät")
    drop(page, file)
    page.get_by_text(counts).wait_for()
    page.get_by_text("Det här blir version 2").wait_for()
    see("sena")


def drop(page: Page, file: Path) -> None:
    """The file dropped on the button, as from the file manager."""
    content = base64.b64encode(file.read_bytes()).decode()
    dropped = page.evaluate_handle(DROPPED, [content, file.name])
    button = page.get_by_role("button", name="Välj fil")
    button.dispatch_event("drop", {"dataTransfer": dropped})


def next_wave(
    page: Page, file: Path, see: See, survey: str, became: tuple[str, str]
) -> None:
    """The next wave, drafted against the last one, to its comparison with it. `became`:
    a department that has another name, and that."""
    read_wave(page, file, see, survey, became)
    see_all(page, see)
    run(page, lambda step: None)
    page.get_by_role("button", name="5. Läs").click()
    with page.expect_popup() as opened_page:
        page.get_by_role("link", name="Fördjupad rapport").click()
    report = opened_page.value
    report.get_by_role("heading", name="Jämförelse med").first.wait_for()
    report.close()


def read_wave(
    page: Page, file: Path, see: See, survey: str, became: tuple[str, str]
) -> None:
    page.get_by_role("button", name="1. Enkät").click()
    page.get_by_label("Filen är").select_option(label="nästa omgång av en enkät")
    page.get_by_label("Kort namn").fill(survey)
    page.keyboard.press("Tab")
    drop(page, file)
    page.get_by_role("heading", name=f"{survey} är inläst").wait_for()
    page.get_by_role("heading", name="Bara du kan säga").wait_for()
    see("omgang")
    page.get_by_role("button", name="Gå vidare: Beskriv").click()
    then, now = became
    page.get_by_label(then).select_option(label=now)
    page.get_by_text(f"är nu {now}").wait_for()
    see("forvaltningar")


def tab_to(page: Page, name: str) -> None:
    """Tab until the control with this label, text or title has the keyboard."""
    for _ in range(120):
        now = page.evaluate(FOCUSED)
        if name in now:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no way to {name} by Tab")


DROPPED = """([content, name]) => {
  const bytes = Uint8Array.from(atob(content), one => one.charCodeAt(0));
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], name));
  return transfer;
}"""
FOCUSED = """() => {
  const one = document.activeElement;
  const label = one.labels && one.labels.length ? one.labels[0].innerText : '';
  return [label.trim(), (one.innerText || '').trim(), one.title || ''];
}"""
