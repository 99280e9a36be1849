"""The words of Spanish instructions, as delegations and legislatures write them."""

from __future__ import annotations

from rapporteur_core.redline.instructing.patterns import NUMBER, either, numbers, ordinals, row
from rapporteur_core.redline.instructing.tokens import Language

STEMS = {
    "primer": 1, "segund": 2, "tercer": 3, "cuart": 4, "quint": 5, "sext": 6, "septim": 7, "octav": 8, "noven": 9,
    "decim": 10, "undecim": 11, "duodecim": 12, "decimotercer": 13, "decimocuart": 14, "decimoquint": 15,
    "vigesim": 20, "ultim": -1, "penultim": -2,
}  # fmt: skip
ORDINALS = {
    "primer": 1, "tercer": 3,
    **{f"{stem}{ending}": value for stem, value in STEMS.items() for ending in ("o", "a", "os", "as")},
}  # fmt: skip
COUNTS = {
    "un": 1, "una": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9,
    "diez": 10,
}  # fmt: skip
LITTLE_WORDS = (
    "el la los las lo un una unos unas de del al a en por para con sin sobre su sus este esta estos estas ese esa se "
    "que si cuando todo toda todos todas cada y o nuestro nuestra nuestros nuestras"
)
LITTLE = frozenset(LITTLE_WORDS.split())
COUNT = rf"(?:{either(COUNTS)}|\d{{1,2}})"
ORDINAL = ordinals(ORDINALS, "y", "o", "a")
NUMBERS = numbers("y", "e", "o", "a", "al")
THE = r"(?:(?:en |de |a )?(?:el |la |los |las |al |del )?)"
PARA = r"(?:parrafos?|parr?s?\.|puntos?)"
# What a number may begin with where paragraphs get another one.
BEARS = rf"(?:el |la |los |las )?(?:(?:{PARA}|apartados?|incisos?|OPs?|PPs?)\s?)?(?:\d|\(?[a-z]\))"
NOUN = (
    r"(?:palabras?|expresion(?:es)?|terminos?|frases?|cifras?|numeros?|referencias?|vocablos?|textos?|"
    r"mencion(?:es)?|"
    r"fechas?|comas?|voz|voces)"
)
FOLLOWING = r"(?:siguientes?|que sigue|nuev[oa]s?|adicional(?:es)?)"


def _ordinal_place(value: str, noun: str) -> tuple[str, str, str]:
    return row("place", f"{value}#", rf"{THE}(?:{COUNT}\s)?{ORDINAL}\s(?:{COUNT}\s)?{noun}", rf"{THE}{noun}\s{ORDINAL}")


def _unit(value: str, noun: str) -> tuple[str, str, str]:
    return row(
        "unit",
        value,
        rf"(?:el |la |los |las )?(?:{COUNT} )?(?:{FOLLOWING} )+(?:{COUNT} )?{noun}(?: {FOLLOWING})?",
        rf"(?:el |la |los |las |{COUNT} )(?:{COUNT} )?{noun} {FOLLOWING}",
        rf"{COUNT} {noun}",
    )


SPANISH = Language(
    ordinals=ORDINALS,
    counts=COUNTS,
    little=LITTLE,
    words=[
        row(
            "again",
            "",
            r"(?:hagase|realicese|efectuese|hacer|introducir) (?:el mismo cambio|la misma (?:sustitucion|"
            r"supresion|insercion|modificacion|enmienda))",
            r"(?:el )?mismo cambio",
        ),
        row(
            "occurrence",
            "ordinal",
            rf"(?:en |de |a )?(?:la |su )?{ORDINAL} (?:aparicion|vez que aparecen?|mencion|"
            rf"ocurrencia)(?: de(?:l| la| las| los)?)?(?: {NOUN})?",
            rf"(?:la )?{ORDINAL} vez(?: que aparecen?)?",
        ),
        row(
            "occurrence",
            "all",
            r"(?:en )?(?:ambos casos|ambas ocasiones|todos los casos|cada caso)",
            r"cada vez(?: que aparezcan?| que aparecen?)?",
            r"(?:en )?(?:todas|ambas|cada una de) las (?:apariciones|menciones|ocurrencias)(?: de(?:l| la|"
            r" las| los)?)?(?: palabras?)?",
            r"donde(?:quiera)? (?:que )?apare(?:zca|ce)n?",
            r"en todo el (?:texto|documento|proyecto|parrafo)",
        ),
        row("occurrence", "count", rf"{COUNT} veces"),
        row(
            "verb",
            "replace",
            r"reempl(?:azar|acese|acense|aza|azando)",
            r"sustitu(?:ir|yase|yanse|ya|yan|yendo)",
            r"cambi(?:ar|ese|ense|ando)",
        ),
        row(
            "verb",
            "delete",
            r"suprim(?:ir|ase|anse|a|an|iendo)",
            r"elimin(?:ar|ese|ense|ando)",
            r"borr(?:ar|ese|ense)",
            r"tach(?:ar|ese|ense)",
            r"omit(?:ir|ase|anse)",
        ),
        row(
            "verb",
            "insert",
            r"insert(?:ar|ese|ense|ando)",
            r"anad(?:ir|ase|anse|iendo)",
            r"agreg(?:ar|uese|uense|ando)",
            r"inclu(?:ir|yase|yanse|yendo)",
            r"incorpor(?:ar|ese|ense)",
            r"intercal(?:ar|ese|ense)",
        ),
        row("verb", "complete", r"complet(?:ar|ese|ense)"),
        row("verb", "renumber", r"renumer(?:ar|ese|ense)"),
        row("verb", "become", rf"(?:pasa(?:n|ra|ran)? a ser|se convierte(?:n)? en)(?= {BEARS})"),
        row("verb", "move", r"traslad(?:ar|ese|ense)", r"muev(?:a|an)se", r"mover"),
        row("verb", "join", r"fusion(?:ar|ese|ense)", r"un(?:ir|ase|anse)", r"junt(?:ar|ese|ense)"),
        row("verb", "split", r"divid(?:ir|ase|anse)"),
        row("filler", "", r"en (?:uno solo|un solo parrafo|dos(?: parrafos)?)"),
        row("role", "as", rf"como(?= {BEARS})"),
        ("place", "paragraph", rf"(?<=\bcomo ){NUMBERS}"),
        row("verb", "unsupported", r"intercambi(?:ar|ese|ense)", r"invert(?:ir|ase|anse)", r"inviert(?:ase|anse)"),
        row(
            "verb",
            "rewrite",
            r"redact(?:ar|ese|ense)(?: como sigue| asi)?",
            r"(?:debe(?:ra|ria)?|debe(?:n|ran|rian)) (?:decir|quedar redactad\w+|leerse)(?: asi|"
            r" como sigue| lo siguiente)?",
            r"(?:para )?que dig(?:a|an)(?: lo siguiente)?",
            r"dira(?:n)?(?: lo siguiente)?",
            r"qued(?:a|e|ara|aria)(?:n)?(?: redactad\w+)?(?: como sigue| asi| de la siguiente (?:manera|forma))?",
            r"modifi(?:car|quese|quense)",
            r"reformul(?:ar|ese|ense)",
            r"reda(?:ccion|ctado) siguiente",
            r"enm(?:endar|iendese)",
        ),
        row("passive", "replace", r"se (?:sustituy|reemplaz|cambi)(?:e|a|en|an|ira|iran|ara|aran)"),
        row("passive", "delete", r"se (?:suprim|elimin|borr)(?:e|a|en|an|ira|iran|ara|aran)"),
        row("passive", "insert", r"se (?:insert|anad|agreg|incluy)(?:e|a|en|an|ue|uen|ira|iran|ara|aran)"),
        row(
            "unit",
            "preambular",
            rf"(?:un |el |{COUNT} )(?:nuev[oa]s? |"
            r"siguientes? )*(?:parrafos?) (?:nuev[oa]s? )?(?:del preambulo|"
            r"preambular(?:es)?)(?: nuev[oa]s?)?(?!\s\d)",
            rf"(?:un |el )?nuevo PP(?:\s?{NUMBER})?",
        ),
        row(
            "unit",
            "operative",
            rf"(?:un |el |{COUNT} )(?:nuev[oa]s? |"
            r"siguientes? )*(?:parrafos?) (?:nuev[oa]s? )?(?:de la parte dispositiva|"
            r"dispositivos?)(?: nuev[oa]s?)?(?!\s\d)",
            rf"(?:un |el )?nuevo OP(?:\s?{NUMBER})?",
        ),
        row("unit", "paragraph", rf"(?:un |el )?nuevo parrafo {NUMBER}"),
        _unit("paragraph", r"parrafos?"),
        row("unit", "paragraph", r"(?:los |todos los )?(?:parrafos? )(?:restantes|subsiguientes)"),
        _unit("sub", r"(?:apartados?|incisos?|literal(?:es)?)(?: \(?[a-z]\))?"),
        _unit("sentence", r"(?:oracion(?:es)?|frases?)(?! )"),
        _unit("sentence", r"oracion(?:es)?"),
        _unit("article", r"articulos?"),
        row("this", "sentence", r"(?:en |de )?(?:esta|esa|dicha|la misma) (?:oracion|frase)"),
        row(
            "this",
            "paragraph",
            r"(?:en |de |a |al )?(?:este|ese|dicho|el mismo|del mismo|mismo|el citado|estos|esos|dichos) parrafos?",
        ),
        row(
            "this",
            "article",
            r"(?:en |de |a )?(?:el|este|del) (?:articulo|texto|documento|proyecto|proyecto de resolucion)(?! \d)",
        ),
        row(
            "place",
            "preambular",
            rf"{THE}(?:parrafos? (?:preambular(?:es)?|del preambulo)|(?:{PARA}\s)?PPs?)\s?{NUMBERS}",
            rf"{THE}{PARA}\s{NUMBERS} del preambulo",
        ),
        row(
            "place",
            "operative",
            rf"{THE}(?:parrafos? (?:dispositivos?|de la parte dispositiva)|(?:{PARA}\s)?OPs?)\s?{NUMBERS}",
            rf"{THE}{PARA}\s{NUMBERS} de la parte dispositiva",
        ),
        row(
            "place",
            "sub",
            rf"{THE}(?:sub-?parrafos?|apartados?|incisos?|literal(?:es)?|letras?)\s\(?(?:[a-z]{{1,4}}|"
            rf"\d{{1,2}})\)?",
        ),
        row("place", "paragraph", rf"{THE}{PARA}\s?{NUMBERS}"),
        row("place", "elsewhere", rf"{THE}(?:articulos?|paginas?|capitulos?|anexos?)\s{NUMBERS}"),
        _ordinal_place("preambular", r"parrafos? (?:preambular(?:es)?|del preambulo)"),
        _ordinal_place("operative", r"parrafos? (?:dispositivos?|de la parte dispositiva)"),
        _ordinal_place("paragraph", r"parrafos?"),
        _ordinal_place("sentence", r"(?:oracion(?:es)?|frases?)"),
        _ordinal_place("line", r"(?:lineas?|renglon(?:es)?)"),
        row("place", "line", rf"{THE}(?:lineas?|renglon(?:es)?)\s{NUMBERS}"),
        row("place", "chapeau", rf"{THE}(?:encabezamiento|chapeau)"),
        row("place", "heading", rf"{THE}titulo"),
        ("place", "sub", r"\(?\b(?:[a-z]{1,2}|\d{1,2})\)"),
        row("part", "preambular", r"del preambulo", r"preambular(?:es)?"),
        row("part", "operative", r"de la parte dispositiva", r"dispositivos?"),
        row("edge", "end", r"al final(?: de(?:l| la)?)?", r"in fine"),
        row("edge", "start", r"al (?:principio|comienzo|inicio)(?: de(?:l| la)?)?"),
        row("tail", "end", r"(?:el )?final(?: de(?:l| la)?)?", r"el resto(?: de(?:l| la)?)?"),
        row("tail", "start", r"el (?:principio|comienzo|inicio)(?: de(?:l| la)?)?"),
        row("role", "after", r"(?:inmediatamente )?despues de(?:l)?", r"tras", r"a continuacion de(?:l)?"),
        row("role", "before", r"(?:inmediatamente )?antes de(?:l)?", r"delante de"),
        row("role", "between", r"entre"),
        row("role", "by", r"por", r"con"),
        row("noun", "", rf"(?:de |a )?(?:las? |los |el |del |al )?{NOUN}(?: siguientes?)?"),
        row("and", "", r"y", r"e", r"asi como", r"luego"),
        row("accordingly", "", r"en consecuencia"),
        row(
            "filler",
            "",
            r"lo siguiente",
            r"como sigue",
            r"el siguiente",
            r"la siguiente",
            r"siguientes?",
            r"que diga",
            r"con (?:el|la) siguiente (?:texto|"
            r"redaccion)",
            r"tambien",
            r"asimismo",
            r"ademas",
            r"enmiendas?",
            r"(?:proponemos|propongo|sugerimos|solicitamos|pedimos|se propone|"
            r"se sugiere)(?: que)?",
            r"(?:nuestra|la|mi) delegacion (?:propone|sugiere|solicita|"
            r"pide)(?: que)?",
            r"por favor",
            r"nuev[oa]s?",
            r"texto",
            r"que",
            r"se",
            r"de",
            r"del",
            r"la",
            r"las",
            r"el",
            r"los",
            r"lo",
            r"en",
            r"al",
            r"a",
            r"un",
            r"una",
            r"su",
            r"redactado",
            r"redaccion",
        ),
        ("filler", "", r"[()\[\]/]|\.\.\.|-(?=\s)"),
    ],
)
