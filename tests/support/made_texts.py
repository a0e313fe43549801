"""500 texts as respondents write them, and what is personal in each: made by chance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

# Common names of people in Sweden, by origin: chosen before the lists were searched.
_NAMES = """
Anna Erik Fatima Mohammed Ali Zahra Agnieszka Piotr Zoran Jasmina Goran Mehdi Shirin
Reza Nguyen Linh Samir Layla Omar Hodan Abdirahman Ayan Yusuf Mehmet Ayşe Emre Dilan
Rojin Azad Olena Dmytro Svetlana Vladimir Natalia Maria José Carmen Juan Giulia Marco
Jürgen Heike Pekka Tuula Juhani Aino Kajsa Liam Lukas Oliver Viggo Elsa Astrid Gunilla
Lennart Ingrid Birgitta Mikael Andreas Johanna Emma Hugo Alva Hassan Ibrahim Amina
Mariam Khadija Ahmed Tomasz Katarzyna Ivana Dragan Milica Amir Nasrin Parisa Farhad
Selam Tesfaye Priya Rahul Chen Somchai Malee Kwame Chidi Ngozi Aisha Bilal Noor Elif
Merve Andrzej Małgorzata Ioana Andrei Szilvia László Anh Thi
"""
NAMES = _NAMES.split()
_SURNAMES = """
Ek Alm Svensson Lindqvist Hosseini Nowak Petrović Ahmed Warsame Yılmaz
"""
SURNAMES = _SURNAMES.split()
STREETS = (
    *("Storgatan", "Lilla Nygatan", "Östra Förstadsgatan", "Ringvägen", "Kyrkogränd"),
    *("Möllevångstorget", "Strandvägen", "Björkstigen", "Amiralsgatan", "Skolgatan"),
    *("Industrivägen", "S:t Knuts torg"),
)
_TOWNS = """
Malmö Lund Helsingborg Trelleborg Stockholm Umeå Göteborg
"""
TOWNS = _TOWNS.split()


@dataclass(frozen=True)
class Made:
    """A text, and the stretches of it that are personal: (kind, words)."""

    text: str
    truth: tuple[tuple[str, str], ...]


def made_texts(seed: int = 2026, count: int = 500) -> list[Made]:
    random = Random(seed)
    personal = count * 3 // 5
    texts = [_personal(random, number) for number in range(personal)]
    return texts + [_ordinary(random) for _ in range(count - personal)]


# ---------------------------------------------------------------- personal


def _personal(random: Random, number: int) -> Made:
    kind, words = _WRITERS[number % len(_WRITERS)](random)
    frame = random.choice(_FRAMES[kind])
    return Made(frame.format(words), ((kind, words),))


_FRAMES = {
    "personnummer": ("Mitt nummer är {}.", "{}", "Kontakta vårdnadshavare ({}) först"),
    "email": ("skriv till {} om ni undrar", "{}", "Vår kontakt: {}, tack!"),
    "phone": ("Ring {} efter tre", "{}", "Man når oss på {}."),
    "local": ("tel {} på dagtid", "Telefon: {}", "ring {} och fråga efter oss"),
    "iban": ("Bidraget kan sättas in på {}", "{}"),
    "profile": ("Se min sida {}", "jag finns på {} också"),
    "address": ("Vi ses på {} varje tisdag", "{}", "Hon bor på {}, tror jag"),
    "postcode": ("Skicka till {}", "{}", "Adressen är fel, ska vara {}"),
    "sole_trader": ("Vi köper tjänster av {}", "{}"),
    "name": (
        "Vi har bra kontakt med {} på föreningen",
        "{} har hjälpt oss mycket",
        "Det var {} som startade det hela",
        "tack till {}!",
    ),
}


def _personnummer(random: Random) -> tuple[str, str]:
    year, month = random.randint(1930, 2015), random.randint(1, 12)
    day = random.randint(1, 28) + 60 * (random.random() < 0.2)
    short = f"{year % 100:02}{month:02}{day:02}"
    last = f"{random.randint(0, 999):03}"
    last += _luhn(short + last)
    century = f"{year // 100}"
    y, m, d = short[:2], short[2:4], short[4:]
    wide = str.maketrans("0123456789-", "".join(map(chr, range(0xFF10, 0xFF1A))) + "－")
    return "personnummer", random.choice(
        [
            f"{short}-{last}",
            f"{century}{short}-{last}",
            f"{century}{short}{last}",
            f"{short} {last}",
            f"{short}\u2011{last}",
            f"{short}–{last}",
            f"{y}.{m}.{d}-{last}",
            f"{century}{y}/{m}/{d}-{last}",
            f"{short}-{last[:2]} {last[2:]}",
            f"{century} {y} {m} {d} {last[:2]} {last[2:]}",
            f"{century}{y}-{m}-{d}-{last}",
            f"{short}-{last}".translate(wide),
            f"{short}-TF{last[:2]}",
            f"{century}{short}-T{last[:3]}",
            f"{short}-XXXX",
        ]
    )


def _luhn(digits: str) -> str:
    doubled = (int(d) * (2 - place % 2) for place, d in enumerate(digits))
    return str(-sum(n // 10 + n % 10 for n in doubled) % 10)


def _email(random: Random) -> tuple[str, str]:
    name = (
        f"{random.choice(['karin', 'ali', 'info', 'm'])}.{random.choice(['ek', 'alm'])}"
    )
    host, top = (
        random.choice(["exempel", "gmail", "malmo"]),
        random.choice(["se", "com"]),
    )
    return "email", random.choice(
        [
            f"{name}@{host}.{top}",
            f"{name} @ {host}.{top}",
            f"{name}(at){host}.{top}",
            f"{name} [at] {host} [punkt] {top}",
            f"{name} snabel-a {host}.{top}",
            f"{name} snabel-a {host} punkt {top}",
            f"{name}[snabel-a]{host}.{top}",
            f"{name} at {host} dot {top}",
            f"{name}＠{host}.{top}",
        ]
    )


def _phone(random: Random) -> tuple[str, str]:
    n = [random.randint(0, 9) for _ in range(6)]
    a, b, c = (f"{n[i]}{n[i + 1]}" for i in (0, 2, 4))
    return "phone", random.choice(
        [
            f"070-{random.randint(1, 9)}{a} {b} {c}",
            f"073{random.randint(1, 9)}{a}{b}{c}",
            f"+46 70 {random.randint(1, 9)}{a} {b} {c}",
            f"040-{random.randint(1, 9)}{a[0]} {b} {c}",
            f"08-{random.randint(10, 99)}{a[0]} {b} {c}",
        ]
    )


def _local(random: Random) -> tuple[str, str]:
    a, b, c = (random.randint(10, 99) for _ in range(3))
    return "local", random.choice([f"{a} {b} {c}", f"{a}{b}{c}", f"{a}1 {b} {c}"])


def _iban(random: Random) -> tuple[str, str]:
    account = "".join(str(random.randint(0, 9)) for _ in range(20))
    check = 98 - int(f"{account}281400") % 97  # S = 28, E = 14
    plain = f"SE{check:02}{account}"
    spaced = " ".join(plain[i : i + 4] for i in range(0, 24, 4))
    return "iban", random.choice([plain, spaced, spaced.lower()])


def _profile(random: Random) -> tuple[str, str]:
    name = random.choice(["karin.ek", "ali_warsame", "annalm"])
    return "profile", random.choice(
        [
            f"https://www.facebook.com/{name}",
            f"instagram.com/{name}",
            f"https://se.linkedin.com/in/{name}",
            f"www.tiktok.com/@{name}",
            f"@{name}",
        ]
    )


def _address(random: Random) -> tuple[str, str]:
    street = random.choice(STREETS)
    number = random.choice(["4", "12 B", "17a", "103"])
    address = f"{street} {number}"
    simple = " " not in street
    return "address", address.lower() if simple and random.random() < 0.3 else address


def _postcode(random: Random) -> tuple[str, str]:
    code, town = random.randint(100, 984), random.choice(TOWNS)
    tail = f"{random.randint(10, 99)}"
    return "postcode", random.choice(
        [
            f"{code} {tail} {town}",
            f"{code}{tail} {town}",
            f"{code} {tail} {town.upper()}",
            f"SE-{code} {tail} {town}",
            f"{code} {tail} {town.lower()}",
        ]
    )


def _sole_trader(random: Random) -> tuple[str, str]:
    name = f"{random.choice(NAMES)} {random.choice(SURNAMES)}"
    return "sole_trader", random.choice(
        [f"{name} enskild firma", f"{name} (enskild näringsidkare)", f"{name} EF"]
    )


def _name(random: Random) -> tuple[str, str]:
    first = random.choice(NAMES)
    whole = f"{first} {random.choice(SURNAMES)}"
    return "name", random.choice([first, whole, whole, first.casefold(), f"{first}s"])


_WRITERS = (
    _personnummer,
    _name,
    _email,
    _name,
    _phone,
    _personnummer,
    _name,
    _local,
    _address,
    _name,
    _iban,
    _profile,
    _postcode,
    _sole_trader,
)

# ---------------------------------------------------------------- ordinary

_ORDINARY = """
Vi har haft {n} möten sedan {year} och nått {big} barn.
Budgeten är {big} 000 kr per år, varav {n} procent går till lokaler.
Beslut enligt dnr {year}-{n}-12, se protokoll {year}-06-07 § {n}.
Samverkan med Röda Korset och Rädda Barnen fungerar bra.
Malmö FF har {n} lag för flickor och {n} för pojkar.
Per år ger vi stöd till {n} föreningar. Max tio får mer.
Mina elever går dit på torsdagar, liv och rörelse.
Man borde ha ett gemensamt register, vi vet inte vilka som finns.
Det tar tid. Brist på lokaler. Otydligt ansvar mellan förvaltningarna.
Organisationsnummer 802{n}5-{n}37 står i avtalet.
Vi ringde {big} personer och fick svar av {n}.
Föreningen fick {big} kr {year} och {big} kr året därpå.
Bankgiro 5050-1055 eller plusgiro {n} 12 34-5.
Det är {n} km till närmaste hall, längs landsvägen {n} meter till bussen.
Vi träffas var fjärde vecka, omgång {n} börjar i mars {year}.
Kontakten sker via e-post och telefon, sällan på plats.
Handlingsplan {year} är klar, delmål {n}.{n} återstår.
Rum {n}, plan {n}, hus B. Öppet 09.00-16.30, vardagar.
Elever i årskurs {n} till 9, klass {n}B, totalt {big} stycken.
Svenska kyrkan, Hela Malmö, ABF och Studiefrämjandet.
Vi använder ISO {n}001 och GDPR artikel {n}.
Mellan 10 12 och 15 20 personer kommer, ibland {n}.
Enkäten skickades 2024-03-{n} kl. 10.15 till {n} enheter.
För mycket administration, för lite tid. Bo kvar hemma är målet.
I august månad är det lugnt. Dom vill ha fler träffar i sol och ur och skur.
Läs mer på malmo.se/samverkan eller kulturhuset.se.
Telefontid saknas, ring 112 vid fara.
Jag tycker att det är bra. Vi kan inte mer. Hur då? Någon måste ta ansvar.
Idrottsföreningarna på Rosengård, Lindängen och i Hyllie.
Stiftelsen Anna Lindh delade ut pris till {n} skolor.
Sofia församling och Sankt Petri ordnar läxhjälp {n} dagar om året.
Gruppen åt på Max efter {n} matcher, sedan blev det Viktoria-hallen.
Lokalen ligger vid Storgatan, buss {n} stannar utanför.
Dagar: {year}-01-05, {year}-02-06 och {year}-03-07, kl {n}.30.
Martin & Servera, Åhléns och Lidl ger {big} portioner i veckan.
Ring gärna {n} gånger, numret finns på nätet.
Avtal {n}345-67 gäller {n} månader, ersättning {big} 50 kr.
Vi har {big} 45-åringar och {n} 65-plussare i registret.
We will meet in May, and the grant is {big} 000 SEK for {n} schools.
Nätverket heter Unga i centrum och leds av en samordnare.
"""


def _ordinary(random: Random) -> Made:
    frame = random.choice(_ORDINARY.strip().splitlines())
    text = frame
    while "{" in text:
        for slot, value in _values(random):
            text = text.replace(slot, value, 1)
    return Made(text, ())


def _values(random: Random) -> Iterator[tuple[str, str]]:
    yield "{n}", str(random.randint(11, 28))
    yield "{year}", str(random.randint(2015, 2026))
    yield "{big}", str(random.randint(100, 999))
