"""Words for the open questions: parts that are put together, all invented."""

from __future__ import annotations

from examples.dice import Dice

HELPS = (
    (
        "Att vi har en fast kontaktperson",
        "Tydliga överenskommelser",
        "Långsiktiga avtal",
        "Att mötas regelbundet",
        "Gemensamma mål",
        "Att lokalerna är öppna på kvällen",
        "Korta beslutsvägar",
        "Att föreningarna får vara med från början",
        "En gemensam kalender",
        "Personliga relationer",
        "Att chefen prioriterar frågan",
        "Nätverksträffar i området",
    ),
    (
        "och att vi vet vem som ansvarar",
        "och tid avsatt i tjänsten",
        "och enkla blanketter",
        "så att det inte hänger på en person",
        "och att båda parter vinner på det",
        "och gemensam uppföljning",
        "och ett tydligt uppdrag",
        "men det kräver tålamod",
    ),
)
EXAMPLES = (
    (
        "Lovskolan med idrottsföreningen i området",
        "Språkkaféet på biblioteket",
        "Vår gemensamma odling",
        "Läxhjälpen två kvällar i veckan",
        "Grannvandringarna",
        "Sommarjobben hos kooperativet",
        "Musikdagen på torget",
        "Besöksgruppen för äldre",
    ),
    (
        "når barn och unga som vi annars inte träffar",
        "har gett fler en väg in i föreningslivet",
        "har gjort platsen tryggare på kvällarna",
        "visar att det lönar sig att planera tillsammans",
        "har lett till anställning för flera deltagare",
        "har vuxit varje år utan mer pengar",
    ),
)
OTHERS = {
    "dialog": ("Frukostmöten", "Digitala träffar", "Studiebesök hos varandra"),
    "support": ("Lån av utrustning", "Hjälp med ansökningar", "Tryckning av affischer"),
    "target": ("Anhöriga", "Studenter", "Småföretagare"),
    "barrier": (
        "Vi saknar bil för att ta oss till föreningarna",
        "Personalomsättning hos oss",
        "Språkförbistring",
        "Föreningarna är öppna när vi har stängt",
    ),
    "closing": (
        "Bra att frågan ställs varje år.",
        "Enkäten var lite lång.",
        "Vi vill gärna ha återkoppling på resultatet.",
        "Svaren gäller hela enheten, inte bara vår arbetsgrupp.",
    ),
}


def helping_text(dice: Dice) -> str:
    return f"{dice.pick(HELPS[0])} {dice.pick(HELPS[1])}."


def example_text(dice: Dice) -> str:
    return f"{dice.pick(EXAMPLES[0])} {dice.pick(EXAMPLES[1])}."


def other_text(about: str, dice: Dice) -> str:
    return dice.pick(OTHERS[about])
