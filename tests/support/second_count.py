"""The examples counted a second time, from the raw files, by arithmetic alone.

Nothing of `helpers` and no library of statistics: csv, openpyxl and the formulas of
docs/methods.md, written anew. Only the examples' own questions are known here.
"""

from __future__ import annotations

import csv
import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

CHALLENGES = [
    "Ungas hälsa och livsstil",
    "Jämlik fritid och kultur",
    "Stadsliv, allmänna platser och lokaler",
    "Delaktighet, trygghet, demokrati",
    "Nya vägar till arbete och aktivitet",
]
FORMS = ["Dialog", "Bidrag och stöd", "Gemensamma projekt och verksamheter"]
YES = ("Ja, regelbundet", "Ja, vid enstaka tillfällen")
NONE = ("Nej", "Nej, men det planeras")
# The names of the questions' columns, 2022 and 2024, without the tool's own number.
SINGLE = {
    "collaborates": ("Har ni samverkat med idéburen sektor de senaste 12 månaderna?",)
    * 2,
    "organisations": ("Med ungefär hur många organisationer?",) * 2,
    "dialog-frequency-2024": (
        "Hur ofta för ni dialog?",
        "Hur ofta har ni i genomsnitt haft dialog med idéburna organisationer de "
        "senaste 12 månaderna?",
    ),
    "dialog-stage": ("När i processen för ni oftast dialog?",) * 2,
    "purchases": ("Köper ni dessutom tjänster av idéburna organisationer?",) * 2,
    "support-length": ("Hur länge löper det vanligaste stödet?",) * 2,
}
SINGLE["dialog-frequency"] = SINGLE["dialog-frequency-2024"]  # as 2022 called it
MULTIPLE = {
    "dialog-kinds": "Vilka former av dialog använder ni?",
    "support-kinds": "Vilket stöd ger ni?",
    "followup": "Hur följer ni upp stödet?",
    "target-groups": "Vilka målgrupper har de gemensamma projekten och verksamheterna?",
}
NOTHING = {
    "dialog-kinds": "Ingen dialog",
    "support-kinds": "Inget stöd",
    "followup": "Ingen uppföljning",
}
AFTER = {  # asked only of those that ticked something else than nothing
    "dialog-frequency-2024": "dialog-kinds",
    "dialog-frequency": "dialog-kinds",
    "dialog-stage": "dialog-kinds",
    "support-length": "support-kinds",
    "followup": "support-kinds",
}
WAYS = "På vilka sätt samverkar ni inom "
PAST = None  # not asked


def folded(words: object) -> str:
    text = unicodedata.normalize("NFC", str("" if words is None else words))
    return " ".join(text.replace("&nbsp;", " ").split())


def key(words: object) -> str:
    """A name without what typing adds."""
    text = folded(words).casefold()
    text = re.sub(r"[‐‑–—]", "-", text).replace("&", " och ")
    text = re.sub(r"[\"”“'’.,()]", " ", text)
    text = re.sub(
        r"\b(ideell förening|ek för|ideell fören|ekonomisk förening)\b", " ", text
    )
    text = re.sub(r"\s*-\s*", "-", text)
    return " ".join(re.sub(r"\b(\w) (\w)\b", r"\1\2", " ".join(text.split())).split())


def table(path: Path) -> list[dict[str, str]]:
    """The rows of a file of the project; none where it is not there."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


class Wave:
    """One example: its kept responses, one dict a unit of the frame.

    An answer is a set of options; an empty one is a blank, PAST was not asked.
    """

    def __init__(self, folder: Path, number: int) -> None:
        self.folder, self.number = folder, number
        self.frame = {
            key(row["unit"]): row["department"]
            for row in table(folder / "population.csv")
            if row.get("disposition") not in ("ineligible", "utanför målgruppen")
        }
        self.names = {
            kind: {
                key(row["written"]): key(row["name"])
                for row in table(folder / "decisions" / "names.csv")
                if row["kind"] == kind and row["same"] == "ja"
            }
            for kind in ("unit", "organisation")
        }
        self.sizes: dict[str, int] = defaultdict(int)
        for department in self.frame.values():
            self.sizes[department] += 1
        read = {2020: self._plain, 2022: self._limesurvey, 2024: self._forms}
        rows = read[number]()
        self.read = len(rows)
        by_unit: dict[str, dict[str, Any]] = {}
        self.outside = 0
        for row in self._counting(rows):
            unit = self.names["unit"].get(key(row["unit"]), key(row["unit"]))
            earlier = by_unit.get(unit)
            if earlier and number == 2024 and earlier["filled"] > row["filled"]:
                continue
            by_unit[unit] = row
        self.outside = sum(unit not in self.frame for unit in by_unit)
        self.units = {unit: row for unit, row in by_unit.items() if unit in self.frame}

    # --- the files

    def _forms(self) -> list[dict[str, Any]]:
        files = sorted(self.folder.glob("*.xlsx"), key=lambda p: "(1-" not in p.name)
        rows = []
        for path in files:
            sheet = load_workbook(path)["Sheet1"].iter_rows(values_only=True)
            head = [folded(name) for name in next(sheet)]
            for number, cells in enumerate(sheet, start=2):
                row = dict(zip(head, cells, strict=True))
                row |= {"file": path.name, "row": number}
                rows.append(row)
        late = {row["ID"] for row in rows if row["file"] == files[-1].name}
        for row in rows:
            row["replaced"] = row["ID"] in late and row["file"] != files[-1].name
            row["unit"] = row[
                "Vilken enhet svarar ni för? Skriv namnet som i den bifogade listan."
            ]
            asked = [v for k, v in row.items() if k not in ("file", "row", "replaced")]
            row["filled"] = sum(v not in (None, "") for v in asked)
        return rows

    def _plain(self) -> list[dict[str, Any]]:
        path = self.folder / "svar-2020.csv"
        rows: list[dict[str, Any]] = []
        for number, cells in enumerate(table(path), start=2):
            own = {"file": path.name, "row": number, "replaced": False, "filled": 0}
            rows.append({**cells, **own, "unit": cells["Vilken enhet svarar ni för?"]})
        return rows

    def _limesurvey(self) -> list[dict[str, Any]]:
        path = self.folder / "results-survey482915.csv"
        rows: list[dict[str, Any]] = []
        with path.open(encoding="utf-8-sig", newline="") as file:
            for number, cells in enumerate(
                csv.DictReader(file, delimiter=";"), start=2
            ):
                row = {
                    re.sub(r"^Q\w+(\[\w+\])?\. ", "", folded(k)): v
                    for k, v in cells.items()
                }
                row["unit"] = row["Vilken enhet svarar ni för?"]
                row |= {
                    "file": path.name,
                    "row": number,
                    "replaced": False,
                    "filled": 0,
                }
                rows.append(row)
        return rows

    def _counting(self, rows: Iterable[dict[str, Any]]) -> Iterable[dict[str, Any]]:
        decided = {
            (row["file"], int(row["row"])): row["keep"]
            for row in table(self.folder / "decisions" / "rows.csv")
        }
        for row in rows:
            said = decided.get((row["file"], row["row"]))
            partial = self.number == 2022 and not row["submitdate"]
            test = folded(row["unit"]).casefold() in ("test", "asdf")
            if row["replaced"] or said == "nej" or test or (partial and said != "ja"):
                continue
            yield row

    # --- answers

    def answer(self, row: dict[str, Any], question: str) -> set[str] | None:
        """The options chosen; PAST where it was not asked, an empty set for a blank."""
        if question == "collaborates":
            return self._single(row, question)
        if question in CHALLENGES:
            return self._ways(row, question)
        if question.startswith("needs:"):
            return self._needs(row, question.removeprefix("needs:"))
        if not self.answer(row, "collaborates") & set(YES):  # type: ignore[operator]
            return PAST
        if question in AFTER:
            kinds = self.answer(row, AFTER[question]) or set()
            if not kinds - {NOTHING[AFTER[question]]}:
                return PAST
        return (
            self._single(row, question)
            if question in SINGLE
            else self._ticks(row, question)
        )

    def beyond(self, row: dict[str, Any], question: str) -> bool:
        """Whether an answer to a filter question says that this one is not about it."""
        does = self.answer(row, "collaborates") or set()
        if not does & set(YES):
            return bool(does & set(NONE))
        return self.answer(row, AFTER[question]) == {NOTHING[AFTER[question]]}

    def _single(self, row: dict[str, Any], question: str) -> set[str]:
        cell = row[SINGLE[question][self.number == 2024]]
        text = folded(cell)
        if question == "organisations":
            if (
                self.number == 2022
                and key(row["unit"]) == "gruppbostaden lindormsvången"
            ):
                return {"6–10"}  # corrected by hand
            text = {"05-mar": "3–5", "10-jun": "6–10"}.get(text, text)
            text = "3–5" if text.startswith("2024-03-05") else text
        if text == "-oth-" or (
            question == "support-length" and text and text not in LENGTHS
        ):
            text = "Annat"
        return {text} if text not in ("", "NA", "#NAME?", "N/A") else set()

    def _ticks(self, row: dict[str, Any], question: str) -> set[str]:
        title = MULTIPLE[question]
        if self.number == 2024:
            found = self._split(row[title])
            known = OPTIONS[question]
            found = {one if one in known else "Annat" for one in found}
        else:
            found = set()
            for name, cell in row.items():
                match = re.fullmatch(re.escape(title) + r" \[(.*)\]", str(name))
                if match and cell not in ("", "N/A", "Nej", "NA"):
                    found.add(match[1])
        return self._alone(found, {NOTHING.get(question, "")})

    def _ways(self, row: dict[str, Any], challenge: str) -> set[str] | None:
        does = self.answer(row, "collaborates")
        assert does is not None
        if does & set(NONE):
            return {"(ingen)"}
        if does == {"Vet ej"}:  # a no there is a no here, so its "vet ej" is one too
            return does
        if not does & set(YES):
            return PAST
        if self.number != 2022:
            found = self._split(row[f"{WAYS}{challenge}?"])
        else:
            head = f"{WAYS}följande utmaningar? [{challenge}]["
            found = {
                str(name).removeprefix(head).removesuffix("]")
                for name, cell in row.items()
                if str(name).startswith(head) and cell == "1"
            }
        return self._alone(found, {"Samverkar inte", "Vet ej"})

    def _needs(self, row: dict[str, Any], challenge: str) -> set[str]:
        name = f"{challenge}2"
        if self.number == 2022:
            name = f"Vilket behov av samverkan ser ni framåt? [{challenge}]"
        text = folded(row[name])
        return {text} if text not in ("", "NA", "N/A", "#NAME?") else set()

    @staticmethod
    def _split(cell: object) -> set[str]:
        text = folded(cell)
        if text in ("NA", "#NAME?"):
            return set()
        return {part.strip() for part in text.split(";") if part.strip()}

    @staticmethod
    def _alone(found: set[str], alone: set[str]) -> set[str]:
        """Ticks that contradict each other say nothing."""
        return set() if found & alone and len(found) > 1 else found

    def department(self, unit: str) -> str:
        return self.frame[unit]

    # --- who collaborates

    def collaborates(
        self, row: dict[str, Any], challenge: str, form: str
    ) -> bool | None:
        """Within the challenge (or any), in the form (or any); None: not known."""
        if challenge == "all":
            each = [self.collaborates(row, one, form) for one in CHALLENGES]
            known = [one for one in each if one is not None]
            return any(known) if known else None
        said = self.answer(row, challenge)
        if not said:
            return None
        return form in said if form != "all" else bool(said & set(FORMS))

    # --- partners

    @cached_property
    def register(self) -> dict[str, str]:
        found = {}
        for row in table(self.folder / "organisations.csv"):
            for name in (row["name"], *row["aliases"].split(";")):
                if name.strip():
                    found[key(name)] = row["name"]
        return found

    @cached_property
    def confirmed(self) -> set[str]:
        """The names that the register or a person has confirmed."""
        decided = self.names["organisation"].values()
        return {*self.register.values(), *decided}

    @cached_property
    def ties(self) -> set[tuple[str, str]]:
        """(unit, organisation), once each."""
        found = set()
        for unit, row in self.units.items():
            if not self.answer(row, "collaborates") & set(YES):  # type: ignore[operator]
                continue
            for number in (1, 2, 3):
                name = folded(row[f"Partner {number}: organisationens namn"])
                if name in ("", "NA", "N/A", "#NAME?", "-"):
                    continue
                if key(name) == unit or re.search(r"\btfn\b", name):
                    continue  # the unit itself, or a person
                written = self.names["organisation"].get(key(name), key(name))
                found.add((unit, self.register.get(written, written)))
        return found


LENGTHS = {
    *("Engångsstöd", "Upp till ett år", "Två till tre år", "Längre än tre år"),
    *("Tills vidare", "Vet ej", "Annat"),
}
OPTIONS = {
    "dialog-kinds": {
        *("Referensgrupp", "Samråd eller remiss", "Nätverk", "Stormöte"),
        *("Enskilda möten", "Medskapande workshop", "Ingen dialog", "Annat"),
    },
    "support-kinds": {
        *("Organisationsbidrag", "Verksamhetsbidrag", "Projektbidrag"),
        *("Idéburet offentligt partnerskap", "Lokal eller mark", "Rådgivning"),
        *("Kommunikationsstöd", "Utbildning", "Inget stöd", "Annat"),
    },
    "followup": {
        *("Skriftlig redovisning", "Uppföljningsmöte", "Verksamhetsbesök"),
        *("Ekonomisk granskning", "Ingen uppföljning", "Annat"),
    },
    "target-groups": {
        *("Barn", "Unga", "Vuxna", "Äldre", "Föräldrar och familjer", "Nyanlända"),
        *("Personer med funktionsnedsättning", "Arbetssökande", "Alla invånare"),
        *("Annat",),
    },
}
Yes = Callable[[dict[str, Any]], bool | None]
"""Of a response: has the property, has not, or (None) left it blank; raises Past."""


class Past(Exception):
    """The question was not asked: the unit is known to be outside what it is about."""


def has(wave: Wave, question: str, option: str) -> Yes:
    def of(row: dict[str, Any]) -> bool | None:
        said = wave.answer(row, question)
        if said is PAST:
            # Implied for those who do nothing; else not known, as where the filter
            # question was left blank or answered "vet ej".
            if question in CHALLENGES or not wave.beyond(row, question):
                return None
            raise Past
        return option in said if said else None

    return of


def does(wave: Wave, challenge: str, form: str) -> Yes:
    return lambda row: wave.collaborates(row, challenge, form)


# --- shares --------------------------------------------------------------------------


class Shares:
    """A share of one wave: counts by department, the city's estimate and its limits."""

    def __init__(self, wave: Wave, yes: Yes) -> None:
        self.wave = wave
        self.x: dict[str, int] = defaultdict(int)
        self.d: dict[str, int] = defaultdict(int)
        self.n: dict[str, int] = defaultdict(int)
        for unit, row in wave.units.items():
            department = wave.department(unit)
            try:
                said = yes(row)
            except Past:
                self.n[department] += 1
                continue
            if said is not None:
                self.x[department] += said
                self.d[department] += 1
                self.n[department] += 1

    @property
    def count(self) -> int:
        return sum(self.x.values())

    @property
    def answered(self) -> int:
        return sum(self.d.values())

    @property
    def weights(self) -> dict[str, float]:
        return {h: self.wave.sizes[h] / n for h, n in self.n.items() if n}

    @property
    def estimate(self) -> float:
        w = self.weights
        return sum(w[h] * self.x[h] for h in w) / sum(w[h] * self.d[h] for h in w)

    @property
    def certain(self) -> tuple[float, float]:
        x, d = self.count, self.answered
        m = sum(self.wave.sizes.values()) - sum(self.n.values())
        return x / (d + m), (x + m) / (d + m)

    @property
    def interval(self) -> tuple[float, float]:
        """The wider of Korn and Graubard's and the departments' own together, cut at
        what is certain where somebody answered."""
        N, w, p = self.wave.sizes, self.weights, self.estimate
        size = sum(w[h] * self.d[h] for h in w)
        V, df = 0.0, 0
        for h, n in self.n.items():
            if not n or n == N[h]:
                continue
            assert n > 1, "a department to collapse: none in the examples"
            x, d = self.x[h], self.d[h]
            z = [w[h] * (1 - p)] * x + [w[h] * -p] * (d - x) + [0.0] * (n - d)
            mean = sum(z) / n
            V += (1 - n / N[h]) * n / (n - 1) * sum((one - mean) ** 2 for one in z)
            df += max(d - 1, 0)
        V /= size**2
        among, found = self.answered, self.count
        if 0 < p < 1 and V > 1e-15:
            size = p * (1 - p) / V * (t_quantile(among - 1) / t_quantile(df)) ** 2
        else:
            size = among
        if min(found, among - found) < 5:
            size = min(size, among)
        low = 0.0 if p <= 0 else beta_quantile(0.025, size * p, size * (1 - p) + 1)
        high = 1.0 if p >= 1 else beta_quantile(0.975, size * p + 1, size * (1 - p))
        low, high = min(low, self._own(self.x)), max(high, 1 - self._own(self._rest))
        m = sum(N[h] - self.n[h] for h in self.n)
        x, d = self.count, self.answered
        return max(low, x / (d + m)), min(high, (x + m) / (d + m))

    @property
    def _rest(self) -> dict[str, int]:
        return {h: self.d[h] - self.x[h] for h in self.n}

    def _own(self, x: dict[str, int]) -> float:
        """The smallest share that the departments' exact limits together keep."""
        cells = []
        for h, n in self.n.items():
            if not n:
                continue
            N, a, b = self.wave.sizes[h], x[h], self.d[h] - x[h]
            together = 0.0
            if a and b:
                rest = (n - a) * (n - b)
                together = 1.0 if a + b == n or not rest else (a * b / rest) ** 0.5
            elif a + b == n:
                together = 1.0
            down = a / n - exact(a, n, N)[0]
            up = exact(b, n, N)[1] - b / n
            cells.append((N, a / n, b / n, down, up, together))
        first, last = (
            0.0,
            sum(N * a for N, a, *_ in cells)
            / sum(N * (a + b) for N, a, b, *_ in cells),
        )
        for _ in range(60):
            t = (first + last) / 2
            gap = sum(N * ((1 - t) * a - t * b) for N, a, b, *_ in cells)
            reach = sum(
                (N * (1 - t) * down) ** 2
                + (N * t * up) ** 2
                + 2 * r * N * (1 - t) * down * N * t * up
                for N, _, _, down, up, r in cells
            )
            first, last = (first, t) if gap <= reach**0.5 else (t, last)
        return last


@cache
def exact(x: int, n: int, N: int) -> tuple[float, float]:
    """The limits of a department's share: each K/N that x of n does not speak against,
    K at a time."""

    def tail(K: int, counts: range) -> float:
        ways = sum(math.comb(K, i) * math.comb(N - K, n - i) for i in counts)
        return ways / math.comb(N, n)

    kept = [
        K
        for K in range(x, N - n + x + 1)
        if tail(K, range(x, n + 1)) > 0.025 and tail(K, range(x + 1)) > 0.025
    ]
    return kept[0] / N, kept[-1] / N


# --- change --------------------------------------------------------------------------


def key_of_both(then: Wave, now: Wave) -> list[str]:
    return [unit for unit in now.frame if unit in then.frame]


def strata_of_both(then: Wave, now: Wave) -> dict[str, tuple[str, str]]:
    """Where each unit of both frames was, and is; fewer than ten that came from one
    department are counted with most of those that are where they are."""
    came = {
        unit: (then.department(unit), now.department(unit))
        for unit in key_of_both(then, now)
    }
    sizes = Counter(came.values())
    most = {
        here: max(
            (cell for cell in sizes if cell[1] == here), key=lambda cell: sizes[cell]
        )
        for _, here in sizes
    }
    return {
        unit: cell if sizes[cell] >= 10 else most[cell[1]]
        for unit, cell in came.items()
    }


class Change:
    """What changed between two waves, among the units of both frames."""

    def __init__(self, then: Wave, now: Wave, before: Yes, after: Yes) -> None:
        self.shares = Shares(then, before), Shares(now, after)
        strata = strata_of_both(then, now)
        by: dict[tuple[str, str], list[tuple[float | None, float | None]]] = (
            defaultdict(list)
        )
        for unit in key_of_both(then, now):
            pair = [None, None]
            for place, (wave, yes) in enumerate(((then, before), (now, after))):
                row = wave.units.get(unit)
                try:
                    pair[place] = None if row is None else yes(row)
                except Past:
                    pair[place] = None
            by[strata[unit]].append((pair[0], pair[1]))
        self.by = by

    @property
    def of_all(self) -> float:
        return self.shares[1].estimate - self.shares[0].estimate

    @property
    def both(self) -> list[tuple[float, float]]:
        return [
            (a, b)
            for pairs in self.by.values()
            for a, b in pairs
            if a is not None and b is not None
        ]

    @property
    def started(self) -> int:
        return sum(b > a for a, b in self.both)

    @property
    def stopped(self) -> int:
        return sum(a > b for a, b in self.both)

    @cached_property
    def _parts(self) -> tuple[float, float, float]:
        """The change, its variance and Satterthwaite's degrees of freedom."""
        parts = []
        for pairs in self.by.values():
            one = [float(a) for a, _ in pairs if a is not None]
            two = [float(b) for _, b in pairs if b is not None]
            same = [
                (float(a), float(b))
                for a, b in pairs
                if a is not None and b is not None
            ]
            if one and two:
                parts.append((len(pairs), one, two, same))
        total = sum(N for N, *_ in parts)
        estimate = sum(N * (mean(two) - mean(one)) for N, one, two, _ in parts) / total
        deviations = [
            (squares(one), squares(two), products(same)) for _, one, two, same in parts
        ]
        freedom = [
            (len(one) - 1, len(two) - 1, max(len(same) - 1, 0))
            for _, one, two, same in parts
        ]
        pooled = [
            sum(row[k] for row in deviations) / sum(row[k] for row in freedom)
            for k in range(3)
        ]
        variances = []
        for (N, one, two, same), sums, df in zip(
            parts, deviations, freedom, strict=True
        ):
            v1, v2, c12 = (sums[k] / df[k] if df[k] else pooled[k] for k in range(3))
            n1, n2, n12 = len(one), len(two), len(same)
            variances.append(
                (N / total) ** 2
                * (
                    v1 * (1 / n1 - 1 / N)
                    + v2 * (1 / n2 - 1 / N)
                    - 2 * (n12 / (n1 * n2) - 1 / N) * c12
                )
            )
        every = sum(row[2] for row in freedom)
        spread = sum(
            V**2 / (row[2] or every) for V, row in zip(variances, freedom, strict=True)
        )
        V = sum(variances)
        return estimate, V, V**2 / spread

    @property
    def estimate(self) -> float:
        return self._parts[0]

    @property
    def interval(self) -> tuple[float, float]:
        estimate, V, df = self._parts
        reach = t_quantile(df) * math.sqrt(V)
        return estimate - reach, estimate + reach


def mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def squares(values: Sequence[float]) -> float:
    return sum((one - mean(values)) ** 2 for one in values)


def products(pairs: Sequence[tuple[float, float]]) -> float:
    if not pairs:
        return 0.0
    a, b = mean([one for one, _ in pairs]), mean([one for _, one in pairs])
    return sum((x - a) * (y - b) for x, y in pairs)


# --- quantiles, by bisection on the incomplete beta function -------------------------


def beta_share(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function, by Lentz's continued fraction."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - beta_share(1 - x, b, a)
    front = math.exp(
        math.lgamma(a + b)
        - math.lgamma(a)
        - math.lgamma(b)
        + a * math.log(x)
        + b * math.log(1 - x)
    )
    f, c, d = 1.0, 1.0, 0.0
    for number in range(2000):
        m = number // 2
        if number == 0:
            term = 1.0
        elif number % 2 == 0:
            term = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        else:
            term = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d = 1 / (1 + term * d or 1e-300)
        c = 1 + term / (c or 1e-300)
        f *= c * d
        if abs(1 - c * d) < 1e-14:
            break
    return front * (f - 1) / a


def bisect(holds: Callable[[float], bool], low: float, high: float) -> float:
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return (low + high) / 2


def beta_quantile(p: float, a: float, b: float) -> float:
    return bisect(lambda x: beta_share(x, a, b) >= p, 0.0, 1.0)


@cache
def t_quantile(df: float) -> float:
    """Student's t at 97.5 per cent."""
    tail = bisect(lambda x: beta_share(x, df / 2, 0.5) >= 0.05, 0.0, 1.0)
    return math.sqrt(df * (1 - tail) / tail)
