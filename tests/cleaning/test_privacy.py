from __future__ import annotations

from itertools import pairwise

import pytest

from helpers.cleaning.privacy import find_personal, likely_personal, pseudonym


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

    def test_lower_case_is_no_name(self):
        assert kinds("per anna erik") == []

    def test_places_stand_in_order_and_never_overlap(self):
        text = "Anna: anna.ek@malmo.se, 040-34 10 00, 900101-2384"
        found = find_personal(text)
        assert [one.kind for one in found] == ["name", "email", "phone", "personnummer"]
        assert all(text[one.start : one.end] == one.text for one in found)
        assert all(a.end <= b.start for a, b in pairwise(found))

    def test_nothing_in_nothing(self):
        assert find_personal("") == []


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


class TestPseudonym:
    key = b"en nyckel som ligger utanfor"

    def test_the_same_for_the_same(self):
        assert pseudonym("Anna Ek", self.key) == pseudonym(" anna  ek ", self.key)

    def test_another_for_another_value_and_for_another_key(self):
        assert pseudonym("Anna Ek", self.key) != pseudonym("Anna Alm", self.key)
        assert pseudonym("Anna Ek", self.key) != pseudonym("Anna Ek", b"x" * 20)

    def test_a_short_key_is_refused(self):
        with pytest.raises(ValueError, match="16 bytes"):
            pseudonym("Anna Ek", b"kort")
