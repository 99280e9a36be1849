from __future__ import annotations

import json
from html.parser import HTMLParser
from itertools import permutations

import pytest

from rapporteur_core.concordance import Provision
from rapporteur_core.engines import Contribution, Kept, Stopped, embedded, lines, report

WORDS = ["rents", "landlords", "tenants", "flats", "buses", "tramway", "parking", "lanes"]
ORDERS = [list(permutations(WORDS[:4], 3)), list(permutations(WORDS[4:], 3))]
PROVISIONS = [Provision("gcm.obj.15", ("Access to basic services",)), Provision("gcm.obj.04", ("Proof of identity",))]


@pytest.fixture
def contributions():
    made = []
    for number in range(24):
        said = " and ".join(ORDERS[number % 2][number])
        made.append(
            Contribution(
                f"c{number}",
                (f"The {said} of our quarter worry us all.", ""),
                by=f"Group {number % 5}" if number % 5 else None,
                facets={"region": "North" if number < 8 else "South"},
            )
        )
    made.append(Contribution("cited", ("As objective 15 of the GCM says, access to basic services is for everybody.",)))
    made.append(Contribution("copy", made[24].texts, by="Group 1"))
    return made


def test_every_part_of_the_result_is_there(contributions):
    result = embedded.run(contributions, provisions=PROVISIONS)
    assert [(group.kind, group.members) for group in result.duplicates][0] == ("exact", (24, 25))
    assert len(result.related) == 26
    assert all(index != each.contribution for index, near in enumerate(result.related) for each in near)
    assert sorted(i for theme in result.themes for i in theme.contributions) == list(range(26))
    assert ("gcm.obj.15", "citation") in {(match.provision, match.by) for match in result.mapping}
    assert [(s.value, s.texts) for s in result.balance["region"]] == [("South", 16), ("North", 8), ("", 2)]


def test_passages_are_ranges_of_the_texts(contributions):
    for passage in embedded.cut_passages(contributions):
        whole = contributions[passage.contribution].texts[passage.field]
        assert passage.of(tuple(contributions)) == whole[passage.start : passage.end].strip()


def test_a_text_without_a_name_is_a_voice_of_its_own(contributions):
    assert embedded.voices(contributions, range(10)) == 4 + 2


def test_the_steps_called_one_by_one_give_what_a_run_gives(contributions):
    result = embedded.run(contributions, provisions=PROVISIONS, seed=3)
    passages = embedded.cut_passages(contributions)
    repeated = embedded.find_duplicates(contributions, seed=3)
    close = embedded.find_nearest(contributions)
    unit = embedded.unit_of(contributions, passages)
    themes = embedded.find_themes(contributions, passages, repeated, unit=unit, seed=3)
    assert (tuple(passages), tuple(repeated), embedded.related(close), tuple(themes)) == (
        result.passages,
        result.duplicates,
        result.related,
        result.themes,
    )
    assert tuple(embedded.map_passages(contributions, passages, PROVISIONS)) == result.mapping


def test_two_runs_give_the_same_bytes(contributions):
    one, two = (dict(lines.files(embedded.run(contributions, provisions=PROVISIONS), fields="ab")) for _ in range(2))
    assert one == two


@pytest.mark.parametrize("texts", [[], [("",)], [("One",)], [("!",)], [("", ""), ("a", "")]])
def test_hardly_any_input_is_no_trouble(texts):
    given = [Contribution(str(number), each) for number, each in enumerate(texts)]
    result = embedded.run(given, provisions=PROVISIONS)
    assert len(result.related) == len(texts)
    assert sorted(i for theme in result.themes for i in theme.contributions) == list(range(len(texts)))
    report.page(result, title="x", record={}, labels={}, again=[])


@pytest.mark.parametrize("step", embedded.STEPS)
def test_progress_can_stop_the_run_at_every_step(contributions, step):
    def stop(name, done, total):
        if name == step:
            raise Stopped

    with pytest.raises(Stopped):
        embedded.run(contributions, provisions=PROVISIONS, progress=stop)


def test_long_contributions_are_sorted_by_passages():
    long = [Contribution(str(n), (" ".join([f"We want more {word} here, for all who live in it." for word in WORDS]),))
            for n in range(4)]  # fmt: skip
    result = embedded.run(long)
    assert result.unit == "passage"
    assert sorted(i for theme in result.themes for i in theme.passages) == list(range(len(result.passages)))


def test_a_theme_that_people_fixed_is_kept_and_comes_first(contributions):
    kept = Kept("Homes", frozenset(["c0", "c3", "gone"]))
    result = embedded.run(contributions, previous=[kept])
    first = result.themes[0]
    assert (first.label, first.is_kept, first.contributions) == ("Homes", True, (0, 3))
    assert sorted(i for theme in result.themes for i in theme.contributions) == list(range(26))


def test_the_files_name_contributions_by_their_identifiers(contributions):
    files = dict(lines.files(embedded.run(contributions, provisions=PROVISIONS), fields=["answer", "more"]))
    group = json.loads(files["duplicates.jsonl"].splitlines()[0])
    assert group == {"kind": "exact", "members": ["cited", "copy"]}
    passage = json.loads(files["passages.jsonl"].splitlines()[0])
    assert (passage["contribution"], passage["field"], passage["start"]) == ("c0", "answer", 0)


class Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.text = [], ""

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_data(self, data):
        self.text += data


def test_nothing_that_people_wrote_becomes_markup():
    evil = '<script>alert(1)</script><img src="x" onerror="y"> rents & flats'
    given = [Contribution(f'{evil}{n}', (evil,), by=evil, facets={"<b>": evil}) for n in range(6)]  # fmt: skip
    result = embedded.run(given, provisions=[Provision(evil, ("rents and flats",))])
    html = report.page(result, title=evil, record={"file": evil}, labels={evil: evil}, again=[evil])
    page = Page()
    page.feed(html)
    assert not {"script", "img"} & {tag for tag, _ in page.tags}
    assert "<script>alert(1)</script>" in page.text


def test_the_page_asks_for_nothing_and_marks_the_language_of_a_quote():
    arabic = ["تعليم اللغة للوافدين", "دروس اللغة مساء", "مدارس اللغة مجانية"]
    arabic += ["حافلات المدينة متأخرة", "حافلات الضواحي قليلة", "مواقف حافلات آمنة"]
    given = [Contribution(str(number), (said,), language="ar") for number, said in enumerate(arabic)]
    page = Page()
    page.feed(report.page(embedded.run(given), title="x", record={}, labels={}, again=[]))
    assert not {"script", "link", "img", "iframe"} & {tag for tag, _ in page.tags}
    assert ("blockquote", {"lang": "ar", "dir": "rtl"}) in page.tags
    headings = [tag for tag, _ in page.tags if tag in ("h1", "h2", "h3")]
    assert headings.count("h1") == 1
