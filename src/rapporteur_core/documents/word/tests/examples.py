"""A text under negotiation in English and Arabic, written in signs that a test can read.

{+inserted+} {-deleted-} {<name:moved away<} {>name:moved here>} [ and ] as signs of the negotiation, _italic_.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from rapporteur_core.documents.model import Heading, List, Paragraph, Table
from rapporteur_core.documents.word.identity import Identity
from rapporteur_core.documents.word.negotiated import (
    Comment,
    Footnote,
    Former,
    Kind,
    Mark,
    MarkKind,
    Masthead,
    NegotiatedParagraph,
    NegotiatedText,
    Part,
    Piece,
    PieceKind,
    Proposal,
)

WHEN = datetime(2017, 11, 2, 9, 30, tzinfo=UTC)
LATER = datetime(2017, 11, 3, 16, 5, 12, tzinfo=UTC)
SIGNS = re.compile(r"\{\+(.*?)\+\}|\{-(.*?)-\}|\{<(\w+):(.*?)<\}|\{>(\w+):(.*?)>\}|([\[\]])|_([^_]+)_")


def pieces(marked: str, author: str = "Kisimamaji (A-14)", instant: datetime = WHEN) -> list[Piece]:
    found: list[Piece] = []
    place = 0
    for sign in SIGNS.finditer(marked):
        if sign.start() > place:
            found.append(Piece("keep", marked[place : sign.start()]))
        found.append(_piece(sign, author, instant))
        place = sign.end()
    return [*found, Piece("keep", marked[place:])] if place < len(marked) else found


def _piece(sign: re.Match[str], author: str, instant: datetime) -> Piece:
    inserted, deleted, left, leaving, came, coming, bracket, italic = sign.groups()
    changes: list[tuple[PieceKind, str | None, str]] = [
        ("insert", inserted, ""),
        ("delete", deleted, ""),
        ("move_from", leaving, left or ""),
        ("move_to", coming, came or ""),
    ]
    for kind, text, move in changes:
        if text is not None:
            return Piece(kind, text, author, instant, move=move)
    return Piece("keep", bracket, bracket=True) if bracket else Piece("keep", italic, italic=True)


def par(
    key: str,
    kind: Kind,
    marked: str,
    number: str = "",
    *,
    level: int = 0,
    mark: tuple[MarkKind, str] | None = None,
    comments: Sequence[Comment] = (),
    author: str = "Kisimamaji (A-14)",
    by: str = "",
    language: str | None = None,
) -> NegotiatedParagraph:
    """A paragraph whose words `author` changed, and which `by` (none: the same) added, deleted or moved whole."""
    whole = Mark(mark[0], by or author, LATER, mark[1]) if mark else None
    return NegotiatedParagraph(key, kind, pieces(marked, author), level, number, language, whole, comments)


def clean(text: NegotiatedText) -> NegotiatedText:
    """The text with all changes made and without comments."""
    kept = [
        replace(
            each,
            mark=None,
            comments=(),
            pieces=[replace(piece, kind="keep") for piece in each.pieces if piece.kind not in ("delete", "move_from")],
        )
        for each in text.paragraphs
        if isinstance(each, NegotiatedParagraph) and not (each.mark and each.mark.kind in ("deleted", "moved_from"))
    ]
    return replace(text, paragraphs=kept)


def with_footnote(paragraph: NegotiatedParagraph, at: int, text: str) -> NegotiatedParagraph:
    changed = list(paragraph.pieces)
    changed[at] = replace(changed[at], footnotes=[Footnote(text)])
    return replace(paragraph, pieces=changed)


ENGLISH_PARAGRAPHS = [
    par("title", "title", "Declaration on cities and {+the inclusion of +}people on the move"),
    par("open", "chapeau", "_We, the mayors and leaders of local and regional governments_, gathered in Mechelen,"),
    par("p1", "preambular", "_Recalling_ the New York Declaration for Refugees and Migrants and the New Urban Agenda,"),
    par(
        "p2",
        "preambular",
        "_Noting_ that most people on the move {-live in-}{+arrive in, and live in,+} cities and towns,",
        comments=[Comment("Kisimamaji (A-14)", WHEN, "Transit cities\nare left out otherwise.", 2, 4)],
    ),
    par(
        "p2bis",
        "preambular",
        "_Deeply concerned_ that children on the move are held in places of detention,",
        "PP2 bis",
        mark=("inserted", ""),
    ),
    with_footnote(
        par("p3", "preambular", "_Reaffirming_ that human rights do not depend on status,"),
        1,
        "Universal Declaration of Human Rights, article 2.",
    ),
    par(
        "p4",
        "preambular",
        "_Convinced_ that services close to people are best planned with them,",
        mark=("deleted", ""),
    ),
    par(
        "p5",
        "preambular",
        "_Welcoming_ {-the -}consultations held {<w1:in all five regions <}by the secretariat{>w1: in all five regions>},",
    ),
    par("h1", "heading", "Commitments", "I."),
    par(
        "o1", "operative", "_Decide_ to give all residents access to basic services{-, as far as means allow-};", "OP1"
    ),
    par(
        "o2",
        "operative",
        "_Commit_ [to issue [municipal] identity cards to all residents, regardless of status]{+, free of charge,+} before 2020;",
        "OP2",
        comments=[Comment("Quito (A-3)", LATER, "Our council has to vote on this first.")],
    ),
    par("o3", "operative", "_Urge_ national governments:", "OP3"),
    par("o3a", "subparagraph", "to consult local governments before laws on migration are made;", "(a)", level=1),
    par("o3b", "subparagraph", "to give them {-adequate-}{+predictable and direct+} funding, namely:", "(b)", level=1),
    par(
        "o3b1",
        "subparagraph",
        "for reception in the first year of arrival, housing, schooling and advice included;",
        "(i)",
        level=2,
    ),
    par("o3b2", "subparagraph", "for language courses;", "(ii)", level=2),
    par("o3b2a", "subparagraph", "with child care wherever a course is held in the daytime;", "a.", level=3),
    par(
        "o3c",
        "subparagraph",
        "to publish all the figures that they hold by city;",
        "(c)",
        level=1,
        mark=("moved_from", "p1"),
        by="Quito (A-3)",
    ),
    par("o4", "operative", "_Call upon_ the United Nations to seat local governments in the follow-up;", "OP4"),
    par(
        "o4bis",
        "operative",
        "_Invite_ partner cities to share what worked, [by 2019] [each year];",
        "OP4 bis",
        mark=("inserted", ""),
    ),
    par("h2", "heading", "Follow-up", "II."),
    par(
        "o3c",
        "subparagraph",
        "to publish {-all -}the figures that they hold by city{+ and by year+};",
        "(c)",
        level=1,
        mark=("moved_to", "p1"),
        by="Quito (A-3)",
    ),
    par(
        "o5",
        "operative",
        "_Request_ the secretariat to report on A/RES/71/1 and on this text every {-two years-}{+year+};",
        "OP5",
    ),
    par("o6", "operative", "_Decide_ to meet again in 2019.", "OP6"),
    par("annex", "annex", "Annex: Cities that took part"),
    par("a1", "operative", "Mechelen, Quito, Kisimamaji{+, Porto Sereno+} and others as registered on the day.", "1"),
]
ENGLISH = NegotiatedText(
    "Declaration on cities and people on the move",
    "CCM/2017/L.1/Rev.2",
    "en",
    date(2017, 11, 3),
    ENGLISH_PARAGRAPHS,
    Masthead(
        conference="Conference of Cities on Migration",
        organ="Drafting Committee",
        distribution="Distr.: Limited",
        issued="3 November 2017",
        original="Original: English",
        session="Second session",
        item="Agenda item 4: Outcome of the conference",
    ),
    "Revised text of the co-rapporteurs. Changes are those since CCM/2017/L.1/Rev.1.",
    Identity("ccm-2017", "CCM/2017/L.1/Rev.2", "ab" * 32, "en"),
)

ARABIC_AUTHOR = "كيسيماماجي (A-14)"


def ar(
    key: str,
    kind: Kind,
    marked: str,
    number: str = "",
    *,
    level: int = 0,
    mark: tuple[MarkKind, str] | None = None,
    by: str = "",
    comments: Sequence[Comment] = (),
) -> NegotiatedParagraph:
    return par(key, kind, marked, number, level=level, mark=mark, by=by, comments=comments, author=ARABIC_AUTHOR)


ARABIC_PARAGRAPHS = [
    ar("title", "title", "إعلان بشأن المدن {+وإدماج +}المتنقلين"),
    ar("open", "chapeau", "_نحن رؤساء البلديات وقادة الحكومات المحلية والإقليمية_، المجتمعين في ميخلين،"),
    ar(
        "p1",
        "preambular",
        "_إذ نشير_ إلى إعلان نيويورك من أجل اللاجئين والمهاجرين وإلى القرار A/RES/71/256 المعنون «الخطة الحضرية الجديدة»،",
    ),
    ar(
        "p2",
        "preambular",
        "_وإذ نلاحظ_ أن معظم المتنقلين {-يعيشون في-}{+يصلون إلى+} المدن والبلدات،",
        comments=[Comment(ARABIC_AUTHOR, WHEN, "لا تُذكر مدن العبور في النص.", 2, 4)],
    ),
    ar(
        "p2bis",
        "preambular",
        "_وإذ يساورنا القلق_ لأن الأطفال يُحتجزون في أماكن الاحتجاز،",
        "PP2 bis",
        mark=("inserted", ""),
    ),
    with_footnote(
        ar("p3", "preambular", "_وإذ نؤكد من جديد_ أن حقوق الإنسان لا تتوقف على الوضع القانوني،"),
        1,
        "الإعلان العالمي لحقوق الإنسان، المادة 2.",
    ),
    ar("p4", "preambular", "_واقتناعا منا_ بأن الخدمات القريبة من الناس تُخطط معهم،", mark=("deleted", "")),
    ar(
        "p5",
        "preambular",
        "_وإذ نرحب_ بالمشاورات التي أجريت {<w1:في المناطق الخمس <}من جانب الأمانة{>w1: في المناطق الخمس>}،",
    ),
    ar("h1", "heading", "الالتزامات", "أولا -"),
    ar("o1", "operative", "_نقرر_ أن نتيح لجميع المقيمين الخدمات الأساسية{-، في حدود الإمكانات-}؛", "1"),
    ar("o2", "operative", "_نلتزم_ [بإصدار بطاقات هوية [بلدية] لجميع المقيمين]{+ مجانا+} قبل عام 2020؛", "2"),
    ar("o3", "operative", "_نحث_ الحكومات الوطنية على:", "3"),
    ar("o3a", "subparagraph", "التشاور مع الحكومات المحلية قبل سن قوانين الهجرة؛", "(أ)", level=1),
    ar("o3b", "subparagraph", "منحها تمويلا {-كافيا-}{+مباشرا يمكن التنبؤ به+}، ولا سيما:", "(ب)", level=1),
    ar(
        "o3b1",
        "subparagraph",
        "للاستقبال في السنة الأولى من الوصول، بما في ذلك السكن والتعليم والمشورة؛",
        "'1'",
        level=2,
    ),
    ar("o3b2", "subparagraph", "لدورات اللغة؛", "'2'", level=2),
    ar("o3b2a", "subparagraph", "مع رعاية الأطفال حيثما عُقدت الدورات نهارا؛", "أ -", level=3),
    ar(
        "o3c",
        "subparagraph",
        "نشر جميع ما لديها من أرقام حسب المدينة؛",
        "(ج)",
        level=1,
        mark=("moved_from", "p1"),
        by="Quito (A-3)",
    ),
    ar("o4", "operative", "_نهيب_ بالأمم المتحدة أن تشرك الحكومات المحلية في المتابعة؛", "4"),
    ar(
        "o4bis",
        "operative",
        "_ندعو_ المدن الشريكة إلى تبادل التجارب الناجحة [بحلول عام 2019] [كل سنة]؛",
        "4 مكررا",
        mark=("inserted", ""),
    ),
    ar("h2", "heading", "المتابعة", "ثانيا -"),
    ar(
        "o3c",
        "subparagraph",
        "نشر {-جميع -}ما لديها من أرقام حسب المدينة{+ وحسب السنة+}؛",
        "(ج)",
        level=1,
        mark=("moved_to", "p1"),
        by="Quito (A-3)",
    ),
    ar(
        "o5",
        "operative",
        "_نطلب_ إلى الأمانة أن تقدم تقريرا عن القرار A/RES/71/1 وعن هذا النص كل {-سنتين-}{+سنة+}؛",
        "5",
    ),
    ar("o6", "operative", "_نقرر_ أن نجتمع مرة أخرى في عام 2019.", "6"),
    ar("annex", "annex", "المرفق: المدن المشاركة"),
    ar("a1", "operative", "ميخلين وكيتو وكيسيماماجي{+ وبورتو سيرينو+} وغيرها حسب التسجيل.", "1"),
]
ARABIC = NegotiatedText(
    "إعلان بشأن المدن والمتنقلين",
    "CCM/2017/L.1/Rev.2",
    "ar",
    date(2017, 11, 3),
    ARABIC_PARAGRAPHS,
    Masthead(
        conference="مؤتمر المدن بشأن الهجرة",
        organ="لجنة الصياغة",
        distribution="التوزيع: محدود",
        issued="3 تشرين الثاني/نوفمبر 2017",
        original="الأصل: بالإنكليزية",
        session="الدورة الثانية",
        item="البند 4 من جدول الأعمال: نتائج المؤتمر",
    ),
    "نص منقح من المقررين المشاركين. التغييرات منذ CCM/2017/L.1/Rev.1.",
    Identity("ccm-2017", "CCM/2017/L.1/Rev.2", "cd" * 32, "ar"),
)


QUITO = ("Quito (A-3)", LATER)
# A paragraph split in three, two joined, and between them one that went.
PARTED = replace(
    ENGLISH,
    paragraphs=[
        par("title", "title", "Declaration on cities"),
        replace(par("s1", "operative", "_Decide_ to issue cards{-; -}", "OP1"), end=Mark("inserted", *QUITO)),
        replace(par("s2", "operative", "_Decide_ that they are free{- and-}", "OP1 bis"), end=Mark("inserted", *QUITO)),
        replace(
            par("s3", "subparagraph", "for {+all +}residents;", "(a)", level=1),
            former=Former("operative", 0, "OP1", *QUITO),
        ),
        par("gone", "operative", "_Urge_ nobody;", "OP2", mark=("deleted", "")),
        replace(par("j1", "operative", "_Invite_ cities to share{+, and+}", "OP3"), end=Mark("deleted", *QUITO)),
        replace(
            par("j2", "operative", " the United Nations to listen;", "OP3"),
            former=Former("operative", 0, "OP4", *QUITO),
        ),
        par("last", "operative", "_Decide_ to meet again.", "OP5"),
    ],
)


def compilation(text: NegotiatedText, proposals: dict[str, list[Part]], opening: Sequence[Part]) -> NegotiatedText:
    """The clean text with what stands below each paragraph."""
    parts: list[Part] = []
    for each in clean(text).paragraphs:
        parts.append(each)
        if isinstance(each, NegotiatedParagraph):
            parts += opening if each.kind == "title" else proposals.get(each.key, [])
    return replace(text, paragraphs=parts)


ENGLISH_COMPILATION = compilation(
    ENGLISH,
    {
        "p2": [
            Proposal(
                "A-3 · Quito, with Porto Sereno · change of words",
                [
                    par(
                        "",
                        "preambular",
                        "_Noting_ that most people on the move arrive in, and live in, cities{- and towns-},",
                        author="Quito (A-3)",
                        comments=[Comment("Quito (A-3)", WHEN, "Towns are cities in our law.", 2, 3)],
                    )
                ],
                "Supported by Mechelen. Opposed by Kisimamaji, Sfântu.",
            )
        ],
        "o2": [
            Proposal(
                "A-14 · Kisimamaji · change of words",
                [
                    par(
                        "",
                        "operative",
                        "_Commit_ to issue {-municipal-}{+local+} identity cards to all residents{+ who ask for one+}, "
                        "regardless of status, free of charge, before 2020;",
                        "OP2",
                        comments=[Comment("Kisimamaji (A-14)", LATER, "Not every resident wants a card.", 4, 5)],
                    )
                ],
                "Supported by nobody yet.",
            ),
            Proposal(
                "A-15 · Porto Sereno · new paragraph",
                [
                    par(
                        "",
                        "operative",
                        "_Decide_ that a card is proof of residence before every office of the city;",
                        "OP2 bis",
                        mark=("inserted", ""),
                        author="Porto Sereno (A-15)",
                    )
                ],
            ),
            Table(
                ["Amendment", "Sponsor", "Words in question"],
                [["A-14", "Kisimamaji", "local"], ["A-16", "Quito", "city"]],
                "Conflict set 1: A-14 and A-16 change the same words",
            ),
        ],
        "o5": [
            Paragraph("A-17 of Quito was withdrawn on 2 November 2017.", style="note"),
            List(["Sources: C-12, C-40"]),
        ],
    },
    [
        Heading(2, "Compilation of proposals"),
        Paragraph("As at 3 November 2017, 18:00 (Brussels). Proposals stand in the order of filing.", style="note"),
    ],
)
ARABIC_COMPILATION = compilation(
    ARABIC,
    {
        "o2": [
            Proposal(
                "A-14 · كيسيماماجي · تغيير في الألفاظ",
                [
                    ar(
                        "",
                        "operative",
                        "_نلتزم_ بإصدار بطاقات هوية {-بلدية-}{+محلية+} لجميع المقيمين مجانا قبل عام 2020؛",
                        "2",
                        comments=[Comment(ARABIC_AUTHOR, LATER, "ليس لكل مدينة بلدية.", 2, 4)],
                    )
                ],
                "تؤيده ميخلين. تعارضه كيتو.",
            ),
            Table(["التعديل", "المقدم", "الألفاظ"], [["A-14", "كيسيماماجي", "محلية"]], "مجموعة التعارض 1"),
        ],
    },
    [Heading(2, "تجميع المقترحات"), Paragraph("في 3 تشرين الثاني/نوفمبر 2017.", style="note")],
)
