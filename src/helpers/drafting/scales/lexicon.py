"""The words that scales are made of, in the six languages that surveys here are in:
Swedish, English, Norwegian, Danish, Finnish, German.

Long: it is data, words by class and language, and no code but what unfolds them.

In every text: alternatives separated by `|`; `viktig/t/a` is short for `viktig`,
`viktigt` and `viktiga`. A word belongs to one class of DEGREES; that "mycket" is much
when it stands last and very when it does not is the grammar's to know (`degrees`).
"""

from __future__ import annotations

from collections.abc import Iterator

# Class → how strong, as an interval of 0 to 1; overlapping ones are not ordered.
# Negative where the class contradicts the word that it stands before.
STRENGTH = {
    "total": (1.0, 1.0),
    "extreme": (0.9, 1.0),
    "very": (0.76, 0.88),
    "mostly": (0.5, 0.74),
    "plain": (0.58, 0.62),  # no adverb at all
    "probably": (0.4, 0.5),
    "fairly": (0.35, 0.45),
    "quite": (0.36, 0.7),
    "somewhat": (0.2, 0.3),
    "rather": (0.2, 0.45),
    "tends": (0.2, 0.29),
    "maybe": (0.02, 0.3),
    "slightly": (0.1, 0.17),
    "hardly": (-0.2, -0.05),
    "not_very": (-0.2, -0.05),
    "less": (-0.2, -0.05),
}

# Amounts, alone and after an adverb, on the same line. Below them all: none, never.
AMOUNT = {
    "large": {
        "plain": (0.66, 0.72),
        "very": (0.84, 0.9),
        "fairly": (0.5, 0.6),
        "rather": (0.45, 0.65),
        "tends": (0.45, 0.65),
        "quite": (0.5, 0.72),
        "extreme": (0.92, 0.98),
        "total": (0.92, 0.98),
        "somewhat": (0.4, 0.6),
        "not_very": (0.08, 0.26),
        "hardly": (0.02, 0.26),
        "less": (0.02, 0.26),
    },
    "some": {"plain": (0.27, 0.34)},
    "small": {
        "plain": (0.12, 0.17),
        "very": (0.03, 0.08),
        "fairly": (0.19, 0.25),
        "rather": (0.13, 0.25),
        "tends": (0.13, 0.25),
        "quite": (0.1, 0.25),
        "extreme": (0.0, 0.02),
        "total": (0.0, 0.02),
    },
    "vast": {"plain": (0.84, 0.9)},
    "half": {"plain": (0.45, 0.49)},
    "most": {"plain": (0.74, 0.9)},
    "all": {"plain": (1.0, 1.0)},
}
NONE = (-1.2, -1.2)
ALMOST_NONE = (0.0, 0.02)
ALMOST_ALL = (0.9, 0.97)
NOT_AT_ALL = (-1.0, -0.7)
NOT = (-0.69, -0.3)
NOT_WHOLLY = (0.05, 0.55)
BETWEEN = (0.0, 0.0)
BETWEEN_AMOUNTS = (0.28, 0.34)

DEGREES = {
    "total": """
        helt | helt och hållet | fullständigt | fullt ut | fullt | absolut | totalt
        | definitivt | precis | i allra högsta grad | alldeles | helt säkert
        | completely | totally | fully | entirely | absolutely | definitely | wholly
        | certainly | fullstendig | helt og holdent | absolutt | helt sikkert
        | fuldstændig | fuldstændigt | fuldt ud | fuldt | bestemt | helt klart
        | voll und ganz | vollkommen | völlig | vollständig | voll | komplett
        | auf jeden fall | bestimmt | täysin | kokonaan | ehdottomasti | täydellisesti
        | varmasti | ehdottoman
        """,
    "extreme": """
        extremt | oerhört | ytterst | synnerligen | i mycket hög utsträckning
        | extremely | exceptionally | außerordentlich | ekstremt | yderst | äußerst
        | extrem
        | äärimmäisen
        """,
    "very": """
        far | alltför | betydligt | avsevärt | kraftigt | markant | betydelig
        | betydeligt | klart | deutlich | mycket | väldigt | jätte | very | highly
        | strongly | really | meget | svært | veldig | særdeles | sehr | stark
        | erittäin | hyvin | todella | vahvasti | starkt | sterkt | stærkt
        """,
    "mostly": """
        i stort sett | i stort | till största delen | till övervägande del | mestadels
        | huvudsakligen | i huvudsak | övervägande | för det mesta | mostly | largely
        | mainly | generally | for the most part | i det store og hele | i store træk
        | stort set | for det meste | hovedsakelig | overvejende | weitgehend
        | größtenteils | überwiegend | pääosin | enimmäkseen | suurelta osin
        | suurimmaksi osaksi
        """,
    "fairly": """
        en hel del | en god del | quite a bit | quite a lot | ganska | tämligen
        | rätt | relativt | någorlunda
        | fairly | moderately | reasonably | relatively | ganske | temmelig | nokså
        | rimelig | rimeligt | nogenlunde | noenlunde | forholdsvis | ziemlich | recht
        | relativ | einigermaßen | melko | aika | kohtalaisen | suhteellisen
        """,
    "quite": "quite | pretty",
    "rather": "rather",
    "tends": "eher | snarare | heller | tend to | tends to",
    "somewhat": """
        delvis | till viss del | i viss mån | i någon mån | något | en del
        | till en del | till del | aningen | somewhat | partly | partially | in part
        | to some extent | delvist | til dels | til en viss grad | i noen grad
        | i nogen grad | noe | noget | en smule | teilweise | etwas | zum teil
        | osittain | jonkin verran | jokseenkin | jossain määrin
        """,
    "probably": """
        troligen | nog | förmodligen | antagligen | probably | sannsynligvis
        | troligtvis | formentlig | nok | sandsynligvis | vermutlich | luultavasti
        """,
    "maybe": """
        kanske | möjligen | eventuellt | maybe | perhaps | possibly | kanskje | måske
        | muligvis | vielleicht | möglicherweise | ehkä | mahdollisesti
        """,
    "slightly": """
        slightly | a little | a bit | a little bit | en smula | lite grann | litt
        | ein wenig | ein bisschen | hieman
        """,
    "hardly": """
        knappast | knappt | hardly | scarcely | barely | neppe | knapt | næppe | kaum
        | tuskin | knappast alls
        """,
    "not_very": """
        inte särskilt | inte så | inte speciellt | inte vidare | inte nämnvärt
        | inte så värst | ej särskilt | inte jätte | inte mycket | inte väldigt
        | not very | not so | not particularly | not especially | not really
        | not that | not too | not overly | not highly | ikke særlig | ikke særligt
        | ikke så | ikke spesielt | ikke specielt | ikke videre | ikke meget
        | ikke veldig | nicht sehr | nicht besonders | nicht so | nicht sonderlich
        | ei kovin | ei erityisen | en kovin | ei juuri | ei kovinkaan | en kovinkaan
        | ei erityisemmin | ingen större | ingen särskild | ingen nämnvärd
        | not much of | not a lot of
        """,
    "less": "mindre | less | weniger | vähemmän",
    "not_at_all": """
        inte alls | inte ett dugg | absolut inte | inte det minsta | ej alls
        | aldrig alls | not at all | not in the least | not whatsoever | not a bit
        | slett ikke | overhodet ikke | overhovedet ikke | slet ikke | aldeles ikke
        | ikke i det hele tatt | ikke i det hele taget | ikke det mindste | gar nicht
        | überhaupt nicht | ganz und gar nicht | absolut nicht | keineswegs
        | in keiner weise | ei lainkaan | ei ollenkaan | en lainkaan | en ollenkaan
        | ei yhtään | en yhtään | lainkaan ei | ei ensinkään | i ingen grad
        | inte i någon grad | inte i någon utsträckning | inte i någon mån
        | i ingen utsträckning
        """,
    "not": """
        inte | ej | icke | not | don't | dont | do not | does not | doesn't | cannot
        | never really | ikke | ikkje | nicht | ei | en | emme | eivät
        """,
    "none": """
        obefintlig/t/a
        | ingen | inget | inga | ingen alls | inget alls | inga alls | ingenting
        | inte någon | inte något | inte några | none | no | none at all | nothing
        | nothing at all | not any | zero | ingen i det hele tatt | intet
        | ingen overhovedet | slet ingen | ikke noe | ikke noget | ikke noen
        | ikke nogen | kein/e/en/er/em/es | gar kein/e/en | überhaupt kein/e
        | keinerlei | nichts | ei mitään | ei mikään | nolla | noll | nul
        """,
    "large": """
        omfattande | serious | severe | extensive | major | stor/t/a | hög/t/a | högt
        | många | mycket | flera | stort sett allt | much | many | great | large | big
        | high | a lot | lots | a lot of | lots of | considerable | considerably
        | significant | significantly | substantial | substantially | plenty | heavily
        | stor/e | høg/t/e | høj/t/e | høy/t/e | mye | mange | betydelig/t | betydande
        | avsevärd/t | hoch | hohe/r/s/n/m | groß | große/r/s/n/m | viel/e | vielen
        | stark/e/er/en | starkes | suuri/n | suuressa | suurella | suuria | korkea
        | korkeassa | paljon | monta | monet
        """,
    "some": """
        medelnivå | viss/t/a | någon | några | noen | nogen | nogle | visse | some
        | moderate | medium | medel | medelstor/t/a | medelhög/t/a | måttlig/t/a
        | mellan | middels | middel | moderat | mellem | mellemstor | a certain
        | certain | mittel | mittlere/r/s/n/m | mittelmäßig | gewisse/r/s/n/m
        | einige/r/s/n/m | jonkin | jossain | jonkinlainen | kohtalainen | kohtalaista
        | keskitasoinen | keskimääräinen | keskisuuri | medelmåttig/t
        """,
    "small": """
        a few | några få | noen få | nogle få | minor | mindre del | en mindre del
        | en liten del | liten | litet
        | små | lilla | lite | låg/t/a | ringa | få | begränsad/e | begränsat
        | minimal/t | obetydlig/t | little | small | low | few | limited | minimal
        | lille | lav/t/e | lidt | begrenset | begrænset | ringe | beskjeden
        | svag/t/a | gering | geringe/r/s/n/m | wenig/e | klein | kleine/r/s/n/m
        | niedrig/e/er/es/en | pieni | pienessä | pienellä | vähäinen | vähäistä
        | vähäisessä | matala | vähän | in geringem
        """,
    "vast": """
        a great deal | a great deal of | väldigt mycket | enormt mycket | avgörande
        | decisive | avgjørende | afgørende | entscheidender
        """,
    "half": """
        hälften | half | halvparten | halvdelen | die hälfte | puolet | about half
        | ungefär hälften | omkring hälften | cirka hälften | roughly half
        | omtrent halvparten | cirka halvdelen | etwa die hälfte | noin puolet
        """,
    "most": """
        de flesta | den största delen | merparten | most | most of | de fleste
        | en större del | större delen | en stor del | størstedelen | der größte teil
        | størsteparten | die meisten | useimmat | suurin osa
        """,
    "all": """
        complete | full | total | fullständig/t | fullt förtroende | alla | allt
        | alle | all | all of | alt | alles | kaikki | hela
        """,
    "between": """
        neutral/t/a | neutral/e | neutralt | varken eller | hverken eller
        | verken eller | neither nor | weder noch | teils teils | teils | både och
        | både og | både ja och nej | sekä että | undecided | mittemellan
        | mitt emellan | neutraali | midt imellem | midt i mellom | neither | varken
        | verken | hverken | weder | siltä väliltä | unentschieden
        """,
    "almost": """
        nästan | almost | nearly | nesten | næsten | fast | beinahe | lähes | melkein
        """,
}

# A dimension: what is its high end, its low end, and what has a place of its own.
# The adverbs above go before the words of `high` and `low`.
DIMENSIONS: dict[str, dict[str, str]] = {
    "agreement": {
        "high": """
            instämmer | instämmer med | håller med | enig/t/a | enige | ense | överens
            | agree | agreed | i agree | enig/e | samtykker | samaa mieltä | stimme
            | stimme zu | zustimmung | einverstanden
            """,
        "low": """
            avstånd | tar avstånd | oenig/t/a | oense | motsätter mig | disagree
            | avviser | uenig/e | eri mieltä | lehne ab | lehne | ablehnung
            | emot påståendet
            """,
    },
    "truth": {
        "high": """
            rätt | right | true | correct | accurate | sant | sann | korrekt | richtig
            | totta
            """,
        "low": """
            fel | wrong | false | untrue | incorrect | inaccurate | falskt | osant
            | falsch | inkorrekt | felaktigt | usant
            """,
    },
    "satisfaction": {
        "high": """
            nöjd/a | nöjt | tillfreds | satisfied | content | happy | pleased
            | fornøyd/e | fornøyde | tilfreds/e | zufrieden | tyytyväinen
            | tyytyväisiä | lycklig/a | lykkelig | onnellinen | glücklich | tilfredse
            """,
        "low": """
            missnöjd/a | missnöjt | otillfredsställd | dissatisfied | unsatisfied
            | unhappy | displeased | misfornøyd/e | utilfreds/e | unzufrieden
            | tyytymätön | tyytymättömiä | olycklig/a | ulykkelig | onneton
            | unglücklich
            """,
    },
    "quality": {
        "high": """
            bra | god/t/a | gott | väl | good | well | gode | godt | vel | gut
            | gute/r/s/n/m | hyvä | hyvin | hyvää | hyväksi
            """,
        "low": """
            dålig/t/a | illa | bad | badly | poor | poorly | dårlig/e/t | dårligt
            | schlecht | schlechte/r/s/n | huono | huonosti | huonoa | huonoksi
            | undermålig/t/a | bristfällig/t/a | mangelhaft
            """,
        "0.92 1": """
            utmärkt | jättebra | toppen | excellent | outstanding | superb
            | utmerket | utmerka
            | fremragende | udmærket | ausgezeichnet | hervorragend | erinomainen
            | erinomaisesti
            """,
        "0.05 0.3": """
            acceptabel | acceptabelt | godtagbar/t/a | fair | acceptable
            | satisfactory | akzeptabel | befriedigend | ausreichend | tyydyttävä
            | tyydyttävästi | välttävä | tilfredsstillende | tillfredsställande | okej
            | ok | okay | akseptabel | sådär | godkänd | godkänt | akseptabelt
            """,
        "-0.05 0.35": "average | genomsnittlig/t | keskinkertainen | durchschnittlich",
        "-1 -0.9": "terrible | awful | usel | uselt | katastrofal | urusla | horrible",
    },
    "ease": {
        "high": """
            lätt/a | enkel/t | enkelt | easy | lett | nem/t | let | einfach | leicht
            | helppo/a | helposti | enkla
            """,
        "low": """
            svår/t/a | difficult | hard | vanskelig/t/e | svært | svær/t | schwer
            | schwierig | vaikea/a | vaikeaa
            """,
    },
    "safety": {
        "high": """
            trygg/t/a | säker/t | säkert | safe | secure | trygge | tryg/t | sicher
            | turvallinen | turvalliseksi | turvallista
            """,
        "low": """
            otrygg/t/a | osäker/t | osäkert | unsafe | insecure | utrygg/e/t | utryg/t
            | unsicher | turvaton | turvattomaksi | turvatonta | rädd | orolig/t
            """,
    },
    "importance": {
        "high": """
            viktig/t/a | betydelsefull/t | important | viktige | vigtig/t/e | wichtig
            | tärkeä/ä | tärkeää | angeläget | angelägen | prioriterat | prioriterad
            """,
        "low": """
            oviktig/t/a | betydelselös/t | unimportant | uviktig/e | uvigtig/t/e
            | unwichtig | merkityksetön | oväsentlig/t | uvæsentligt | uvesentlig
            """,
        "0.92 1": """
            avgörande | essential | crucial | critical | afgørende | avgjørende
            | entscheidend | ratkaiseva | nödvändig/t | helt avgörande
            | absolut nödvändigt | unverzichtbar
            """,
    },
    "likelihood": {
        "high": """
            trolig/t/a | sannolik/t/a | likely | probable | sannsynlig/t
            | sandsynlig/t | wahrscheinlich | todennäköinen | todennäköisesti
            | todennäköistä | trolig
            """,
        "low": """
            otrolig/t/a | osannolik/t/a | unlikely | improbable | usannsynlig/t
            | usandsynlig/t | unwahrscheinlich | epätodennäköinen | epätodennäköisesti
            | epätodennäköistä
            """,
    },
    "attitude": {
        "high": """
            positiv/t/a | positive | positively | favorable | favorably | favourable
            | favourably | positiivinen | positiivisesti | myönteinen | myönteisesti
            | gynnsam/t | gunstig/t
            """,
        "low": """
            negativ/t/a | negative | negatively | unfavorable | unfavorably
            | unfavourable | unfavourably | negatiivinen | negatiivisesti | kielteinen
            | kielteisesti | ogynnsam/t | ugunstig
            """,
        "0 0": "ingen påverkan | no impact | no effect | ingen effekt | ei vaikutusta",
    },
    "support": {
        "high": """
            för | stödjer | stöder | support | in favour | in favor | favour | favor
            | støtter | for | dafür | puolesta | kannatan | befürworte
            """,
        "low": """
            emot | mot | motsätter mig | oppose | against | imot | imod | dagegen
            | vastaan | vastustan
            """,
    },
    "comfort": {
        "high": "comfortable | bekväm/t/a | komfortabel | bekvem",
        "low": "uncomfortable | obekväm/t/a | ubekvem",
    },
    "interest": {
        "high": """
            intresserad/e | intresserade | interested | interessert | interesseret
            | interessiert | kiinnostunut | intressant
            """,
        "low": """
            ointresserad/e | uninterested | uinteressert | uinteresseret
            | uninteressiert | desinteressiert | ointressant
            """,
    },
    "strength": {
        "high": """
            strong | stark/t/a | sterk/t/e | stærk/t/e | vahva | tydlig/t/a | clear
            """,
        "low": """
            weak | svag/t/a | svak/t/e | schwach | heikko | otydlig/t/a | unclear
            | uklart | uklar | epäselvä
            """,
    },
    "improvement": {
        "high": """
            bättre än förväntat | bättre än väntat | better than expected
            | bedre enn forventet | bedre end forventet | besser als erwartet
            | odotettua paremmin | förbättrad/e | forbedret | bättre | better | bedre
            | besser | parempi
            | paremmin | paremmaksi | parantunut | förbättrats | förbättrat/s
            | förbättras | improved | improve | verbessert | paranee
            """,
        "low": """
            sämre än förväntat | sämre än väntat | worse than expected
            | dårligere enn forventet | dårligere end forventet
            | schlechter als erwartet | odotettua huonommin | försämrad/e | sämre
            | worse | dårligere | verre | værre | schlechter
            | huonompi | huonommin | huonommaksi | huonontunut | försämrats
            | försämrat | försämras | worsened | deteriorated | forverret | forværret
            | verschlechtert | heikentynyt
            """,
        "0 0": """
            som förväntat | som väntat | as expected | som forventet | wie erwartet
            | odotetusti | som i dag | som förr | oförändrad/e | oförändrat | samma
            | lika | uendret
            | uendra | uændret | unchanged | the same | same | stayed the same
            | no change | ingen förändring | ingen skillnad | no difference
            | unverändert | gleich geblieben | gleich | ennallaan | samanlainen
            | lika bra | likadant
            | som tidigare | som förut | som før | pysynyt ennallaan | ingen endring
            | ingen ændring | varken bättre eller sämre | keine veränderung | samme
            | det samme
            """,
    },
    "change": {
        "high": """
            högre än förväntat | högre än väntat | mer än förväntat | mer än väntat
            | higher than expected | more than expected | mer enn forventet
            | mere end forventet | mehr als erwartet | öka/t/r/s | ökade | ökar
            | ökat | increase/d/s | more | økt | øket | øget
            | auka | steget | stigit | gestiegen | zugenommen | lisääntynyt | kasvanut
            | högre | higher | mer | fler | mere | flere | mehr | enemmän | høyere
            | højere | höher | större | larger | bigger | greater | større | größer
            | suurempi | växt | vuxit | grown | grow | expand | utöka | utöka/s
            | fortare | längre | longer
            """,
        "low": """
            lägre än förväntat | lägre än väntat | mindre än förväntat
            | mindre än väntat | lower than expected | less than expected
            | mindre enn forventet | mindre end forventet | weniger als erwartet
            | minska/t/r/s | minskade | minskat | decrease/d/s | decline/d | less
            | fewer | mindre | färre | redusert | reduceret | reduced | reduce
            | faldet | falt | gesunken | abgenommen | vähentynyt | laskenut | lägre
            | lower | lavere | færre | weniger | vähemmän | niedriger | smaller
            | kleiner | pienempi | sjunkit | kortare | shorter | sunkit | avtagit
            """,
        "0 0": """
            som förväntat | som väntat | as expected | som forventet | wie erwartet
            | som i dag | stayed the same | remained the same | stay about the same
            | oförändrad/e | oförändrat | samma | lika | lika mycket | lika många
            | lika stor | uendret | uændret | unchanged | the same | same
            | about the same | stay the same | remain the same | no change
            | ingen förändring | samma som nu | som nu | i samma omfattning
            | unverändert | gleich | gleich viel | ennallaan | sama | yhtä paljon
            | like mye | lige meget | like mange | lige så meget | ingen skillnad
            | ingen endring | ingen ændring | samme | som idag | som tidigare
            | gleich geblieben | pysynyt ennallaan | pysynyt samana | samma nivå
            """,
        "-1.3 -1.3": "stop | avsluta | upphöra | sluta | stop completely | quit",
        "1.3 1.3": "start | starta | starta nytt | påbörja",
    },
    "fit": {
        "high": """
            för mycket | för många | för stor/t/a | för lång/t/a | för hög/t/a
            | too much | too many | too long | too large | too big | too high
            | too fast | for mye | for mange | for meget | for lang/t | for stor/t
            | zu viel | zu viele | zu lang | zu hoch | zu groß | liian paljon
            | liian pitkä | liian suuri | för ofta | too often | for høy/t | for høj/t
            | för snabb/t | för svår/t | too difficult | too hard
            """,
        "low": """
            för lite | för litet | för få | för liten | för kort/a | för låg/t/a
            | too little | too few | too short | too small | too low | too slow
            | for lite | for lidt | for få | for kort | for liten | for lille
            | zu wenig | zu wenige | zu kurz | zu niedrig | zu klein | liian vähän
            | liian lyhyt | liian pieni | för sällan | for lav/t | för långsam/t
            | för lätt | too easy
            """,
        "0 0": """
            lagom | lagom mycket | about right | just right | the right amount | passe
            | passende | passelig | passande | genau richtig | sopivasti | sopiva
            | sopivan pitkä | tilpas | lagom lång | right amount | precis lagom
            | just about right | passlig/t | akkurat passe
            """,
    },
    "how_often": {
        "high": """
            ofta | often | frequently | ofte | oft | häufig | usein | regelbundet
            | tit
            """,
        "low": "sällan | rarely | seldom | sjelden | sjældent | selten | harvoin",
        "-0.1 0.2": """
            nogle gange | af og til | some of the time | ibland | sometimes
            | då och då | occasionally | emellanåt | av och till | now and then
            | from time to time | av og til | en gang imellom | undertiden
            | noen ganger | indimellem | en gang imellem | manchmal | gelegentlich
            | ab und zu
            | hin und wieder | joskus | silloin tällöin | toisinaan
            | vid enstaka tillfällen | enstaka gånger | once in a while
            """,
        "-0.3 0.2": "någon gång | noen gang | nogen gang | at times",
        "-0.6 -0.31": """
            en gång | once | once or twice | en enstaka gång | kerran | einmal
            | någon enstaka gång
            """,
        "-0.3 0.5": "några gånger | a few times | några få gånger | muutaman kerran",
        "0.21 0.5": """
            flera gånger | several times | flere ganger | flere gange | mehrmals
            """,
        "0.51 0.95": """
            många gånger | many times | mange ganger | mange gange | monta kertaa
            """,
        "0.5 0.72": """
            regularly | regelmessig | regelmæssigt | regelmäßig | säännöllisesti
            """,
        "0.76 0.95": """
            oftast | usually | most of the time | för det mesta | vanligtvis
            | som oftast | for det meste | som regel | normalt | meistens | meist
            | yleensä | useimmiten | nästan alltid | almost always | nearly always
            | nesten alltid | næsten altid | fast immer | lähes aina | melkein aina
            | mostly
            """,
        "1 1": """
            alltid eller nästan alltid | always or almost always | alltid | always
            | altid | immer | aina | constantly | ständigt | stets | hela tiden
            | all the time | all of the time | jämt | jämt och ständigt
            | hele tiden | die ganze zeit | koko ajan
            """,
        "-1.2 -1.2": """
            aldrig | never | aldri | aldrig någonsin | nie | niemals | ei koskaan
            | en koskaan | never ever | inte någon gång | ingen gång
            """,
        "-1.2 -0.6": """
            sällan eller aldrig | rarely or never | seldom or never
            | hardly ever or never | sjelden eller aldri | sjældent eller aldrig
            | selten oder nie
            """,
        "-1.1 -0.9": """
            aldrig eller nästan aldrig | never or almost never
            | aldri eller nesten aldri | nästan aldrig | almost never | hardly ever
            | nesten aldri | næsten aldrig | fast nie | kaum jemals | tuskin koskaan
            | lähes ei koskaan | ei juuri koskaan | i stort sett aldrig
            | mycket sällan | very rarely | very seldom | ytterst sällan
            | meget sjelden | meget sjældent | svært sjelden | sehr selten
            | hyvin harvoin | erittäin harvoin | just about never | så gott som aldrig
            | näst intill aldrig | en juuri koskaan | mer sällan | less often
            | mere sjældent | sjeldnere | sjældnere | seltener | harvemmin
            | mindre ofta
            """,
    },
    "affirmation": {
        "high": "ja | yes | kyllä | jo | yes definitely",
        "low": "nej | no | nei | nein | ei",
        "-0.05 0.05": "både ja och nej | both yes and no | både ja og nej | jein",
    },
    "worry": {
        "high": "lugn/t/a | calm | rolig | ruhig",
        "low": """
            orolig/t/a | oroad/e | worried | concerned | anxious | bekymret
            | bekymrad/e | besorgt | huolissani | huolestunut | stressad/e | bekymra
            """,
    },
    "closeness": {
        "high": "nära | close | nær | nah | läheinen | tett",
        "low": "avlägsen | distant | fjern | långt bort | fern | etäinen",
    },
    "speed": {
        "high": """
            snabb/t/a | fort | fast | quick | quickly | rask/t | hurtig/t | schnell
            | nopea | nopeasti
            """,
        "low": """
            långsam/t/ma | slow | slowly | langsom/t | sakte | langsam | hidas
            | hitaasti
            """,
        "0 0": "lagom | lagom snabbt | just right | about right | passe | tilpas",
    },
    "necessity": {
        "high": """
            nödvändig/t/a | necessary | nødvendig/t | notwendig | tarpeellinen
            """,
        "low": """
            onödig/t/a | unnecessary | unødvendig/t | unnötig | tarpeeton
            """,
    },
    "likeness": {
        "high": "like me | like us | lik mig | likt mig | likt oss | lik oss",
        "low": "unlike me | unlike us | olik mig | olikt mig | olikt oss | olik oss",
    },
    "length": {
        "high": "lång/t/a | long | lang/t/e | pitkä",
        "low": "kort/a | short | kurz | lyhyt",
    },
    "familiarity": {
        "high": "väl | insatt | familiar | bekant | vertraut | well",
        "low": "obekant | unfamiliar | unvertraut",
        "0.05 0.15": """
            har hört talas om | hört talas om | har hört talas om den | heard of
            | have heard of | har hørt om | har hørt om det | känner till namnet
            | har hört talas om det
            """,
        "-1.3 -1.3": "never heard of | aldrig hört talas om | har aldrig hørt om",
    },
}

# Steps that no composition gives: a line a step, low to high.
LADDERS = {
    "weekday": """
        måndag | mån | monday | mon | mandag | montag | maanantai
        tisdag | tis | tuesday | tue | tirsdag | dienstag | tiistai
        onsdag | ons | wednesday | wed | mittwoch | keskiviikko
        torsdag | tor | tors | thursday | thu | donnerstag | torstai
        fredag | fre | friday | fri | freitag | perjantai
        lördag | lör | saturday | sat | lørdag | samstag | lauantai
        söndag | sön | sunday | sun | søndag | sonntag | sunnuntai
        """,
    "month": """
        januari | jan | january | januar | tammikuu
        februari | feb | february | februar | helmikuu
        mars | mar | march | marts | märz | maaliskuu
        april | apr | huhtikuu
        maj | may | mai | toukokuu
        juni | jun | june | kesäkuu
        juli | jul | july | heinäkuu
        augusti | aug | august | elokuu
        september | sep | sept | syyskuu
        oktober | okt | october | oct | lokakuu
        november | nov | marraskuu
        december | dec | desember | dezember | joulukuu
        """,
    "granted": """
        avslaget | avslag | rejected | denied | avslått | afslået | abgelehnt | hylätty
        delvis beviljat | delvist bevilget | delvis innvilget | partly granted
        beviljat | granted | approved | bevilget | innvilget | bewilligt | myönnetty
        """,
    "sizes": """
        xs | extra small
        s | small | liten | små | lille | klein | pieni
        m | medium | mellanstor | mellan | mellanstora | mellomstor | mellemstor
            | mittelgroß | keskisuuri
        l | large | stor | stora | store | groß | suuri
        xl | extra large
        """,
    "education": """
        ingen utbildning | no formal education | ej fullgjord grundskola
        grundskola | folkskola | grundskola eller motsvarande | primary school
            | primary education | grundskole | folkeskole | peruskoulu
        gymnasium | gymnasieskola | gymnasial utbildning | gymnasieutbildning
            | upper secondary | secondary school | high school | secondary education
            | videregående skole | videregående | gymnasial | lukio
        yrkeshögskola | vocational training | fagskole
        eftergymnasial utbildning kortare än 3 år | högskola kortare än 3 år
            | eftergymnasial utbildning kortare än tre år
            | högskola eller universitet kortare än 3 år
            | universitet eller högskola kortare än 3 år
            | eftergymnasial utbildning mindre än 3 år
        högskola | universitet | högskola eller universitet | högskoleutbildning
            | universitet eller högskola | eftergymnasial utbildning | eftergymnasial
            | university | higher education | yliopisto | korkeakoulu
        eftergymnasial utbildning 3 år eller längre | högskola 3 år eller längre
            | eftergymnasial utbildning tre år eller längre
            | högskola eller universitet 3 år eller längre
            | universitet eller högskola 3 år eller längre
            | bachelor's degree | bachelor
            | kandidatexamen
        master's degree | master | masterexamen
        forskarutbildning | doctorate | phd | doctoral degree | doktorsexamen
        """,
    "experience": """
        none | no experience | ingen | ingen erfarenhet
        novice | nybörjare | newbie | begynder | nybegynner
        beginner | basic | grundläggande
        intermediate | medel | mellan | mellannivå | mellemniveau
        advanced | avancerad | proficient | avanceret | avansert
        expert | specialist | ekspert
        """,
    "progress": """
        inte påbörjat | ej påbörjat | inte påbörjad | ej påbörjad | inte påbörjade
            | har inte börjat | not started | not begun | ikke påbegynt | ikke startet
            | ikke begyndt | ei aloitettu | nicht begonnen | noch nicht begonnen
        planerat | planerad | planeras | planned | in planning
            | being planned | planlagt | suunniteltu | geplant
        påbörjat | påbörjad | påbörjade | started | begun | påbegynt | begonnen
            | aloitettu | pågående | pågår | in progress | ongoing | under way
            | underway | being implemented | genomförs | i gang | käynnissä
            | laufend | in arbeit
        delvis genomfört | delvis genomförd | delvis klart | partly completed
            | partially completed | delvist gennemført | delvis gjennomført
            | teilweise abgeschlossen
        genomfört | genomförd | fully implemented | implemented | klar | klart
            | avslutat | avslutad | slutfört
            | slutförd | completed | complete | done | finished | ferdig | fullført
            | gjennomført | gennemført | færdig | afsluttet | valmis | abgeschlossen
        """,
    "expectations": """
        far below expectations | much worse than expected | långt under förväntan
            | langt under forventning
        below expectations | does not meet expectations | did not meet expectations
            | fell short of expectations | under förväntan | under forventning
        met expectations | meets expectations | in line with expectations
            | som förväntat | enligt förväntan | som forventet | som forventning
        exceeded expectations | exceeds expectations | above expectations
            | över förväntan | over forventning
        far exceeded expectations | far exceeds expectations
            | far above expectations | långt över förväntan | langt over forventning
        """,
    "adequacy": """
        inadequate | not adequate | otillräcklig | otillräckligt | utilstrekkelig
            | utilstrækkelig | unzureichend | riittämätön
        barely adequate | knappt tillräcklig | knappt tillräckligt
            | just about adequate
        adequate | tillräcklig | tillräckligt | tilstrekkelig | tilstrækkelig
            | ausreichend | riittävä
        more than adequate | mer än tillräcklig | mer än tillräckligt
        """,
    "intention": """
        definitely not | definitely would not | definitely will not | certainly not
            | absolut inte | definitivt inte | säkert inte | helt sikkert ikke
            | auf keinen fall | varmasti ei
        probably not | probably would not | probably will not | troligen inte
            | troligtvis inte | förmodligen inte | nog inte | sannolikt inte
            | sannsynligvis ikke | sandsynligvis ikke | wahrscheinlich nicht
            | luultavasti ei
        might or might not | might | may or may not | maybe | perhaps | possibly
            | kanske | möjligen | kanskje | måske | vielleicht | ehkä
        probably | probably yes | probably would | probably will | troligen
            | troligtvis | förmodligen | sannolikt | sannsynligvis | sandsynligvis
            | wahrscheinlich | luultavasti
        definitely | definitely yes | definitely would | definitely will | certainly
            | absolut | definitivt | säkert | helt sikkert | auf jeden fall | varmasti
        """,
    "priority": """
        not a priority | no priority | ingen prioritet | ikke en prioritet
        low priority | låg prioritet | lav prioritet
        medium priority | moderate priority | medelhög prioritet | middels prioritet
            | mellan prioritet
        high priority | hög prioritet | høy prioritet | høj prioritet
        essential | very high priority | top priority | critical priority
            | mycket hög prioritet | högsta prioritet
        """,
    "passed": """
        underkänt | underkänd | ej godkänt | icke godkänt | fail | failed
            | ikke bestått | ikke bestået | hylätty | nicht bestanden
        godkänt | godkänd | pass | passed | bestått | bestået | hyväksytty | bestanden
        väl godkänt | väl godkänd | merit | pass with merit
        mycket väl godkänt | mycket väl godkänd | distinction | pass with distinction
        """,
    "grades": """
        ungenügend
        mangelhaft
        ausreichend
        befriedigend
        gut
        sehr gut
        """,
    "duration": """
        minutes | minuter
        hours | timmar
        days | dagar
        weeks | veckor
        months | månader
        years | år
        """,
}

# Words of no weight: they may stand in one step and be missing in the next.
SMALL = """
i på av för till med det den de att är som en ett jag vi man sig mig oss har hade går
om eller och så ungefär cirka omkring alltså gärna vara tror tar
the a an of to in on at it is are was be been i we my our with for and or about that
this would will amount have has expect plan using use extent degree level
grad graden utsträckning omfattning mån del delen
det er jeg vi til med har på å og eller omtrent utstrekning omfang udstrækning
ab ich wir es ist im in zu mit der die das den dem und oder bin maße maß ausmaß ungefähr
määrin mielestäni olen on ja tai verran mitassa määrä
"""


def alternatives(text: str) -> Iterator[str]:
    """Every phrase of a text of the tables, `viktig/t/a` written out.

    >>> list(alternatives("viktig/t/a | mycket bra"))
    ['viktig', 'viktigt', 'viktiga', 'mycket bra']
    """
    for phrase in text.split("|"):
        words = " ".join(phrase.split())
        first, *endings = words.split("/")
        if first:
            yield first
            yield from (first + ending for ending in endings if ending)
