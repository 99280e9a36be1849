"""The words of French instructions, as both chambers of parliament and delegations write them."""

from __future__ import annotations

from rapporteur_core.redline.instructing.patterns import LATIN, compounds, either, numbers, ordinals, row
from rapporteur_core.redline.instructing.tokens import OPENING, Language

UNITS = {
    "unieme": 1, "deuxieme": 2, "troisieme": 3, "quatrieme": 4, "cinquieme": 5, "sixieme": 6, "septieme": 7,
    "huitieme": 8, "neuvieme": 9,
}  # fmt: skip
ORDINALS = {
    "premier": 1, "premiers": 1, "premiere": 1, "premieres": 1, "second": 2, "seconde": 2, "dixieme": 10,
    "onzieme": 11, "douzieme": 12, "treizieme": 13, "quatorzieme": 14, "quinzieme": 15, "seizieme": 16,
    "vingtieme": 20, "trentieme": 30, "quarantieme": 40, "dernier": -1, "derniers": -1, "derniere": -1,
    "dernieres": -1, "avant-dernier": -2, "avant-derniere": -2, **UNITS,
    **compounds({"dix": 10, "vingt": 20, "trente": 30, "quarante": 40}, UNITS, "-"),
    "vingt et unieme": 21, "trente et unieme": 31, "quarante et unieme": 41,
}  # fmt: skip
DIGITS = {"deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9}
COUNTS = {
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9,
    "neufs": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16,
    "vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50,
    **compounds({"dix": 10, "vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50}, DIGITS, "-"),
    "vingt et un": 21, "trente et un": 31, "quarante et un": 41, "vingt-et-un": 21, "trente-et-un": 31,
}  # fmt: skip
LITTLE_WORDS = (
    "le la les l un une des du de d ce cet cette ces son sa ses leur leurs il elle ils elles on au aux à a en dans par "
    "pour sur sous avec sans si lorsque toute tout tous toutes chaque aucun aucune nul celui celle ceux"
)
LITTLE = frozenset(LITTLE_WORDS.split())
COUNT = rf"(?:{either(COUNTS)}|\d{{1,2}})"
ORDINAL = ordinals(ORDINALS, "et", "a", "ou")
NUMBERS = numbers("et", "ou", "a", "au", "aux")
THE = r"(?:(?:de l'|a l'|l'|de la|a la|dans l'|dans la|dans le|dans les|des|du|les|le|la|aux|au|d'|de|a)\s?)?"
SAID = (
    r"(?:cet|ces|ce|cette|(?:le|la|les|au|du|aux|des|a la|de la) presente?s?|"
    r"(?:le|la|les|au|du|aux|des|a la|de la) memes?|ledit|ladite|lesdits|lesdites|dudit|audit)"
)
NOUN = (
    r"(?:mots?|references?|nombres?|taux|montants?|sommes?|annees?|dates?|chiffres?|signes?(?: de ponctuation)?|"
    r"expressions?|termes?|membres? de phrase|pourcentages?|mentions?|symboles?|locutions?|durees?|seuils?|"
    r"occurrences?)"
)
# What a number may begin with where paragraphs get another one.
BEARS = r"(?:les? |l'|la )?(?:(?:alinea|paragraphe|sous-paragraphe|point|par\.|OP|PP)s?\s?)?(?:\d|\([a-z]\))"
AS_FOLLOWS = r"(?:suivante?s?|ainsi (?:redige|concu|libelle)e?s?|(?:qui |comme )suit|nouve(?:au|aux|lle|lles))"
NUMBERED = rf"(?:\d{{1,3}}\s?°\s?(?:{LATIN})?(?:\s?[A-H]\b)?|[a-z]\s?\)|(?-i:[IVX]{{1,5}})\s?(?:{LATIN})?)"


def _ordinal_place(value: str, noun: str) -> tuple[str, str, str]:
    return row("place", f"{value}#", rf"{THE}(?:{COUNT}\s)?{ORDINAL}\s(?:{COUNT}\s)?{noun}")


def _unit(value: str, noun: str) -> tuple[str, str, str]:
    return row(
        "unit",
        value,
        rf"(?:(?:l'|les?|la|aux?)\s?)?(?:{COUNT}\s)?{noun}\s(?:additionnels?\s|nouve\w{{1,4}}\s)?{AS_FOLLOWS}",
        rf"(?:{COUNT}|des)\s(?:nouve\w{{1,4}}\s)?{noun}(?:\sadditionnels?)?",
    )


FRENCH = Language(
    ordinals=ORDINALS,
    counts=COUNTS,
    little=LITTLE,
    words=[
        (
            "filler",
            "",
            rf"\bpour [^:.;\n{OPENING}]{{1,160}}, ?(?=(?:supprim|complet|inser|remplac|redig|ajout|apres )\w*)",
        ),
        row(
            "again",
            "",
            r"(?:proceder|effectuer|operer|apporter)?\s?(?:a )?la meme (?:substitution|suppression|"
            r"insertion|modification|correction|operation|precision)",
        ),
        row("occurrence", "ordinal", rf"{THE}{ORDINAL}\soccurr?ences?(?:\s(?:du|de la|de l'|des|de)(?:\s{NOUN})?)?"),
        row(
            "occurrence",
            "all",
            r"(?:(?:a|de) )?(?:toutes les|chacune des|chaque|les) occurr?ences?(?:\s(?:du|de la|de l'|des|"
            rf"de)(?:\s{NOUN})?)?",
            r"(?:a )?chaque fois(?: qu'(?:il|elle)s? (?:apparai\w+|figur\w+|est|sont)(?: utilise\w*|"
            r" employe\w*)?)?",
            r"partout(?: ou (?:il|elle)s? (?:apparai\w+|figur\w+))?",
            r"dans tout le texte|dans l'ensemble (?:du texte|de l'article)",
        ),
        row(
            "occurrence",
            "count",
            rf"(?:(?:a|de) )?(?:les|chacun(?:e)? de(?:s| ses)) {COUNT} occurr?ences?(?:\s(?:du|de la|de l'|des|de)(?:\s{NOUN})?)?",
            rf"(?:par )?{COUNT} fois",
        ),
        # Verbs.
        row("verb", "replace", r"remplac(?:er|ez|ons)", r"substitu(?:er|ez|ons)"),
        row("verb", "delete", r"supprim(?:er|ez|ons)", r"retir(?:er|ez|ons)", r"biff(?:er|ez)", r"enlev(?:er|ez)"),
        row("verb", "insert", r"inser(?:er|ez|ons)", r"ajout(?:er|ez|ons)", r"intercal(?:er|ez)"),
        row("verb", "complete", r"complet(?:er|ez|ons)"),
        row(
            "verb",
            "rewrite",
            r"(?:ainsi )?(?:redig|reformul|libell)(?:er|ez|ons)(?: ainsi| comme suit)?",
            r"modifi(?:er|ez|ons)(?: ainsi| comme suit)?",
            r"retabli(?:r|ssez)",
            r"se lirai?(?:t|ent) comme suit",
            r"(?:devrai(?:t|ent)|doi(?:t|vent)) se lire(?: comme suit)?",
        ),
        row("verb", "renumber", r"renumerot(?:er|ez|ons)"),
        row("verb", "become", rf"(?:devien(?:t|nent)|deviendrai?(?:t|ent)?|deviendra|deviendront)(?= {BEARS})"),
        row("verb", "move", r"deplac(?:er|ez|ons)", r"transfer(?:er|ez|ons)"),
        row("verb", "join", r"fusionn(?:er|ez|ons)", r"regroup(?:er|ez|ons)", r"reun(?:ir|issez|issons)"),
        row("verb", "split", r"scind(?:er|ez|ons)", r"divis(?:er|ez|ons)"),
        row("passive", "move", r"(?:est|sont|soit|soient) deplacee?s?"),
        row("passive", "join", r"(?:est|sont|soit|soient) (?:fusionne|reuni)e?s?"),
        row("passive", "split", r"(?:est|sont|soit|soient) (?:scinde|divise)e?s?"),
        row("filler", "", r"en (?:un seul|deux)(?: (?:paragraphe|alinea)s?)?"),
        row("role", "as", rf"(?:en|comme)(?= {BEARS})"),
        row(
            "verb",
            "unsupported",
            r"interver\w+",
            r"permut(?:er|ez)",
            r"invers(?:er|ez)",
        ),
        row(
            "passive",
            "replace",
            r"(?:est|sont|soit|soient|serai(?:t|ent)|doi(?:t|vent) etre|etre) (?:remplace|substitue)e?s?",
        ),
        row("passive", "delete", r"(?:est|sont|soit|soient|serai(?:t|ent)|doi(?:t|vent) etre|etre) supprimee?s?"),
        row(
            "passive",
            "insert",
            r"(?:est|sont|soit|soient|serai(?:t|ent)|doi(?:t|vent) etre|etre) (?:insere|ajoute)e?s?",
        ),
        row(
            "passive",
            "rewrite",
            r"(?:est|sont|soit|soient|serai(?:t|ent)) (?:ainsi )?(?:redige|modifie)e?s?(?: comme suit| ainsi)?",
        ),
        # What comes in.
        _unit("sub", r"(?:sous-(?:alinea|paragraphe)s?(?: \(?[a-z]\))?|alinea \(?[a-z]\))"),
        _unit("paragraph", r"alineas?"),
        _unit("part", r"(?:paragraphe|point)s?"),
        _unit("sentence", r"phrases?"),
        _unit("article", r"articles?"),
        row("unit", "numbered", rf"(?:un|une|le|l'|des|les)\s?{NUMBERED}(?: (?:a|et) {NUMBERED})?\s?{AS_FOLLOWS}"),
        # Where.
        row("this", "paragraph", rf"(?:a |de |d'|dans |en )?{SAID} (?:{COUNT} )?(?:alinea|paragraphe|point)s?(?!\s\d)"),
        row(
            "this",
            "sentence",
            rf"(?:a |de |dans |en )?{SAID} (?:{COUNT} )?phrases?",
            r"(?:de |a )?la phrase(?! suivante| ainsi)",
        ),
        row("this", "article", rf"(?:a |de |dans |en )?{SAID} articles?", r"(?:de |a |dans )?l'article(?!\s[\dLRDA])"),
        row(
            "place",
            "elsewhere",
            rf"{THE}articles?\s(?:additionnels?\s)?(?:[LRDA]{{1,2}}\.?\s?)?(?:\d|premier|"
            rf"unique)[\w-]*(?:\s{LATIN})?(?:\s(?-i:[A-H])\b)?",
        ),
        row(
            "place",
            "preambular",
            rf"{THE}(?:alineas?|paragraphes?) (?:du )?preamb\w+\s{NUMBERS}",
            rf"{THE}(?:paragraphes?\s)?PPs?\s?{NUMBERS}",
        ),
        row(
            "place",
            "operative",
            rf"{THE}(?:alineas?|paragraphes?) (?:du )?dispositif\s{NUMBERS}",
            rf"{THE}(?:paragraphes?\s)?OPs?\s?{NUMBERS}",
        ),
        row("place", "sub", rf"{THE}(?:alinea|sous-paragraphe|sous-alinea|lettre|point)s?\s\(?[a-z]\)"),
        row("place", "paragraph", rf"{THE}(?:memes? )?(?:alinea|paragraphe|par\.|paragr\.|point)s?\s{NUMBERS}"),
        _ordinal_place("paragraph", r"(?:alinea|paragraphe)s?"),
        _ordinal_place("sentence", r"phrases?"),
        _ordinal_place("line", r"lignes?"),
        row("place", "line", rf"{THE}lignes?\s{NUMBERS}"),
        row("place", "chapeau", rf"{THE}chapeau"),
        row("place", "heading", rf"{THE}(?:titre|intitule)"),
        row("part", "preambular", r"du preambule", r"preambulaires?"),
        row("part", "operative", r"du dispositif"),
        row("edge", "end", r"a la fin(?: de| du| des)?", r"in fine"),
        row("edge", "start", r"au (?:tout )?(?:debut|commencement)(?: de| du| des)?", r"en tete(?: de| du)?"),
        row("tail", "end", r"la fin(?: de| du| des)?", r"le reste(?: de| du)?"),
        row("tail", "start", r"le debut(?: de| du| des)?"),
        row(
            "place",
            "sub",
            rf"{THE}(?:\d{{1,2}}\s?°(?:\s?{LATIN})?(?:\s(?-i:[A-H])\b)?|\(?[a-z]\)|"
            rf"(?<!\w)(?-i:[IVX]{{1,5}})(?:\s{LATIN})?(?![.'\w]))",
        ),
        # Roles.
        row("role", "after", r"apres"),
        row("role", "before", r"avant"),
        row("role", "between", r"entre"),
        row("role", "by", r"par", r"avec"),
        row("noun", "", rf"{THE}{NOUN}(?: suivante?s?)?"),
        row("and", "", r"et", r"ainsi que", r"puis"),
        row("accordingly", "", r"en consequence"),
        row(
            "filler",
            "",
            AS_FOLLOWS,
            r"dans (?:la redaction|le texte|les termes) suivante?s?",
            r"(?:la redaction|le texte|"
            r"les dispositions) suivante?s?",
            r"egalement",
            r"enfin",
            r"ensuite",
            r"amendements?",
            r"(?:nous|je) propos\w+(?: de| que| d')?",
            r"(?:notre|la) delegation (?:propose|souhaite|"
            r"demande)(?: de| que| d')?",
            r"(?:il est )?propose(?: de| que| d')?",
            r"merci (?:de|d')(?: bien vouloir)?",
            r"priere (?:de|d')",
            r"veuillez",
            r"il convient (?:de|"
            r"d')",
            r"souhait\w+",
            r"d'une part",
            r"d'autre part",
            r"nouve(?:au|l|lle)",
            r"texte",
            r"ainsi",
            r"de l'",
            r"de la",
            r"de",
            r"du",
            r"des",
            r"d'",
            r"les",
            r"le",
            r"la",
            r"l'",
            r"aux",
            r"au",
            r"a",
            r"dans",
            r"en",
            r"sur",
            r"un",
            r"une",
            r"il",
        ),
        ("filler", "", r"[()\[\]/]|\.\.\.|-(?=\s)"),
    ],
)
