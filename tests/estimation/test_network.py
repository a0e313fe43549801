"""The network against R on Davis' data, a real two-mode set, and by hand."""

from __future__ import annotations

import json

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from support.shared_data import shared

from helpers.estimation.chance import fixed_margin_draws, share_more_than_chance
from helpers.estimation.concentration import (
    centralisation,
    chao1,
    concentration,
    gini,
    hhi,
)
from helpers.estimation.network import Network, claim, measures


def null_of(network: Network, seed: int, **how: int) -> pd.DataFrame:
    return share_more_than_chance(
        network.incidence.toarray().astype(bool),
        network.actors,
        np.random.default_rng(seed),
        **how,
    )


# From R 4.2.2: igraph 1.3.5, sna 2.7, vegan 2.6 on Davis' Southern Women, which
# networkx has too. 1e-8 relative.
R = {
    "density": 0.353174603174603,
    "centralisation_women": 0.248868778280543,
    "centralisation_events": 0.484162895927602,
    "gini_women": 0.234082397003745,
    "gini_events": 0.29454253611557,
    "hhi_women": 0.0652695366746623,
    "hhi_events": 0.0925388208559525,
    "cr3_events": 0.404494382022472,
}


def ties(*rows: tuple[int, str, str, str]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["response", "unit", "group", "organisation"])
    return table.astype({"response": "int64"})


@pytest.fixture(scope="module")
def davis() -> Network:
    graph = nx.davis_southern_women_graph()
    women = graph.graph["top"]
    rows = [
        (number, woman, woman, event)
        for number, woman in enumerate(women)
        for event in graph[woman]
    ]
    return Network.of(ties(*rows))


def test_measures_agree_with_r(davis: Network) -> None:
    women, events = davis.degrees, davis.organisation_degrees
    found = {
        "density": davis.density,
        "centralisation_women": centralisation(women, len(events)),
        "centralisation_events": centralisation(events, len(women)),
        "gini_women": gini(women),
        "gini_events": gini(events),
        "hhi_women": hhi(women),
        "hhi_events": hhi(events),
        "cr3_events": concentration(events, 3),
    }
    assert found == pytest.approx(R, rel=1e-8)
    assert davis.ties == 89
    assert chao1(events) == 14


def test_shared_organisations_agree_with_r(davis: Network) -> None:
    shared = davis.pairs()["shared"]
    assert (len(shared), shared.sum(), shared.max()) == (139, 322, 7)


def test_the_shared_reference_says_the_same(davis: Network) -> None:
    """Every degree, strength and pair's p of the file, not only those written here."""
    file = shared("reference", "network_R.json")
    reference = json.loads(file.read_text(encoding="utf-8"))
    degree = reference["degree"]
    assert dict(zip(davis.actors, davis.degrees, strict=True)) == degree["women"]
    assert (
        dict(zip(davis.organisations, davis.organisation_degrees, strict=True))
        == degree["events"]
    )
    strength = dict.fromkeys(davis.actors, 0)
    for pair in davis.pairs().itertuples():
        strength[pair.first] += pair.shared
        strength[pair.second] += pair.shared
    assert strength == reference["projection_women"]["strength"]
    two_mode = davis.graph()
    size = reference["size"]
    assert nx.diameter(two_mode) == size["diameter"]
    assert nx.average_shortest_path_length(two_mode) == pytest.approx(
        size["mean_distance"], rel=1e-8
    )
    null = null_of(davis, 1, draws=4000)
    # The file's matrix is in the order of the women of the file on which R ran.
    data = pd.read_csv(shared("reference", "davis_southern_women.csv"), index_col=0)
    theirs = pd.DataFrame(
        np.array(reference["backbone_fdsm"]["p"], float), data.index, data.index
    )
    pairs = zip(null["first"], null["second"], strict=True)
    expected = [theirs.loc[a, b] for a, b in pairs]
    # Monte Carlo on both sides; 4000 correlated draws give about 0.01 at p = 0.5.
    assert np.abs(null["p"] - expected).max() < 0.05


def test_none_of_davis_pairs_shares_more_than_chance(davis: Network) -> None:
    null = null_of(davis, 42, draws=3100)
    assert len(null) == 153
    assert (null["shared"] > 0).sum() == 139
    assert not null["more"].any()


def test_a_pair_that_stands_out_is_found() -> None:
    """Two blocks: within each all name the same, across nothing is shared."""
    rows = [
        (actor, f"u{actor}", f"F{actor}", f"o{place}")
        for actor in range(6)
        for place in range(12)
        if place // 6 == (actor >= 2)
    ]
    found = null_of(Network.of(ties(*rows), by="group"), 3, draws=2000)
    first = found.iloc[0]
    assert (first["first"], first["second"], first["shared"]) == ("F0", "F1", 6)
    assert first["more"]
    assert first["shared"] > first["expected"]
    across = found[(found["first"] == "F0") & (found["second"] != "F1")]
    assert not across["more"].any()


def test_draws_keep_both_margins_and_the_seed_decides(davis: Network) -> None:
    matrix = davis.incidence.toarray().astype(bool)
    seen = set()
    for drawn in fixed_margin_draws(matrix, np.random.default_rng(5), draws=50):
        assert (drawn.sum(0) == matrix.sum(0)).all()
        assert (drawn.sum(1) == matrix.sum(1)).all()
        seen.add(drawn.tobytes())
    assert len(seen) == 50
    few = Network(davis.actors[:5], davis.organisations, davis.incidence[:5])
    again = [null_of(few, 5, draws=200) for _ in range(2)]
    pd.testing.assert_frame_equal(*again)


def test_draws_are_uniform_over_a_space_small_enough_to_list() -> None:
    """A 3 × 3 matrix with all margins 1 is one of six permutations."""
    matrix = np.eye(3, dtype=bool)
    counts: dict[bytes, int] = {}
    for drawn in fixed_margin_draws(matrix, np.random.default_rng(6), draws=6000):
        key = drawn.tobytes()
        counts[key] = counts.get(key, 0) + 1
    assert len(counts) == 6
    assert max(abs(n - 1000) for n in counts.values()) < 150


def test_a_pair_at_the_limit_is_called_by_no_seed() -> None:
    """Three departments, of whom one pair shares what 1.7 % of all matrices give: with
    few draws the seed decides. Where it may, the pair is not called."""
    rows = [
        (actor, f"u{actor}", f"F{actor}", f"o{place}")
        for actor, places in enumerate((range(7), range(2, 9), range(8, 13)))
        for place in places
    ]
    network = Network.of(ties(*rows), by="group")
    few = {bool(null_of(network, s, draws=100)["more"].iloc[0]) for s in range(12)}
    settled = [null_of(network, s, draws=300, most=1000) for s in range(2)]
    assert few == {True, False}
    assert not any(one["more"].any() for one in settled)


def test_too_few_draws_is_an_error(davis: Network) -> None:
    with pytest.raises(ValueError, match="at least 3059"):
        null_of(davis, 1, draws=1000)


def test_the_pairs_of_a_real_two_mode_file() -> None:
    """Each practice ties two organisations: the pairs count their practices."""
    one = pd.read_csv(shared("data", "globalhealth-two-mode", "Data3_onemode.csv"))
    two = pd.read_csv(shared("data", "globalhealth-two-mode", "Data4_twomode.csv"))
    names = {*one["Source"], *one["Target"]}
    own = two["Source"].isin(names)
    actor = two["Source"].where(own, two["Target"])
    practice = two["Target"].where(own, two["Source"])
    network = Network.of(
        pd.DataFrame(
            {"response": 0, "unit": actor, "group": actor, "organisation": practice}
        )
    )
    rows = one.drop_duplicates(["Source", "Target", "Year"])
    expected: dict[frozenset[str], int] = {}
    for source, target in zip(rows["Source"], rows["Target"], strict=True):
        if source != target:
            pair = frozenset((source, target))
            expected[pair] = expected.get(pair, 0) + 1
    found = {
        frozenset((row.first, row.second)): row.shared
        for row in network.pairs().itertuples()
    }
    assert found == expected
    assert len(network.actors) == 8


def test_measures_by_hand() -> None:
    table = ties(
        (1, "a", "A", "x"),
        (1, "a", "A", "x"),  # the same tie in another challenge
        (1, "a", "A", "y"),
        (2, "b", "A", "x"),
        (3, "c", "B", "x"),
        (4, "", "C", "z"),
        (5, "", "Ej angivet", "y"),
    )
    found = measures(table)
    assert found["units"] == 5  # two answers without a unit are two
    assert found["departments"] == 3  # "Ej angivet" is no department
    assert (found["ties"], found["organisations"]) == (6, 3)
    assert found["organisations_shared"] == 1  # x: A and B; y: A and nobody's
    assert found["departments_sharing"] == 2
    assert found["density"] == pytest.approx(6 / 15)
    assert found["hhi"] == pytest.approx((3**2 + 2**2 + 1**2) / 36)
    assert found["chao1"] == 3


def test_units_that_named_nobody_count_in_the_density() -> None:
    table = ties((1, "a", "A", "x"), (2, "b", "B", "x"))
    assert measures(table, units=["a", "b", "c", "d"])["density"] == 0.5
    with pytest.raises(ValueError, match="'b'"):
        measures(table, units=["a"])


def test_nothing_named_and_one_unit_are_defined() -> None:
    nothing = measures(ties())
    assert (nothing["ties"], nothing["organisations"], nothing["chao1"]) == (0, 0, 0)
    assert all(np.isnan(nothing[key]) for key in ("density", "hhi", "gini"))
    one = ties((1, "a", "A", "x"))
    assert measures(one)["density"] == 1
    assert np.isnan(measures(one)["centralisation"])
    alone = Network.of(one, by="group")
    assert null_of(alone, 1).empty
    assert alone.pairs().empty


def test_claims_follow_the_unrounded_rate() -> None:
    assert [claim(rate) for rate in (1, 0.8, 0.7999, 0.65, 0.6499, np.nan)] == [
        "network",
        "network",
        "caution",
        "caution",
        "named_only",
        "named_only",
    ]
