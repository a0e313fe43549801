from __future__ import annotations

from itertools import pairwise
from time import process_time

import pytest

from helpers.cleaning.privacy import find_personal, likely_personal, personal_columns


def kinds(text: str) -> list[str]:
    return [found.kind for found in find_personal(text)]


def said(text: str) -> list[tuple[str, str]]:
    return [(found.kind, found.text) for found in find_personal(text)]


class TestPersonnummer:
    # Numbers that the Swedish Tax Agency lists as test numbers have valid checksums.
    @pytest.mark.parametrize(
        "number",
        [
            "19900101-2384",
            "900101-2384",
            "9001012384",
            "199001012384",
            "19900101 2384",
            "900101 - 2384",
            "900101–2384",
            "100101+2384",
        ],
    )
    def test_found_as_people_write_it(self, number):
        assert said(f"Kontakta {number}, tack.") == [("personnummer", number)]

    @pytest.mark.parametrize(
        "number",
        [
            "121212-12 12",
            "19 12 12 12 12 12",
            "1 2 1 2 1 2 - 1 2 1 2",
            "12.12.12-1212",
            "1912/12/12-1212",
            "1912-12-12-1212",
            "121212\u20111212",
            "１２１２１２－１２１２",
            "20010203-TF12",
            "010203-T123",
        ],
    )
    def test_found_however_it_is_written(self, number):
        assert said(f"Kontakta {number}, tack.") == [("personnummer", number)]

    def test_a_wrong_checksum_still_points_at_somebody(self):
        assert kinds("900101-2385") == ["personnummer"]

    def test_a_samordningsnummer_has_sixty_more_days(self):
        assert kinds("900161-2384") == ["personnummer"]

    def test_the_last_four_hidden(self):
        assert kinds("900101-XXXX och 900101-****") == ["personnummer"] * 2

    @pytest.mark.parametrize(
        "text",
        [
            "Organisationsnummer 556677-8899",
            "Dnr 2019-481-12",
            "mellan 2018 och 2019",
            "10 000 000 kr",
            "tel 112",
            "Vi nådde 1200 barn och 340 vuxna.",
            "enligt beslut 2018-06-07 § 120",
            "bankgiro 5050-1055",
            "10 12 15 2000 kr",
            "öppet 09.00-16.30",
            "avtal 12345-67",
            "2024-01-05, 2024-02-06",
            "2022-06-15T00:00:00Z",
        ],
    )
    def test_other_numbers_are_left_alone(self, text):
        assert kinds(text) == []


class TestOther:
    @pytest.mark.parametrize(
        "text",
        [
            "namn.efternamn@malmo.se",
            "info.ö@exempel.se",
            "info(at)forening.se",
            "info [snabel-a] forening.se",
        ],
    )
    def test_email(self, text):
        assert said(f"skriv till {text}!") == [("email", text)]

    @pytest.mark.parametrize(
        "text", ["040-34 10 00", "070-174 06 05", "+46 70 174 06 05", "0701740605"]
    )
    def test_phone(self, text):
        assert said(f"ring {text}.") == [("phone", text)]

    def test_a_name_is_only_flagged(self):
        assert said("Tack vare Fatima Ek har vi") == [("name", "Fatima Ek")]
        assert said("Eriks arbete") == [("name", "Eriks")]

    def test_words_that_are_names_need_a_surname(self):
        assert kinds("Per år ger vi stöd. Max tio. Mina elever. Liv och rörelse.") == []
        assert said("Samtal med Per Alm om det") == [("name", "Per Alm")]

    def test_names_in_small_letters_are_names_unless_they_are_words(self):
        assert said("per anna och erik, per år") == [("name", "anna"), ("name", "erik")]

    def test_places_stand_in_order_and_never_overlap(self):
        text = "Anna: anna.ek@malmo.se, 040-34 10 00, 900101-2384"
        found = find_personal(text)
        assert [one.kind for one in found] == ["name", "email", "phone", "personnummer"]
        assert all(text[one.start : one.end] == one.text for one in found)
        assert all(a.end <= b.start for a, b in pairwise(found))

    def test_nothing_in_nothing(self):
        assert find_personal("") == []


class TestWhereAndWho:
    def test_a_street_is_somebodys_where_it_says_who_lives_there(self):
        [found] = find_personal("Hon bor på Östra Kungsvägen.")
        assert (found.kind, found.text) == ("address", "Östra Kungsvägen")
        assert find_personal("Det är trångt på Östra Kungsvägen.") == []

    @pytest.mark.parametrize(
        ("text", "kind"),
        [
            ("karin.ek @ exempel.se", "email"),
            ("karin.ek [at] exempel [punkt] se", "email"),
            ("karin.ek snabel-a exempel.se", "email"),
            ("karin punkt ek snabel-a exempel punkt se", "email"),
            ("Storgatan 12 B", "address"),
            ("lillgatan 3", "address"),
            ("Anna Lindhs plats 3", "address"),
            ("211 20 Malmö", "postcode"),
            ("SE-211 20 MALMÖ", "postcode"),
            ("SE45 5000 0000 0583 9825 7466", "iban"),
            ("https://www.facebook.com/karin.ek", "profile"),
            ("@karin_ek", "profile"),
            ("Karin Ek enskild firma", "sole_trader"),
            ("Xyzzy Ek (enskild näringsidkare)", "sole_trader"),
        ],
    )
    def test_in_every_writing(self, text, kind):
        assert said(f"Det är {text}.") == [(kind, text)]

    def test_a_local_number_is_one_where_the_text_says_so(self):
        assert said("tel 34 10 00") == [("phone", "34 10 00")]
        assert kinds("34 10 00 och ring 112, vi ringde 12 000 personer") == []

    @pytest.mark.parametrize(
        "text",
        [
            "omgång 2, landsvägen 2 km, mötesplats 3 och handlingsplan 12",
            "SE45 5000 0000 0583 9825 7467",
            "facebook.com/groups/fotboll",
            "vi är en enskild firma",
            "100 20 Elever, 300 45-åringar",
            "look at this. se punkt 3",
        ],
    )
    def test_what_only_looks_like_it_is_left_alone(self, text):
        assert kinds(text) == []

    def test_the_time_grows_with_the_length_and_no_faster(self):
        """The worst texts for a pattern that tries again from every sign."""

        def seconds(length: int) -> float:
            texts = ["a" * length, "1 " * (length // 2), "a.b-" * (length // 4)]
            texts += ["Ab " * (length // 3), "a@" * (length // 2)]
            started = process_time()
            for text in texts:
                find_personal(text)
            return process_time() - started

        seconds(1_000)
        assert seconds(40_000) < 30 * max(seconds(4_000), 0.02)


class TestColumns:
    @pytest.mark.parametrize(
        ("header", "kind"),
        [
            ("Email", "email"),
            ("E-post", "email"),
            ("E-postadress", "email"),
            ("Email Address", "email"),
            ("Recipient Email", "email"),
            ("email. Email address", "email"),
            ("Ange din e-postadress om du vill ha rapporten", "email"),
            ("Name", "name"),
            ("Namn", "name"),
            ("First Name", "name"),
            ("RecipientLastName", "name"),
            ("Förnamn", "name"),
            ("Vad heter du?", "name"),
            ("Ditt namn", "name"),
            ("Kontaktperson", "name"),
            ("Användarnamn", "name"),
            ("IP Address", "ip"),
            ("IPAddress", "ip"),
            ("ipaddr", "ip"),
            ("IP-adress", "ip"),
            ("LocationLatitude", "place"),
            ("Telefon", "phone"),
            ("Mobilnummer", "phone"),
            ("Phone number", "phone"),
            ("Personnummer", "personnummer"),
            ("token", "link"),
        ],
    )
    def test_headers_of_tools_and_people(self, header, kind):
        assert likely_personal(header) == kind

    @pytest.mark.parametrize(
        "header",
        [
            "Partner 1: namn",
            "Organisationens namn",
            "Vad heter er enhet?",
            "Namn på verksamheten",
            "Hur ofta har ni dialog via e-post?",
            "Har ni kontakt per telefon?",
            "ID",
            "Start time",
            "Vilka namn på mötesplatser känner ni till?",
        ],
    )
    def test_other_headers(self, header):
        assert likely_personal(header) == ""

    @pytest.mark.parametrize(
        ("values", "kind"),
        [
            (["a@b.se", "c.d@e.se", "", None, "f@g.org"], "email"),
            (["Anna Ek", "Erik Alm", "Fatima Omar", "Ö. Berg"], "name"),
            (["81.2.3.4", "10.0.0.1", "2001:db8::1"], "ip"),
            (["040-34 10 00", "070-174 06 05", "saknas", "08-465 004 04"], "phone"),
            (["Malmö FF", "Rädda Barnen", "Anna Ek"], ""),
            (["Ring Anna Ek när ni vill veta mer om hur vi arbetar"] * 5, ""),
            (["12", "13", "14"], ""),
            ([1, 2, 3], ""),
            ([], ""),
        ],
    )
    def test_content(self, values, kind):
        assert likely_personal("X1", values) == kind

    def test_a_numbered_respondent_is_no_name(self):
        assert likely_personal("Respondent", ["18", "19", "20"]) == ""
        assert likely_personal("Respondent", ["Anna Ek", "B. Alm"]) == "name"

    def test_leave_to_use_an_address_is_no_address(self):
        header = "Får vi skriva till din e-postadress om resultatet?"
        assert likely_personal(header, ["Ja", "Nej", "Ja", "Ja", "Nej"]) == ""

    @pytest.mark.parametrize(
        ("header", "values", "kind"),
        [
            ("Telefon_arbete", ["040341000", "0701740605"], "phone"),
            ("Telefon_arbete", [701740605.0, None, 40341000.0], "phone"),
            ("Personnummer_1", ["199001012384", "198512129876"], "personnummer"),
            ("Postnr_hem", [21120, 21435, 23400], "postcode"),
            ("ZIPCODE_RESIDENT", ["02139", "10001"], "postcode"),
            ("Kontakt [e-post]", ["a@b.se", "c@d.se"], "email"),
            ("BarnetsFörnamn", ["Ali", "Elsa"], "name"),
            ("Barnets förnamn", ["Ali", "Elsa"], "name"),
            ("Hemadress 2", ["Storgatan 1", "Lillgatan 3"], "address"),
            ("Telefon_arbete", [], "phone"),
            ("Telefon", [1, 2, 3], "phone"),
            ("Antal samtal via telefon", [1, 2, 3], ""),
            ("Antal mobil", [12, 3, 44], ""),
            ("Har ni kontakt per telefon?", [], ""),
            ("Adresserar ni frågan?", ["Ja", "Nej"], ""),
        ],
    )
    def test_words_of_a_joined_header_and_the_cells(self, header, values, kind):
        assert likely_personal(header, values) == kind

    def test_pairs_and_grids_of_columns_are_judged_together(self):
        table = {
            "Telefon_arbete": ["040341000", "040341001"],
            "Telefon_mobil": [None, None],
            "Kontakt [1]": ["a@b.se", "c@d.se", "e@f.se"],
            "Kontakt [2]": ["", "x@y.se", ""],
            "Kontakt [3]": ["Ja", "Nej", "Ja"],
            "Svar": ["Ja", "Nej", "Ja"],
        }
        assert personal_columns(table) == {
            "Telefon_arbete": "phone",
            "Telefon_mobil": "phone",
            "Kontakt [1]": "email",
            "Kontakt [2]": "email",
        }


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("mitt kort 4111 1111 1111 1111", "account", "4111 1111 1111 1111"),
        ("kontonr: 8327-9 123 456 789", "account", "8327-9 123 456 789"),
        ("Swish: 123 456 78 90", "account", "123 456 78 90"),
        ("Jag är född 12 april 1968.", "birthday", "12 april 1968"),
        ("född den 3:e maj", "birthday", "3:e maj"),
        ("född 1968-04-12", "birthday", "1968-04-12"),
        ("född 12/4-68", "birthday", "12/4-68"),
    ],
)
def test_accounts_and_birthdays_where_the_text_says_so(text, kind, words):
    assert (kind, words) in said(text)


@pytest.mark.parametrize(
    "text",
    ["4111 1111 1111 1112", "konto 4010", "föddes 1968", "0000 0000 0000 0000"],
)
def test_other_figures_are_no_account_and_no_birthday(text):
    assert not {"account", "birthday"} & set(kinds(text))
