"""200 more texts with known truth, of other templates, names and seed than the 500.

Written after the lists and patterns were, and before these were mended by it: what was
found the first time is what can be expected of answers that nobody has seen.
"""

from __future__ import annotations

from random import Random

from support.made_texts import Made, _luhn

# By country of birth of those who live in Sweden; common names, as people know them.
_NAMES = """
nour rami yara mustafa zainab hussein warda abshir hodan ifrah hamza senad mirza
amela edin dorota wojciech krzysztof beata jyrki minna timo reijo maryam
farzaneh behrouz kian habib gulalai najib yonas mehret filmon saba anjali sanjay deepa
ploy nok hatice fatma murat bogdan mihaela ionuț oksana taras iryna bekele tigist camila
rodrigo ximena thuy duc arbnora besnik flutura yannis eleni berivan şivan lamin fatou
usman sadia mette søren bjørn ragnhild sigrún kristjan liis jānis inga viktoriia kerstin
rut göran åke sixten ture wilma ebba tindra noah matteo elias malte
"""
NAMES = _NAMES.split()
_SURNAMES = """
al-Khatib Haddad Farah Begić Wiśniewska Korhonen Rezaei Tesfay Sharma Yıldız Popescu
Shevchenko Muñoz Tran Krasniqi Öberg Sjöström Nilsdotter
"""
SURNAMES = _SURNAMES.split()
HYPHENS = "\u2011\u2010\u2013\u2212\u00ad-"

PERSONAL = {
    "name": (
        "Prata med {} så ordnar det sig.",
        "det brukar vara {} som öppnar lokalen",
        "Utan {} hade det inte gått.",
        "Fråga {}, som håller i bokningen",
        "{} slutade i våras och ingen har tagit över",
        "hälsa {} från oss i köket",
    ),
    "personnummer": (
        "Barnet ({}) har ännu ingen plats",
        "pnr {}",
        "Intyget avser {}, utfärdat i maj.",
        "{} står på kön",
    ),
    "email": ("mejla: {}", "Nås enklast via {}.", "anmälan till {} senast fredag"),
    "iban": ("Konto {}", "betala till {} tack"),
    "address": ("De håller till på {}.", "Leverans: {}, ring på", "flyttade till {}"),
    "profile": ("Bilder finns på {}", "följ {}", "{} har mer om oss"),
    "sole_trader": ("Städningen gör {}.", "Faktura från {} kom i går", "{} anlitas"),
    "phone": ("nr till vaktmästaren är {}", "{} (säkrast kvällstid)", "sms:a {}"),
}


def unseen_texts(seed: int = 90210, count: int = 200) -> list[Made]:
    random = Random(seed)
    personal = count * 13 // 20
    kinds = list(_WRITERS)
    texts = []
    for number in range(personal):
        kind = kinds[number % len(kinds)]
        words = _WRITERS[kind](random)
        kind = kind.partition(" ")[0]
        frame = random.choice(PERSONAL[kind])
        texts.append(Made(frame.format(words), ((kind, words),)))
    plain = ORDINARY.strip().splitlines()
    return texts + [
        Made(_filled(plain[n % len(plain)], random), ())
        for n in range(count - personal)
    ]


def _filled(text: str, random: Random) -> str:
    for slot, low, high in (("{n}", 2, 40), ("{y}", 2012, 2027), ("{b}", 120, 990)):
        while slot in text:
            text = text.replace(slot, str(random.randint(low, high)), 1)
    return text


def _small_name(random: Random) -> str:
    return random.choice(NAMES)


def _whole_name(random: Random) -> str:
    return f"{random.choice(NAMES).title()} {random.choice(SURNAMES)}"


def _genitive(random: Random) -> str:
    name = random.choice([name for name in NAMES if name[-1] not in "sxz"])
    return random.choice([name, name.title()]) + "s"


def _born(random: Random, more: int = 0) -> tuple[str, str, str, str]:
    year, month = random.randint(1938, 2018), random.randint(1, 12)
    day = random.randint(1, 28) + more
    return f"{year // 100}", f"{year % 100:02}", f"{month:02}", f"{day:02}"


def _spaced(random: Random, more: int = 0) -> str:
    century, year, month, day = _born(random, more)
    three = f"{random.randint(0, 999):03}"
    last = three + _luhn(year + month + day + three)
    hyphen = random.choice(HYPHENS)
    return random.choice(
        [
            f"{year}{month}{day}{hyphen}{last}",
            f"{year}{month}{day} {hyphen} {last}",
            f"{century}{year} {month} {day} {hyphen} {last}",
            f"{year} {month} {day}{hyphen}{last}",
            f"{century}{year}{month}{day} {last[:2]} {last[2:]}",
            f"{century}{year}{hyphen}{month}{hyphen}{day}{hyphen}{last}",
            f"{year}{month}{day}+{last}",
            f"{century}{year}.{month}.{day}.{last}",
        ]
    )


def _coordination(random: Random) -> str:
    return _spaced(random, 60)


def _asylum(random: Random) -> str:
    century, year, month, day = _born(random)
    last, hyphen = f"{random.randint(0, 999):03}", random.choice("-\u2011 ")
    return random.choice(
        [
            f"{year}{month}{day}{hyphen}TF{last[:2]}",
            f"{century}{year}{month}{day}{hyphen}TF{last[:2]}",
            f"{century}{year}{month}{day}TF{last[:2]}",
            f"{year}{month}{day}{hyphen}T{last}",
        ]
    )


def _email(random: Random) -> str:
    name = random.choice(["m.begic", "nour_h", "styrelsen", "a.oberg73"])
    host = random.choice(["foreningen", "outlook", "telia", "bredband2"])
    top = random.choice(["se", "com", "nu", "org"])
    return random.choice(
        [
            f"{name} (snabela) {host}.{top}",
            f"{name}{{at}}{host}.{top}",
            f"{name} [at] {host} [dot] {top}",
            f"{name}(a){host}.{top}",
            f"{name} @{host}.{top}",
            f"{name}@{host} . {top}",
            f"{name} at {host} punkt {top}",
            f"{name.upper()}@{host.upper()}.{top.upper()}",
            f"mailto:{name}@{host}.{top}",
            f"{name} <at> {host} <dot> {top}",
        ]
    )


def _iban(random: Random) -> str:
    country, length, letters = random.choice(
        [("SE", 20, "2814"), ("NO", 11, "2324"), ("DE", 18, "1314"), ("FI", 14, "1518")]
    )
    account = "".join(str(random.randint(0, 9)) for _ in range(length))
    plain = f"{country}{98 - int(f'{account}{letters}00') % 97:02}{account}"
    four = [plain[at : at + 4] for at in range(0, len(plain), 4)]
    return random.choice([plain, " ".join(four), "\u00a0".join(four), "-".join(four)])


def _address(random: Random) -> str:
    street = random.choice(
        [
            *(
                "Lundavägen",
                "Nobelvägen",
                "bergsgatan",
                "S Förstadsgatan",
                "Östergatan",
            ),
            *("Von Lingens väg", "Kungälvsgatan", "fosievägen", "Per Albins väg"),
            *("Rosengårdsstigen", "Kronborgsvägen", "Lilla Torg", "Ö Farmvägen"),
        ]
    )
    number = random.choice(["8", "21 C", "3b", "114", "15 lgh 1102", "7-9"])
    return f"{street} {number}"


def _profile(random: Random) -> str:
    name = random.choice(["nour.haddad", "edin_begic", "foreningsfarmor"])
    return random.choice(
        [
            f"https://www.instagram.com/{name}/",
            f"facebook.com/profile.php?id={random.randint(10**8, 10**9)}",
            f"m.facebook.com/{name}",
            f"linkedin.com/in/{name}-b1234",
            f"https://x.com/{name}",
            f"youtube.com/@{name}",
            f"@{name}",
        ]
    )


def _sole_trader(random: Random) -> str:
    name = _whole_name(random)
    return random.choice(
        [f"{name}, enskild firma", f"{name} enskild firma", f"enskild firma {name}",
         f"{name} (enskild firma)", f"{name} e.f.", f"firma {name}"]
    )  # fmt: skip


def _phone(random: Random) -> str:
    a, b, c = (f"{random.randint(10, 99)}" for _ in range(3))
    return random.choice(
        [f"0707{hyphen}{a} {b} {c}" for hyphen in ("-", "\u2011", " ", "/")]
        + [f"+46(0)73 {a}4 {b} {c}", f"0046 70 1{a} {b} {c}", f"0768.{a}.{b}.{c}"]
    )


_WRITERS = {
    "name small": _small_name,
    "personnummer spaced": _spaced,
    "name whole": _whole_name,
    "email": _email,
    "name genitive": _genitive,
    "personnummer coordination": _coordination,
    "address": _address,
    "name small again": _small_name,
    "personnummer asylum": _asylum,
    "iban": _iban,
    "sole_trader": _sole_trader,
    "profile": _profile,
    "phone": _phone,
}

ORDINARY = """
Vi bokar salen {n} gånger per termin och delar kostnaden.
Föreningsstödet höjdes med {b} 000 kronor {y}.
Ärende {y}/{b}-{n} ligger hos nämnden.
Det kommer {n}-{b} personer beroende på väder.
Vi saknar tid, pengar och någon som håller i det.
Lag {n} mot lag {n}, matchen slutade {n}-{n}.
Öppettider 8.30–16.15, lunch 11.45 till 13.
Stora salen rymmer {b}, lilla salen {n}.
Bra stöd från studieförbunden, sämre från oss själva.
Kontakten sköts av en samordnare på {n} procent.
Paragraf {n} i socialtjänstlagen ({y}:{b}) gäller.
Budget: {b} tkr, utfall: {b} tkr, avvikelse {n} tkr.
Samarbetet med moskén och kyrkan fungerar fint.
Sommarskolan pågår i vecka 26-31 varje år.
Postadressen och telefonnumret finns på intranätet.
Rapport {n}/{y}, bilaga {n}, sidan {b}.
Skriv på svenska eller engelska, inte båda.
Vi önskar en kontaktperson per förvaltning.
Artikelnummer {b} {n} {b} beställdes i {n} exemplar.
Sal A{n}, hus {n}, plan {n}.
Sen ankomst av svar från bidragsenheten.
Deltagarna är mellan {n} och {n} år och bor i närområdet.
Cirkeln heter Språkcafé och ges på torsdagar kl 18.
Åtgärd {n}.{n} i planen är inte påbörjad.
Projektnummer {y}{n}{b} avslutas i december.
Grupperna blandas, unga och äldre lär av varandra.
"""
