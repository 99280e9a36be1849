"""The whole line, as people walk it on one conference: from opening the call to reading what became of one's words.

The journey knows fields by their names and pages by their addresses, never by words of the interface: it is walked in
English and, from right to left, in Arabic.
"""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta

import pytest

from .people import PDF, Server, Visitor, wall

PLACE = "Mechelen"
PRACTICE = {
    "en": "Our city opened a night shelter beside the railway station for people on the move. "
    "Every newcomer who asks for shelter gets a bed on the first night, whatever the papers say.\n\n"
    "Cities should share the cost of the night shelter with the state, because the shelter serves the whole country.",
    "ar": "افتتحت مدينتنا مأوى ليليا بجانب محطة القطار للناس المتنقلين. "
    "كل وافد جديد يطلب المأوى يحصل على سرير في الليلة الأولى مهما كانت أوراقه.\n\n"
    "ينبغي أن تتقاسم المدن تكلفة المأوى الليلي مع الدولة لأن المأوى الليلي يخدم البلد كله.",
}
PROPOSAL = {
    "en": "Language lessons should begin in the first month, with child care during the lessons. "
    "Teachers of the language lessons should be paid by the city.",
    "ar": "ينبغي أن تبدأ دروس اللغة في الشهر الأول مع رعاية الأطفال أثناء الدروس. "
    "ينبغي أن تدفع المدينة رواتب معلمي دروس اللغة.",
}
NAMELESS = {
    "en": "I slept outside for nine nights because the night shelter asked for papers that I could not have.",
    "ar": "نمت في العراء تسع ليال لأن المأوى الليلي طلب أوراقا لا يمكن أن أحصل عليها.",
}
IMPORTED = {
    "en": [
        ("The night shelter of our city turns newcomers away when it is full.", "Build a night shelter in every city."),
        ("A bed in a night shelter costs our city forty euros.", "The state should pay half of each shelter bed."),
        ("Newcomers ask for shelter on the first night.", "Open the night shelter to every newcomer without papers."),
        ("Volunteers teach the language lessons in our library.", "Pay the teachers of language lessons."),
        ("Mothers miss language lessons because there is no child care.", "Offer child care during language lessons."),
        ("Language lessons begin only after a year.", "Begin language lessons in the first month."),
    ],
    "ar": [
        ("يرفض المأوى الليلي في مدينتنا الوافدين عندما يمتلئ.", "ابنوا مأوى ليليا في كل مدينة."),
        ("سرير في المأوى الليلي يكلف مدينتنا أربعين يورو.", "ينبغي أن تدفع الدولة نصف تكلفة المأوى الليلي."),
        ("يطلب كل وافد جديد المأوى الليلي في الليلة الأولى.", "افتحوا المأوى الليلي لكل وافد جديد بلا أوراق."),
        ("يقدم المتطوعون دروس اللغة في مكتبتنا.", "ادفعوا رواتب معلمي دروس اللغة."),
        ("تفوت الأمهات دروس اللغة لغياب رعاية الأطفال.", "وفروا رعاية الأطفال أثناء دروس اللغة."),
        ("تبدأ دروس اللغة بعد سنة كاملة فقط.", "ابدأوا دروس اللغة في الشهر الأول."),
    ],
}
OPENING = "Determined that no one who arrives in a city sleeps outside,"
WORDS = "We commit ourselves to a night shelter for every newcomer. We will report on it each year."
AMENDED = (
    "We commit ourselves to a night shelter for every newcomer from the first night. We will report on it each year."
)


class Line:
    """One conference with its people, and what the journey remembers on its way."""

    def __init__(self, server: Server, person, *, slug: str, language: str = "en"):
        self.server, self.language, self.slug = server, language, slug
        self.person = person
        self.visitors: list[Visitor] = []
        server.found_conference(self.slug, officer=self.address("officer"))

    def address(self, who: str) -> str:
        return f"{who}@{self.slug}.example"

    def someone(self, *, scripts: bool = True) -> Visitor:
        self.visitors.append(self.person(self.slug, self.language, scripts=scripts))
        return self.visitors[-1]

    def arrives(self, who: str) -> Visitor:
        """Somebody signs in by a code that the officer reads in the outbox for them."""
        return self.someone().sign_in(self.address(who), self.officer.code_to)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_line_from_the_call_to_what_became_of_the_words(language, server, person):
    line = Line(server, person, slug=f"line-{language}", language=language)
    open_the_call(line)
    register(line)
    contribute(line)
    contribute_without_a_name(line)
    bring_in_a_file(line)
    consolidate(line)
    recommend(line)
    review(line)
    draft(line)
    amend(line)
    adopt(line)
    endorse(line)
    hand_over(line)
    follow_up(line)
    read_what_became_of_the_words(line)
    read_back_from_the_sentence(line)
    assert [each for visitor in line.visitors for each in visitor.complaints + visitor.dialogs] == []


def open_the_call(line: Line) -> None:
    officer = line.officer = line.someone().sign_in(line.address("officer"), line.server.first_code)
    stranger = line.someone()
    stranger.go(status=404)
    officer.go("edit/conference/")
    officer.fill(city=PLACE, venue="Lamot", lede_en="What cities say.", lede_ar="ما تقوله المدن.", is_published=True)
    officer.send()
    for kind, title in (("recommendations", "The recommendations"), ("review", "The review"), ("declaration", PLACE)):
        officer.go("edit/outcomes/")
        officer.follow(f"main a[href$='/outcomes/{kind}/']")
        officer.fill(title_en=title, addressee_en="The meeting of mayors", due_at=wall(days=300))
        officer.send()
    officer.go("edit/call/")
    officer.fill(title_en="Call for participation", title_ar="دعوة إلى المشاركة", intro_en="Say what your city does.")
    officer.fill(opens_at=wall(days=-1), closes_at=wall(days=60), registration_closes_at=wall(days=30))
    officer.fill(withdrawal_until=wall(days=90), is_open_to_public=True)
    officer.send()
    for key, label in (("practice", "What do you do?"), ("proposal", "What do you propose?")):
        officer.go("edit/questions/")
        officer.follow("main a[href$='/questions/add/']")
        officer.fill(key=key, label_en=label, kind="text", is_required=key == "practice", word_limit=300)
        officer.send()
    for role in ("rapporteur", "drafter"):
        officer.go("edit/people/")
        officer.fill(email=line.address(role), name=f"The {role}", role=role)
        officer.send("main form:has([name=role]) button")
    stranger.go("call/")
    assert "Say what your city does." in stranger.said
    assert stranger.all("main h3").all_inner_texts() == ["What do you do?", "What do you propose?"]
    assert stranger.all("a.button[href$='/contributions/new/']").count() == 1


def register(line: Line) -> None:
    delegate = line.delegate = line.arrives("delegate")
    delegate.go("call/")
    delegate.follow("main a[href$='/registration/']")
    delegate.fill(q="Malines")
    delegate.send("main form[role=search] button")
    delegate.follow(f"#places a:has-text('{PLACE}')")
    members = [("delegate", "Dina Peeters", "focal"), ("head", "Lut Claes", "head"), ("mayor", "Nadia Maes", "mayor")]
    for number, (who, name, part) in enumerate(members):
        if number == 2:
            delegate.send("main button[name=more]")
        facts = {"name": name, "email": line.address(who), "part": part, "language": line.language}
        for field, value in facts.items():
            delegate.put(f"members-{number}-{field}", value)
    letter = {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": PDF}
    delegate.all("[name=letter]").set_input_files(letter)
    delegate.send("main form button:not([name])")
    assert delegate.page.url.endswith("/registration/mine/")
    assert "letter.pdf" in delegate.said
    line.officer.go("registration/desk/")
    line.officer.follow("main table a[href*='/registration/']")
    assert "Dina Peeters" in line.officer.said
    line.officer.send("main button[value=accredit]")
    mail = line.officer.mail_to(line.address("delegate"))
    assert PLACE in mail
    letters = line.officer.page.locator("main article", has_text=line.address("delegate"))
    assert letters.first.locator("h2").get_attribute("lang") == line.language
    delegate.go("registration/mine/")
    assert delegate.all("main .tag.good").count() == 1


def contribute(line: Line) -> None:
    delegate = line.delegate
    delegate.go("call/")
    delegate.follow("main a.button[href$='/contributions/new/']")
    delegate.put("q-practice", PRACTICE[line.language])
    delegate.send("main button[name=draft]")
    delegate.go()
    delegate.go("contributions/mine/")
    delegate.follow("main article a.button[href$='/contributions/new/']")
    assert delegate.all("[name=q-practice]").input_value() == PRACTICE[line.language]
    delegate.put("q-proposal", PROPOSAL[line.language])
    delegate.fill(attribution="named", author_name="Dina Peeters", language=line.language)
    delegate.send("main button[name=send]")
    assert "/contributions/receipt/" in delegate.page.url
    line.contribution = delegate.all("main h1").inner_text()
    assert re.fullmatch(r"C-\d{4}", line.contribution)
    assert re.search(r"\b[0-9a-f]{64}\b", delegate.said)
    assert line.contribution in line.officer.mail_to(line.address("delegate"))


def contribute_without_a_name(line: Line) -> None:
    stranger = line.someone(scripts=False)
    stranger.go("call/")
    stranger.follow("main a.button[href$='/contributions/new/']")
    stranger.follow("main a[href$='/contributions/anonymous/']")
    stranger.put("q-practice", NAMELESS[line.language])
    stranger.fill(language=line.language)
    stranger.send("main button[name=send]")
    assert "/contributions/receipt/" in stranger.page.url
    number = stranger.all("main h1").inner_text()
    stranger.follow(f"main a[href$='/contributions/{int(number[2:])}/']")
    assert NAMELESS[line.language] in stranger.said


def bring_in_a_file(line: Line) -> None:
    officer = line.officer
    sheet = io.StringIO()
    rows = csv.writer(sheet)
    rows.writerow(["practice", "proposal", "by", "language"])
    for number, (practice, proposal) in enumerate(IMPORTED[line.language], 1):
        rows.writerow([practice, proposal, f"Association {number}", line.language])
    officer.go("contributions/desk/")
    officer.follow("main a[href$='/contributions/import/']")
    officer.all("[name=file]").set_input_files(
        {"name": "paper.csv", "mimeType": "text/csv", "buffer": sheet.getvalue().encode()}
    )
    officer.send()
    officer.send("main form:has([name=act][value=import]) button")
    officer.go("contributions/")
    assert "Association 6" in officer.said


def consolidate(line: Line) -> None:
    officer = line.officer
    officer.go("consolidation/desk/")
    officer.send("main button[value=start]")
    officer.page.wait_for_selector("#run dl.facts", timeout=90_000)
    rapporteur = line.rapporteur = line.arrives("rapporteur")
    rapporteur.go("consolidation/")
    themes = [link.get_attribute("href") for link in rapporteur.all("main table a").all()]
    assert themes, rapporteur.said
    for address in themes:
        rapporteur.arrive(line.server.base + address)
        if rapporteur.all(f"main form a[href$='{own_passage(line)}']").count():
            break
    else:
        pytest.fail(f"No theme holds a passage of {line.contribution}")
    rapporteur.page.locator("details:has([name=label]) summary").click()
    rapporteur.fill(label="Night shelter")
    rapporteur.send("main button[value=rename]")
    assert rapporteur.all("main h1").inner_text() == "Night shelter"
    assert rapporteur.all("main button[value=confirm]").count() == 0


def own_passage(line: Line) -> str:
    """The end of the address of the first passage that the delegate wrote."""
    return f"/contributions/{int(line.contribution[2:])}/#p-1"


def recommend(line: Line) -> None:
    rapporteur, delegate = line.rapporteur, line.delegate
    rapporteur.follow("main a[href*='/recommendations/write/?theme=']")
    rapporteur.fill(text="Cities open a night shelter to every newcomer.", level="local", kind="commitment")
    rapporteur.put(f"title_{line.language}", "A night shelter in every city")
    rapporteur.fill(actors="Cities, with the state")
    tick_all(rapporteur, but=PROPOSAL[line.language])
    rapporteur.send("main form button:not([name])")
    rapporteur.send("main button[value=put_forward]")
    delegate.go("recommendations/")
    delegate.follow("main table a[href*='/recommendations/']")
    delegate.fill(stance="support", reason="We do it already.")
    delegate.send("main form:has([name=stance]) button")
    assert "We do it already." in delegate.said
    rapporteur.go("recommendations/dispositions/?show=undisposed")
    tick_all(rapporteur)
    rapporteur.fill(outcome="not_taken", reason="It is for the next conference.")
    rapporteur.send("main form:has([name=outcome]) button:not([name])")
    rapporteur.go("recommendations/dispositions/?show=undisposed")
    assert rapporteur.all("main [name=passages]").count() == 0


def tick_all(visitor: Visitor, *, but: str = "") -> None:
    """Tick all passages that the page offers, without those whose words are in `but`."""
    offered = visitor.page.locator("main :has(> label [name=passages]), main fieldset > label:has([name=passages])")
    ticked = 0
    for each in offered.all():
        words = each.locator("blockquote").all_inner_texts()
        if words and words[0] in but:
            continue
        each.locator("[name=passages]").first.check()
        ticked += 1
    assert ticked


def review(line: Line) -> None:
    officer, delegate = line.officer, line.delegate
    officer.go("review/desk/")
    officer.put(f"new-title_{line.language}", "Where cities stand")
    officer.put("new-opens_at", wall(hours=-1))
    officer.put("new-closes_at", wall(days=30))
    for box in officer.all("main [name=new-provisions]").all()[:3]:
        box.check()
    officer.send("main form:has([name=new-provisions]) button")
    delegate.go("review/")
    delegate.follow("main a.button[href*='/review/report/']")
    stage = delegate.all("main select[name$='-stage'], main input[name$='-stage']").first.get_attribute("name")
    delegate.put(stage, "under_way")
    delegate.put(stage.replace("-stage", "-narrative"), "The night shelter has forty beds.")
    delegate.send("main form button:not([name])")
    stranger = line.someone()
    stranger.go("review/")
    row = stranger.page.locator("table.matrix tbody tr", has_text=PLACE)
    assert row.count() == 1
    assert row.locator("td.s2").count() == 1


def draft(line: Line) -> None:
    drafter = line.drafter = line.arrives("drafter")
    drafter.go("draft/desk/")
    drafter.fill(title_en="The Declaration of the line", symbol=f"{line.slug.upper()}/L.1", has_opening=False)
    drafter.send("main form:has([value=open]) button")
    drafter.send("main button[value=begin]")
    for key, kind, number, text in (("p1", "preambular", "", OPENING), ("p2", "operative", "1", WORDS)):
        drafter.go("draft/desk/")
        drafter.follow("main a[href$='/desk/paragraph/']")
        drafter.fill(key=key, kind=kind, number=number, text=text)
        drafter.send("main form:has([name=text]) button")
    link = drafter.page.locator("main tr", has_text="We commit ourselves").locator("a[href*='/desk/sources/']").first
    drafter.arrive(line.server.base + link.get_attribute("href"))
    value = drafter.all("main select[name=recommendation] option").nth(1).get_attribute("value")
    drafter.fill(recommendation=value)
    drafter.send("main form[method=get] button")
    tick_all(drafter)
    drafter.page.locator("main details:has([name=recommendations]) summary").click()
    drafter.all("main [name=recommendations]").first.check()
    drafter.send("main form:has([name=provisions]) > .actions button")
    assert drafter.all("main ul > li form").count() > 1
    drafter.go("draft/desk/")
    drafter.send("main button[value=freeze]")
    drafter.fill(closes_at=wall(days=20))
    drafter.send("main form:has([name=closes_at]) button")


def amend(line: Line) -> None:
    delegate, drafter = line.delegate, line.drafter
    delegate.go("draft/")
    assert delegate.page.locator("#p2 .sources a[href*='/recommendations/']").count() == 1
    delegate.follow("#p2 a[href$='/draft/amend/p2/']")
    delegate.fill(kind="change", proposed_text=AMENDED, rationale="The first night is the one that counts.")
    delegate.send("main button[name=preview]")
    assert "from the first night" in delegate.all("main section.card ins").inner_text()
    delegate.send("main form button:not([name])")
    line.amendment = re.search(r"A-\d+", delegate.all("main h1").inner_text())[0]
    address = delegate.page.url
    drafter.arrive(address)
    drafter.send("main button[value=admit]")
    drafter.send("main button[value=accept]")
    assert drafter.all("main p > .tag.good").count() == 1
    for act in ("close_amendments", "begin", "apply", "freeze"):
        drafter.go("draft/desk/")
        drafter.send(f"main button[value={act}]")
    delegate.go("draft/")
    assert "newcomer from the first night." in delegate.page.locator("#p2 p.document").first.inner_text()
    assert line.amendment in line.officer.mail_to(line.address("delegate"))


def adopt(line: Line) -> None:
    officer, delegate = line.officer, line.delegate
    officer.go("decision/desk/")
    officer.send("main form:has([value=consensus]) button")
    number = int(re.search(r"/decision/(\d+)/", officer.page.url)[1])
    delegate.go("decision/")
    delegate.follow("main article a")
    delegate.fill(kind="explanation", text="We read “shelter” as a bed, a meal and a key.")
    delegate.send("main form:has([name=kind]) button")
    officer.go(f"decision/{number}/conclude/")
    officer.fill(present=1)
    officer.send()
    stranger = line.someone()
    stranger.go(f"decision/{number}/")
    assert "a bed, a meal and a key" in stranger.said
    assert stranger.page.request.get(f"{stranger.page.url}record.json").json()["state"] == "adopted"


def endorse(line: Line) -> None:
    mayor, registry = line.arrives("mayor"), line.someone()
    mayor.go("endorsements/")
    mayor.follow("main a.button[href$='/endorsements/endorse/']")
    mayor.fill(name="Nadia Maes", office="Mayor", mandate="Council decision of 4 May")
    mayor.fill(second_address=line.address("registry"))
    mayor.send("main form:has([name=mandate]) button")
    registry.go("endorsements/")
    assert "Nadia Maes" not in registry.said
    link = re.search(r"http\S+/verify/\S+", line.officer.mail_to(line.address("registry")))[0]
    registry.arrive(link)
    registry.send()
    registry.go("endorsements/")
    assert "Nadia Maes" in registry.said


def hand_over(line: Line) -> None:
    officer, stranger = line.officer, line.someone()
    stranger.go("outputs/")
    kinds = {"docx": "wordprocessingml", "pdf": "application/pdf", "json": "application/json"}
    for form, kind in kinds.items():
        address = stranger.all(f"main a[href$='/outputs/declaration/{form}/']").get_attribute("href")
        answer = stranger.page.request.get(line.server.base + address)
        assert answer.status == 200
        assert kind in answer.headers["content-type"]
        assert len(answer.body()) > 500
    assert answer.json()
    stranger.follow("main a[href$='/outputs/declaration/html/']")
    assert "from the first night" in stranger.said
    officer.go("outputs/")
    officer.page.locator("main article:has(a[href$='/outputs/declaration/html/']) a[href*='/outputs/deliver/']").click()
    officer.fill(form="pdf", language=line.language, addressee="The meeting of mayors, Marrakesh")
    officer.send("main form:has([name=addressee]) button")
    stranger.go("outputs/")
    assert "The meeting of mayors, Marrakesh" in stranger.said


def follow_up(line: Line) -> None:
    officer, delegate = line.officer, line.delegate
    officer.go("follow-up/")
    officer.follow("main a.button[href$='/follow-up/lift/']")
    officer.follow("main a:has-text('from the first night')")
    owner = officer.page.locator("[name=owner] option", has_text=PLACE).get_attribute("value")
    officer.fill(measure="Forty beds", due_on=(date.today() + timedelta(days=400)).isoformat(), owner=owner)
    officer.send("main form:has([name=measure]) button")
    commitment = int(re.search(r"/follow-up/(\d+)/", officer.page.url)[1])
    delegate.go("follow-up/")
    delegate.follow(f"main table a[href$='/follow-up/{commitment}/']")
    delegate.follow("main a.button[href$='/report/']")
    delegate.fill(stage="planned", narrative="The council votes in June.", language="en")
    delegate.send("main form:has([name=stage]) button")
    assert "The council votes in June." in delegate.said


def read_what_became_of_the_words(line: Line) -> None:
    officer, delegate = line.officer, line.delegate
    delegate.go("contributions/mine/")
    delegate.follow("main a.button[href*='/trace/contribution/']")
    thread = delegate.all("ol.thread")
    assert thread.locator("a[href*='/trace/sentence/']").count() >= 1
    assert thread.locator("a[href*='/trace/recommendation/']").count() >= 1
    assert line.amendment in thread.inner_text()
    assert "It is for the next conference." in thread.inner_text()
    assert thread.locator("> li.open").count() == 0, thread.inner_text()
    officer.go("desk/")
    officer.follow("main a[href$='/trace/tell/']")
    officer.send()
    assert line.contribution in officer.mail_to(line.address("delegate"))


def read_back_from_the_sentence(line: Line) -> None:
    stranger = line.someone()
    stranger.go("draft/")
    stranger.follow("#p2 a.sentence")
    said = stranger.all("blockquote mark").all_inner_texts()
    assert any(words in PRACTICE[line.language] for words in said), said
    assert line.amendment in stranger.said
    stranger.follow(f"main article a[href*='{own_passage(line)}']")
    assert line.contribution in stranger.said
