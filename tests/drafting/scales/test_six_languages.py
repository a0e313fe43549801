"""Scales of six languages, shuffled: each comes back in order or is unknown."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from helpers.drafting.scales import recognise, seems_ordered

LEAST_RECOGNISED = 0.9
SHUFFLES = 6


def scales_in_order() -> list[list[str]]:
    text = Path(__file__).with_name("in_order.txt").read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [line.split(" / ") for line in lines]


SCALES = scales_in_order()


def shuffled(options: list[str], seed: int) -> list[str]:
    return Random(seed).sample(options, len(options))


@pytest.mark.parametrize("options", SCALES, ids=" / ".join)
def test_a_shuffled_scale_is_in_order_or_unknown(options):
    for seed in range(SHUFFLES):
        found = recognise(shuffled(options, seed))
        assert found is None or list(found.options) in (options, options[::-1])


def test_nine_of_ten_are_recognised():
    known = sum(recognise(options) is not None for options in SCALES)
    assert known >= LEAST_RECOGNISED * len(SCALES)
    assert len(SCALES) > 150


@pytest.mark.parametrize("options", SCALES, ids=" / ".join)
def test_a_scale_with_a_step_that_nobody_chose_is_in_order_or_unknown(options):
    """What a real file has: some steps are not among the answers."""
    for seed in range(SHUFFLES):
        some = shuffled(options, seed)[: max(2, len(options) - 1 - seed % 2)]
        found = recognise(some)
        given = [option for option in options if option in some]
        steps = [o for o in found.options if o in some] if found else given
        assert steps in (given, given[::-1])


def test_of_what_is_unknown_nearly_all_is_asked_about():
    """Also where one step of the scale was chosen by nobody."""
    silent = 0
    for options in SCALES:
        for seed in range(SHUFFLES):
            some = shuffled(options, seed)[: max(3, len(options) - seed % 2)]
            silent += recognise(some) is None and not seems_ordered(some)
    assert silent <= 0.01 * len(SCALES) * SHUFFLES


def test_two_scales_in_one_are_never_a_scale_in_a_wrong_order():
    """Half of one scale and a strange option: unknown, whichever it is."""
    for options in SCALES:
        for odd in ("Kulturförvaltningen", "Se bilagan", "Det beror på vem", "Python"):
            assert recognise([*options, odd]) is None, (options, odd)


NOMINAL = [
    ["Ingen av dessa", "Idrott", "Kultur"],
    ["Stora företag", "Små företag", "Föreningar"],
    ["Bidrag till idrott", "Bidrag till kultur", "Bidrag till skola"],
    ["Medlem", "Inte medlem"],
    ["Formal: a job title", "Informal: a mailing list"],
    ["Formell", "Informell"],
    ["Mycket bra", "Dåligt väder", "Bra"],
    ["Man", "Kvinna", "Annat"],
    ["Låg inkomst", "Ingen lägenhet", "Hög ålder"],
    ["Mer resurser", "Mindre byråkrati", "Bättre lokaler"],
    ["Fler möten", "Färre möten", "Andra möten"],
    ["Röda Korset", "Rädda Barnen", "Malmö FF"],
    ["Inga hinder", "Brist på tid", "Stora kostnader"],
    ["Varje vecka", "Måndagar", "Tisdagar"],
]


@pytest.mark.parametrize("options", NOMINAL, ids=" / ".join)
def test_what_is_no_scale_has_no_order(options):
    assert recognise(options) is None


@pytest.mark.parametrize(
    ("options", "seems"),
    [
        (["Lite kass", "Ganska okej kanske", "Mycket kul faktiskt"], True),
        (["Mindre nöjd", "Inte särskilt nöjd", "Mycket nöjd"], True),
        (["Motarbetar", "Är likgiltig", "Stödjer", "Stödjer helhjärtat"], True),
        (["Inga alls", "Någon enstaka", "Några", "De allra flesta", "Alla"], True),
        (["Sämst", "Näst sämst", "Näst bäst", "Bäst"], True),
        (["Inom ett år", "Inom sex månader", "Kanske på sikt", "I dag"], True),
        (["Mycket bra", "Bra", "Dåligt"], False),  # an order is known
        (["Kultur", "Fritid", "Skola"], False),
        (["Bidrag till idrott", "Bidrag till kultur", "Bidrag till skola"], False),
        (["Röda Korset", "Rädda Barnen", "Hela Malmö", "Stora Teatern"], False),
    ],
)
def test_what_looks_like_a_scale_without_a_known_order_is_asked_about(options, seems):
    assert seems_ordered(options) is seems
