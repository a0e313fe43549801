"""What is asked: departments, challenges, forms, options. Nothing here is drawn."""

from __future__ import annotations

NOT_ASKED = "N/A"  # routed past: LimeSurvey writes it, Microsoft Forms leaves a blank

DEPARTMENTS_2022 = {
    "stadskontoret": "Stadskontoret",
    "asf": "Arbetsmarknads- och socialförvaltningen",
    "funktionsstod": "Funktionsstödsförvaltningen",
    "hvo": "Hälsa-, vård- och omsorgsförvaltningen",
    "forskola": "Förskoleförvaltningen",
    "grundskola": "Grundskoleförvaltningen",
    "gymnasie": "Gymnasie- och vuxenutbildningsförvaltningen",
    "fritid": "Fritidsförvaltningen",
    "kultur": "Kulturförvaltningen",
    "miljo": "Miljöförvaltningen",
    "gatukontoret": "Fastighets- och gatukontoret",
    "stadsbyggnad": "Stadsbyggnadskontoret",
    "service": "Serviceförvaltningen",
}
MERGED = "Kultur- och fritidsförvaltningen"
RENAMED = "Stadsbyggnadsförvaltningen"
DEPARTMENTS_2024 = DEPARTMENTS_2022 | {
    "fritid": MERGED,
    "kultur": MERGED,
    "stadsbyggnad": RENAMED,
}
DEPARTMENTS = {2022: DEPARTMENTS_2022, 2024: DEPARTMENTS_2024}

CHALLENGES = {
    "youth_health": "Ungas hälsa och livsstil",
    "leisure_culture": "Jämlik fritid och kultur",
    "city_life": "Stadsliv, allmänna platser och lokaler",
    "participation": "Delaktighet, trygghet, demokrati",
    "work": "Nya vägar till arbete och aktivitet",
}
FORMS = {
    "dialog": "Dialog",
    "support": "Bidrag och stöd",
    "joint": "Gemensamma projekt och verksamheter",
}
NO_FORM = "Samverkar inte"
DONT_KNOW = "Vet ej"
OTHER = "Annat"

ROLES = ("Chef", "Utvecklingssekreterare eller strateg", "Handläggare", "Annan")
COLLABORATES = (
    "Ja, regelbundet",
    "Ja, vid enstaka tillfällen",
    "Nej, men det planeras",
    "Nej",
    DONT_KNOW,
)
YES = COLLABORATES[:2]
ORGANISATION_BANDS = ("1–2", "3–5", "6–10", "11–25", "Fler än 25", DONT_KNOW)
WAYS = (*FORMS.values(), NO_FORM, DONT_KNOW)

NO_DIALOG = "Ingen dialog"
DIALOG_KINDS = (
    "Referensgrupp",
    "Samråd eller remiss",
    "Nätverk",
    "Stormöte",
    "Enskilda möten",
    "Medskapande workshop",
    NO_DIALOG,
    OTHER,
)
FREQUENCIES = (
    "Varje vecka",
    "Varje månad",
    "Varje kvartal",
    "Någon gång per år",
    "Mer sällan",
)
STAGES = ("Behovsanalys", "Planering", "Genomförande", "Uppföljning", "Det varierar")

NO_SUPPORT = "Inget stöd"
PARTNERSHIP = "Idéburet offentligt partnerskap"
SUPPORT_KINDS = (
    "Organisationsbidrag",
    "Verksamhetsbidrag",
    "Projektbidrag",
    PARTNERSHIP,
    "Lokal eller mark",
    "Rådgivning",
    "Kommunikationsstöd",
    "Utbildning",
    NO_SUPPORT,
    OTHER,
)
MONEY_KINDS = SUPPORT_KINDS[:4]
PURCHASES = ("Ja", "Nej", DONT_KNOW)
SUPPORT_LENGTHS = (
    "Engångsstöd",
    "Upp till ett år",
    "Två till tre år",
    "Längre än tre år",
    "Tills vidare",
    DONT_KNOW,
    OTHER,
)
FOLLOWUPS = (
    "Skriftlig redovisning",
    "Uppföljningsmöte",
    "Verksamhetsbesök",
    "Ekonomisk granskning",
    "Ingen uppföljning",
    OTHER,
)

TARGET_GROUPS = (
    "Barn",
    "Unga",
    "Vuxna",
    "Äldre",
    "Föräldrar och familjer",
    "Nyanlända",
    "Personer med funktionsnedsättning",
    "Arbetssökande",
    "Alla invånare",
    OTHER,
)
INTENSITIES = (
    "Kontakt",
    "Samarbete vid behov",
    "Löpande samordning",
    "Gemensam verksamhet",
)
AGREEMENTS = ("Ingen", "Muntlig", "Skriftlig", PARTNERSHIP, "Avtal")
PARTNERS = 3

NO_BARRIER = "Inga hinder"
BARRIERS = (
    "Tid",
    "Ekonomi",
    "Juridik och upphandling",
    "Otydligt ansvar",
    "Svårt att hitta rätt part",
    "Kortsiktighet",
    "Sekretess",
    "Olika förväntningar",
    "Lokalbrist",
    NO_BARRIER,
    OTHER,
)
MAX_BARRIERS = 3
PRINCIPLES = {
    "independence": "Självständighet",
    "dialogue": "Dialog",
    "quality": "Kvalitet",
    "long_term": "Långsiktighet",
    "openness": "Öppenhet",
    "diversity": "Mångfald",
}
DEGREES = ("1", "2", "3", "4", "5", DONT_KNOW)
EFFECTS = (
    "Mycket negativt",
    "Negativt",
    "Varken eller",
    "Positivt",
    "Mycket positivt",
    DONT_KNOW,
)
FAMILIARITY = ("Inte alls", "Har hört talas om den", "Ganska väl", "Mycket väl")
NEEDS = ("Minska", "Oförändrat", "Öka", "Starta nytt", "Inte aktuellt")
PERMISSION = ("Ja", "Nej")
