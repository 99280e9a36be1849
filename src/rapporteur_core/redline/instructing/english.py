"""The words of English instructions, as delegations to the United Nations and legislatures write them."""

from __future__ import annotations

from rapporteur_core.redline.instructing.patterns import NUMBER, compounds, either, numbers, ordinals, row
from rapporteur_core.redline.instructing.tokens import OPENING, Language

UNITS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
}  # fmt: skip
ORDINALS = {
    **UNITS, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15,
    "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
    "last": -1, "final": -1, "penultimate": -2, "last but one": -2,
    **compounds({"twenty": 20, "thirty": 30}, UNITS, "-"),
}  # fmt: skip
COUNTS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10,
}  # fmt: skip
LITTLE_WORDS = (
    "the a an this that these those its their his her our in on at by for of to with without from as if when where "
    "all any each every no both such it they we and or"
)
LITTLE = frozenset(LITTLE_WORDS.split())
COUNT = rf"(?:{either(COUNTS)}|\d{{1,2}})"
ORDINAL = ordinals(ORDINALS, "and", "or", "to", "through")
NUMBERS = numbers("and", "or", "to", "through", "&")
THE = r"(?:(?:of |in |to |from |on |at )?(?:the )?)"
PARA = r"(?:para(?:graph)?s?\.?|clauses?|points?|sections?)"
NOUN = (
    r"(?:words?|phrases?|terms?|expressions?|references?|figures?|numbers?|texts?|wording|commas?|dates?|"
    r"percentages?|"
    r"formulation|language)"
)
BE = r"(?:is|are|be|should be|shall be|to be|must be|would be|will be|has to be|have to be)"
# What a number may begin with where paragraphs get another one.
BEARS = rf"(?:the )?(?:new )?(?:operative |preamb\w+ |sub-?)?(?:(?:{PARA}|OPs?|PPs?)\s?)?(?:\d|\([a-z])"
NEW = r"(?:new|additional|separate|further|following|extra)"


def _ordinal_place(value: str, noun: str) -> tuple[str, str, str]:
    return row("place", f"{value}#", rf"{THE}(?:{COUNT}\s)?{ORDINAL}\s(?:{COUNT}\s)?{noun}")


def _unit(value: str, noun: str) -> tuple[str, str, str]:
    return row(
        "unit",
        value,
        rf"(?:the |as )?(?:{COUNT}\s)?(?:{NEW}\s)+(?:{COUNT}\s)?(?:{NEW}\s)*{noun}",
        rf"{COUNT}\s{noun}",
    )


ENGLISH = Language(
    ordinals=ORDINALS,
    counts=COUNTS,
    little=LITTLE,
    words=[
        row(
            "again",
            "",
            r"(?:make|apply|do) the same (?:change|replacement|deletion|insertion|substitution|amendment)s?",
            r"same (?:change|replacement|deletion|insertion|substitution|amendment)",
        ),
        row(
            "occurrence",
            "ordinal",
            rf"(?:at |in )?(?:the |its |their )?{ORDINAL} (?:occurrence|instance|mention|"
            rf"appearance)s?(?: of)?(?: the)?(?: {NOUN})?",
            rf"(?:the )?{ORDINAL} time(?: (?:that )?(?:it|they) (?:appear|occur)s?)?",
        ),
        row(
            "occurrence",
            "all",
            r"(?:(?:in |at )?(?:both|all|every|each) (?:cases|places|instances|occurrences?|instance|"
            r"mentions?)(?: of)?)(?: the)?(?: words?| phrase| term)?",
            r"(?:each|every) time(?: (?:that )?(?:it|they) (?:appear|occur)s?)?",
            r"wherever (?:it|they|the words?|the phrase|the term) (?:appear|occur)s?",
            r"everywhere",
            r"throughout(?: the (?:text|document|draft|resolution|declaration|paragraph))?",
        ),
        row("occurrence", "count", r"twice", rf"{COUNT} times"),
        ("occurrence", "ordinal", rf"\b(?:the )?{ORDINAL} (?={OPENING})"),
        row("verb", "replace", r"replac(?:e|ing)", r"substitut(?:e|ing)", r"chang(?:e|ing)"),
        row(
            "verb",
            "delete",
            r"delet(?:e|ing)",
            r"remov(?:e|ing)",
            r"strik(?:e|ing)(?: out)?",
            r"omit(?:ting)?",
            r"suppress(?:ing)?",
            r"drop(?:ping)?",
        ),
        row("verb", "insert", r"insert(?:ing)?", r"add(?:ing)?", r"includ(?:e|ing)"),
        row("verb", "complete", r"append(?:ing)?", r"complet(?:e|ing)"),
        row("verb", "renumber", r"re-?number(?:ing)?"),
        row(
            "verb", "become", rf"(?:{BE} re-?numbered(?: as)?|(?:(?:shall|should|will|would|to) )?becomes?)(?= {BEARS})"
        ),
        row("verb", "renumber", rf"{BE} re-?numbered"),
        row("verb", "move", r"mov(?:e|ing)", r"transfer(?:ring)?"),
        row("verb", "join", r"merg(?:e|ing)", r"join(?:ing)?", r"combin(?:e|ing)"),
        row("verb", "split", r"split(?:ting)?", r"divid(?:e|ing)"),
        row(
            "verb",
            "unsupported",
            r"swap(?:ping)?",
            r"revers(?:e|ing)",
            r"invert(?:ing)?",
        ),
        row(
            "verb",
            "rewrite",
            r"(?:should|shall|would|must|will|to)(?: now| be amended to| be revised to|"
            r" be changed to)? read(?: as)?(?: follows)?",
            r"re-?word(?:ing)?",
            r"re-?phras(?:e|ing)",
            r"re-?draft(?:ing)?",
            r"amend(?:ing)?",
            r"revis(?:e|ing)",
            r"modify(?:ing)?",
            r"restor(?:e|ing)",
        ),
        row("passive", "replace", rf"{BE} (?:replaced|substituted|changed)"),
        row("passive", "delete", rf"{BE} (?:deleted|removed|struck(?: out)?|omitted|dropped)"),
        row("passive", "insert", rf"{BE} (?:inserted|added|included)"),
        row("passive", "rewrite", rf"{BE} (?:amended|revised|reworded|rephrased)"),
        row("passive", "move", rf"{BE} (?:moved|transferred)"),
        row("passive", "join", rf"{BE} (?:merged|joined|combined)"),
        row("passive", "split", rf"{BE} (?:split|divided)"),
        row("filler", "", r"into (?:one|a single|two|a new one)(?: (?:single )?paragraphs?)?"),
        _unit("sub", r"sub-?para(?:graph)?s?(?: \([a-z]{1,3}\))?"),
        row("unit", "preambular", rf"(?:an? |the )?(?:{NEW} )+(?:preamb\w+ para(?:graph)?s?\.?|PP)(?:\s?{NUMBER})?"),
        row("unit", "operative", rf"(?:an? |the )?(?:{NEW} )+(?:operative para(?:graph)?s?\.?|OP)(?:\s?{NUMBER})?"),
        row("unit", "paragraph", rf"(?:an? |the )?(?:{NEW} )+para(?:graph)?\.? {NUMBER}"),
        row("unit", "preambular", rf"(?:the |{COUNT} )(?:{NEW} )*preamb\w+ para(?:graph)?s?(?! \d)"),
        row("unit", "operative", rf"(?:the |{COUNT} )(?:{NEW} )+operative para(?:graph)?s?(?! \d)"),
        _unit("paragraph", r"para(?:graph)?s?"),
        row("unit", "paragraph", r"(?:the |all )?(?:remaining|subsequent|other) para(?:graph)?s?"),
        _unit("sentence", r"sentences?"),
        _unit("article", r"(?:articles?|annex|chapter)"),
        row("this", "sentence", r"(?:in |of |from )?(?:this|that|the same) sentence"),
        row(
            "this",
            "paragraph",
            r"(?:in |of |from |to )?(?:this|that|these|those|the same|said) (?:operative |"
            r"preambular )?para(?:graph)?s?",
        ),
        row(
            "this",
            "article",
            r"(?:in |of |from |to )?(?:the|this) (?:text|document|draft|resolution|declaration|article)(?! \d)",
        ),
        row("place", "preambular", rf"{THE}(?:preamb\w+ para(?:graph)?s?\.?|(?:{PARA}\s)?PPs?\.?)\s?{NUMBERS}"),
        row(
            "place",
            "operative",
            rf"{THE}(?:operative para(?:graph)?s?\.?|operative clauses?|(?:{PARA}\s)?OPs?\.?)\s?{NUMBERS}",
        ),
        row(
            "place",
            "sub",
            rf"{THE}(?:sub-?para(?:graph)?s?\.?|items?|letters?|sub-?clauses?)\s\(?(?:[a-z]{{1,4}}|\d{{1,2}})\)?",
        ),
        row("place", "paragraph", rf"{THE}{PARA}\s?{NUMBERS}"),
        row("place", "elsewhere", rf"{THE}(?:articles?|pages?|chapters?|annex(?:es)?)\s{NUMBERS}"),
        _ordinal_place("preambular", r"preamb\w+ para(?:graph)?s?"),
        _ordinal_place("operative", r"operative para(?:graph)?s?"),
        _ordinal_place("paragraph", r"para(?:graph)?s?"),
        _ordinal_place("sentence", r"sentences?"),
        _ordinal_place("line", r"lines?"),
        row("place", "line", rf"{THE}lines?\s{NUMBERS}"),
        row("place", "chapeau", rf"{THE}chapeau"),
        row("place", "heading", rf"{THE}(?:title|heading)"),
        ("place", "sub", r"\((?:[a-z]{1,4}|\d{1,2})\)"),
        row("part", "preambular", r"of the preamble", r"in the preamble"),
        row("part", "operative", r"of the operative (?:part|section)"),
        row("edge", "end", r"(?:at|to|on) (?:the )?(?:very )?end(?: of)?", r"in fine"),
        row("edge", "start", r"(?:at|in|to) (?:the )?(?:very )?(?:beginning|start|outset)(?: of)?"),
        row(
            "tail",
            "end",
            r"the (?:end|rest|remainder|remaining part)(?: of)?",
            r"all (?:that|words) (?:follows?|after)",
        ),
        row("tail", "start", r"the (?:beginning|start)(?: of)?"),
        row(
            "role",
            "after",
            r"immediately after",
            r"after",
            rf"(?:immediately )?following(?=(?: the)? (?:{PARA}|OP|PP|{NOUN}|sub|{OPENING}))",
        ),
        row("role", "before", r"immediately before", r"before", r"preceding", r"prior to"),
        row("role", "between", r"between"),
        ("filler", "", r"\bby (?=(?:replac|delet|remov|strik|insert|add|omit|substitut|chang)ing\b)"),
        row("role", "as", rf"as(?= {BEARS})"),
        ("place", "paragraph", rf"(?<=\bas ){NUMBERS}"),
        row("role", "by", r"with", r"by", r"into"),
        ("role", "by", rf"\bto(?=(?: the (?:words?|phrase))?:? ?{OPENING})"),
        row("role", "for", r"for(?= )", r"in place of", r"instead of", r"in lieu of"),
        row("noun", "", rf"(?:the |these |those )?(?:following )?(?:{NEW} )?{NOUN}(?: reading)?"),
        row("and", "", r"and", r"then", r"as well as"),
        row("accordingly", "", r"accordingly", r"consequently"),
        row(
            "filler",
            "",
            r"as follows",
            r"the following",
            r"following",
            r"(?:which |that )?(?:reads?|reading|to read)(?: as follows)?",
            r"in lieu thereof",
            r"please",
            r"kindly",
            r"also",
            r"further",
            r"amendments?",
            r"(?:we|i)(?: would| should)?(?: like to| wish to)? (?:propos\w+|suggest|request|"
            r"recommend)(?: that| to)?",
            r"(?:our|the|my) delegation (?:would like to |wishes to )?(?:propos\w+|suggests?|"
            r"requests?)(?: that| to)?",
            r"(?:it is )?(?:propos(?:e|ed|al)|suggest(?:ed)?|request(?:ed)?)(?: that|"
            r" to)?",
            r"we would like to",
            r"new",
            r"text",
            r"now",
            r"of",
            r"in",
            r"the",
            r"a",
            r"an",
            r"on",
            r"at",
            r"from",
            r"to",
            r"be",
            r"it",
            r"as",
            r"there",
            r"so that",
            r"that",
            r"is",
            r"are",
            r"word",
            r"so",
            r"sign",
        ),
        ("filler", "", r"[()\[\]/]|\.\.\.|…|-(?=\s)"),
    ],
)
