"""Check that the files of the sample agree: `python sample/check.py`. Exits 1 and lists every problem."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent
FRAMEWORKS = HERE.parent / "src" / "rapporteur" / "foundation" / "frameworks" / "data"
LANGUAGES = {"en", "fr", "es", "ar"}
REGIONS = {
    "africa",
    "asia-pacific",
    "europe",
    "latin-america-caribbean",
    "middle-east-west-asia",
    "north-america",
}
OUTCOMES = {"taken", "in_part", "merged", "elsewhere", "not_taken", "out_of_scope"}
POSITIONS = {"support", "live_with", "object"}
STATES = {"submitted", "standing", "accepted", "rejected", "withdrawn"}
LEVELS = {"local", "national", "regional", "global"}
KINDS = {"commitment", "means", "followup"}

problems: list[str] = []


def expect(holds: object, sentence: str) -> None:
    if not holds:
        problems.append(sentence)


def load(name: str) -> Any:
    return yaml.safe_load((HERE / f"{name}.yaml").read_text(encoding="utf-8"))


def walk(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    yield path, value
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from walk(inner, f"{path}/{key}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from walk(inner, f"{path}/{index}")


def unique(rows: list[dict[str, Any]], what: str) -> dict[str, dict[str, Any]]:
    for key, count in Counter(row["key"] for row in rows).items():
        expect(count == 1, f"{what} {key} stands {count} times")
    return {row["key"]: row for row in rows}


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=\.) (?=[A-Z])", text)


def check_texts(files: dict[str, Any]) -> None:
    """Text is NFC, and what is given in the four languages of the pages is given in all four."""
    for name, content in files.items():
        for path, value in walk(content, name):
            if isinstance(value, str):
                expect(unicodedata.is_normalized("NFC", value), f"{path} is not NFC")
                expect(value == value.strip() or value.endswith("\n"), f"{path} has space around it")
            if isinstance(value, dict) and "en" in value and not path.endswith("/names"):
                expect(set(value) == LANGUAGES, f"{path} has the languages {sorted(value)}")
                expect(all(value.values()), f"{path} has an empty language")


def check_governments(governments: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Returns the members of all delegations by key."""
    members: dict[str, dict[str, Any]] = {}
    for key, government in governments.items():
        expect(government["region"] in REGIONS, f"{key}: region {government['region']}")
        expect(re.fullmatch("[A-Z]{2}", government["country"]), f"{key}: country {government['country']}")
        expect(-90 <= government["latitude"] <= 90 and -180 <= government["longitude"] <= 180, f"{key}: place")
        state = government["registration"]["state"]
        expect(state in {"accredited", "waiting", "asked_back", "refused"}, f"{key}: state {state}")
        if state in {"asked_back", "refused"}:
            expect(government["registration"].get("ground"), f"{key}: {state} without a ground")
        roles = [member["role"] for member in government["members"]]
        expect(len(roles) == len(set(roles)) and roles[0] == "head", f"{key}: roles {roles}")
        for member in government["members"]:
            expect(member["key"] == f"{key}.{member['role']}", f"{member['key']}: key and role differ")
            expect(member["key"] not in members, f"{member['key']} stands twice")
            expect(member["language"] in LANGUAGES, f"{member['key']}: language")
            expect(re.fullmatch(rf"[a-z.]+@{key}\.example", member["email"]), f"{member['key']}: {member['email']}")
            members[member["key"]] = member
    return members


def check_conference(conference: dict[str, Any], members: dict[str, Any], accredited: set[str]) -> None:
    rooms = {room["key"] for room in conference["rooms"]}
    names = {body["name"]["en"] for body in conference["bodies"]} | {
        body["short"] for body in conference["bodies"] if "short" in body
    }
    names |= {"Secretariat of the conference", "Drafting committee of the conference"}
    for session in conference["programme"]:
        expect(session["room"] in rooms, f"{session['key']}: room {session['room']}")
        expect(session["start"] < session["end"], f"{session['key']}: ends before it starts")
        for speaker in session["speakers"]:
            if "member" in speaker:
                known = speaker["member"] in members and speaker["member"].split(".")[0] in accredited
                expect(known, f"{session['key']}: {speaker['member']} is not of an accredited delegation")
            else:
                expect(speaker["body"] in names, f"{session['key']}: {speaker['body']}")
    for one in conference["programme"]:
        for other in conference["programme"]:
            clash = one["key"] < other["key"] and (one["day"], one["room"]) == (other["day"], other["room"])
            clash = clash and one["start"] < other["end"] and other["start"] < one["end"]
            expect(not clash, f"{one['key']} and {other['key']} share a room and a time")
    milestones = {m["key"] for process in conference["processes"] for m in process["milestones"]}
    for output in conference["outputs"]:
        expect(output["milestone"] in milestones, f"output {output['key']}: milestone")


def check_contributions(
    contributions: dict[str, dict[str, Any]],
    call: dict[str, Any],
    governments: dict[str, Any],
    members: dict[str, Any],
) -> None:
    questions = {question["key"]: question for question in call["questions"]}
    levels = {choice["key"] for choice in questions["level"]["choices"]}
    closes = datetime.fromisoformat(call["closes"])
    for key, contribution in contributions.items():
        anonymous = contribution["attribution"] == "anonymous"
        expect(anonymous == (contribution["government"] is None), f"{key}: attribution and government")
        if not anonymous:
            expect(contribution["government"] in governments, f"{key}: government {contribution['government']}")
            expect(contribution["by"] in members, f"{key}: by {contribution['by']}")
            expect(
                str(contribution["by"]).startswith(f"{contribution['government']}."), f"{key}: by another delegation"
            )
            sent = datetime.fromisoformat(contribution["sent"])
            expect((sent > closes) == contribution.get("is_late", False), f"{key}: late and not so marked")
        else:
            expect(contribution["sent_precision"] == "week", f"{key}: anonymous with a precise time")
        expect("key_message" in contribution["answers"], f"{key}: no key message")
        words = 0
        for name, answer in contribution["answers"].items():
            expect(name in questions, f"{key}: question {name}")
            if name == "level":
                expect(answer in levels, f"{key}: level {answer}")
            elif name == "share_born_elsewhere":
                expect(0 <= answer <= 100, f"{key}: share {answer}")
            else:
                count = len(answer.split())
                words += count
                limits = questions[name]
                expect(count <= limits["word_limit"], f"{key} {name}: {count} words")
                expect(len(answer) <= limits["character_limit"], f"{key} {name}: {len(answer)} characters")
        expect(80 <= words <= 600, f"{key}: {words} words in all")


class Quotes:
    """Checks that a quotation is a verbatim part of the answer it names; counts what was checked."""

    def __init__(self, contributions: dict[str, dict[str, Any]]) -> None:
        self.contributions = contributions
        self.count = 0

    def check(self, quote: dict[str, Any], where: str) -> None:
        self.count += 1
        contribution = self.contributions.get(quote["contribution"])
        if contribution is None:
            problems.append(f"{where}: no contribution {quote['contribution']}")
            return
        answer = contribution["answers"].get(quote["question"])
        expect(isinstance(answer, str), f"{where}: {quote['contribution']} has no answer {quote['question']}")
        text = answer if isinstance(answer, str) else ""
        short = quote["quote"][:40]
        expect(text.count(quote["quote"]) == 1, f"{where}: “{short}” stands {text.count(quote['quote'])} times")
        expect(6 <= len(quote["quote"].split()) <= 40, f"{where}: “{short}” has the wrong length")
        after = text[text.find(quote["quote"]) + len(quote["quote"]) :][:1]
        expect(after in {"", " ", "\n"} and quote["quote"][-1] in ".?!؟»…”", f"{where}: “{short}” stops inside")


def check_recommendations(
    content: dict[str, Any],
    themes: dict[str, Any],
    quotes: Quotes,
    accredited: set[str],
    provisions: set[str],
) -> None:
    known = unique(content["recommendations"], "recommendation")
    for key, item in known.items():
        expect(item["theme"] in themes, f"{key}: theme {item['theme']}")
        expect(item["level"] in LEVELS and item["kind"] in KINDS, f"{key}: level or kind")
        expect(len(item["text"].split()) <= 70, f"{key}: {len(item['text'].split())} words")
        expect(len(sentences(item["text"])) == 1, f"{key}: more than one sentence")
        expect(item["sources"], f"{key}: no source")
        check_provisions(item["provisions"], key, provisions)
        for source in item["sources"]:
            quotes.check(source, key)
        speakers = [position["government"] for position in item["positions"]]
        expect(len(speakers) == len(set(speakers)), f"{key}: a delegation speaks twice")
        for position in item["positions"]:
            expect(position["government"] in accredited, f"{key}: position of {position['government']}")
            expect(position["position"] in POSITIONS, f"{key}: position {position['position']}")
            expect(position["position"] != "object" or position.get("reason"), f"{key}: objection without reason")
    disposed = Counter((d["contribution"], d["question"], d["quote"]) for d in content["dispositions"])
    expect(max(disposed.values()) == 1, "a passage is disposed of twice")
    for disposition in content["dispositions"]:
        where = f"disposition of {disposition['contribution']}"
        quotes.check(disposition, where)
        expect(disposition["outcome"] in OUTCOMES, f"{where}: {disposition['outcome']}")
        expect(disposition["reason"].endswith((".", "?")), f"{where}: reason is no sentence")
        expect(disposition.get("recommendation") in {None, *known}, f"{where}: recommendation")


def check_provisions(ids: list[str], where: str, provisions: set[str]) -> None:
    for identifier in ids:
        expect(not provisions or identifier in provisions, f"{where}: no provision {identifier} with proof")


def check_declaration(
    content: dict[str, Any], quotes: Quotes, recommendations: set[str], provisions: set[str]
) -> dict[str, dict[str, str]]:
    """Returns for each revision the text of each paragraph, in order."""
    texts: dict[str, dict[str, str]] = {}
    numbers: dict[str, str] = {}
    for revision in content["revisions"]:
        rows = revision["paragraphs"]
        texts[revision["key"]] = {row["id"]: row["text"] for row in rows}
        expect(len(texts[revision["key"]]) == len(rows), f"{revision['key']}: a paragraph stands twice")
        for row in rows:
            numbers.setdefault(row["id"], row["number"])
            expect(numbers[row["id"]] == row["number"], f"{revision['key']} {row['id']}: number changed")
            for bracket in row.get("brackets", []):
                expect(f"[{bracket['words']}]" in row["text"], f"{revision['key']} {row['id']}: bracket")
            end = row["text"][-1]
            last = row["id"] == rows[-1]["id"]
            right = end == "," if row["kind"] == "preambular" else end == ("." if last else ";")
            expect(right, f"{revision['key']} {row['id']}: ends with {end}")
    last_texts = texts["rev2"]
    for source in content["sources"]:
        where = f"sources of {source['paragraph']}"
        expect(source["paragraph"] in last_texts, where)
        first = next(key for key in texts if source["paragraph"] in texts[key])
        expect(first == source["since"], f"{where}: since {source['since']}, stands since {first}")
        check_provisions(source.get("provisions", []), where, provisions)
        for sentence in source.get("sentences", []):
            count = len(sentences(last_texts[source["paragraph"]]))
            expect(1 <= sentence["sentence"] <= count, f"{where}: sentence {sentence['sentence']} of {count}")
            expect(set(sentence.get("recommendations", [])) <= recommendations, f"{where}: recommendation")
            for quote in sentence["quotes"]:
                quotes.check(quote, where)
    for heading in content["headings"]:
        expect(heading["before"] in texts["zero"], f"heading before {heading['before']}")
    for edit in content["committee_edits"]:
        before = texts["rev1"][edit["paragraph"]]
        expect(before != last_texts[edit["paragraph"]], f"committee edit of {edit['paragraph']} changes nothing")
    return texts


def changed_words(base: str, proposed: str) -> tuple[int, int]:
    """The range of `base` in characters that `proposed` replaces: from the first to the last difference."""
    start = 0
    while start < min(len(base), len(proposed)) and base[start] == proposed[start]:
        start += 1
    end = 0
    while end < min(len(base), len(proposed)) - start and base[-1 - end] == proposed[-1 - end]:
        end += 1
    return start, len(base) - end


def apply(base: dict[str, str], amendments: list[dict[str, Any]]) -> dict[str, str]:
    """The texts of `base` with `amendments` merged, later ranges of a paragraph first."""
    result = dict(base)
    for paragraph in dict.fromkeys(amendment["paragraph"] for amendment in amendments):
        own = [amendment for amendment in amendments if amendment["paragraph"] == paragraph]
        if own[0]["kind"] == "add":
            result[paragraph] = own[0]["proposed_text"]
            continue
        ranges = sorted(((*changed_words(base[paragraph], a["proposed_text"]), a) for a in own), key=lambda r: -r[0])
        for later, earlier in zip(ranges, ranges[1:], strict=False):
            expect(earlier[1] <= later[0], f"{earlier[2]['key']} and {later[2]['key']} overlap")
        for start, end, amendment in ranges:
            tail = len(base[paragraph]) - end
            proposed = amendment["proposed_text"]
            result[paragraph] = (
                result[paragraph][:start] + proposed[start : len(proposed) - tail] + result[paragraph][end:]
            )
    return result


def check_amendments(
    content: dict[str, Any],
    declaration: dict[str, Any],
    decision: dict[str, Any],
    texts: dict[str, dict[str, str]],
    accredited: set[str],
) -> dict[str, Any]:
    amendments = unique(content["amendments"], "amendment")
    for key, amendment in amendments.items():
        base = texts[amendment["revision"]]
        expect(amendment["state"] in STATES, f"{key}: state {amendment['state']}")
        people = [amendment["sponsor"], *amendment["co_sponsors"]]
        people += amendment.get("supported_by", []) + amendment.get("opposed_by", [])
        expect(set(people) <= accredited, f"{key}: {set(people) - accredited} may not act")
        expect(len(people) == len(set(people)), f"{key}: a government stands twice")
        decided = amendment["state"] in {"accepted", "rejected", "withdrawn"}
        expect(decided == ("decided_on" in amendment), f"{key}: date of decision")
        expect(not decided or amendment.get("reason"), f"{key}: no reason")
        if amendment["kind"] == "add":
            expect(amendment["paragraph"] not in base and amendment["after"] in base, f"{key}: place of the addition")
        else:
            expect(amendment["paragraph"] in base, f"{key}: no paragraph {amendment['paragraph']}")
            expect(base.get(amendment["paragraph"]) != amendment["proposed_text"], f"{key}: changes nothing")
        expect((amendment["kind"] == "delete") == (amendment["proposed_text"] == ""), f"{key}: deletion and text")
    accepted = [a for a in amendments.values() if a["revision"] == "rev1" and a["state"] == "accepted"]
    edited = {edit["paragraph"] for edit in declaration["committee_edits"]}
    merged = apply(texts["rev1"], accepted)
    expect(set(merged) == set(texts["rev2"]), "Rev.2 has other paragraphs than Rev.1 and its amendments give")
    for paragraph, text in texts["rev2"].items():
        if paragraph not in edited:
            expect(merged.get(paragraph) == text, f"Rev.2 {paragraph} is not Rev.1 with its amendments")
    for conflict in content["conflicts"]:
        base = texts["rev2"][conflict["paragraph"]]
        expect(
            conflict["words"] in base, f"{conflict['between']}: {conflict['words']} is not in {conflict['paragraph']}"
        )
        pair = [changed_words(base, amendments[key]["proposed_text"]) for key in conflict["between"]]
        expect(pair[0][0] < pair[1][1] and pair[1][0] < pair[0][1], f"{conflict['between']} do not overlap")
    settled = {row["amendment"]: row for row in decision["settlement"]["amendments"]}
    still_open = {key for key, a in amendments.items() if a["state"] in {"standing", "submitted"}}
    expect(set(settled) == still_open, f"settled and open differ: {set(settled) ^ still_open}")
    taken = [amendments[key] for key, row in settled.items() if row["outcome"] == "accepted"]
    final = {row["id"]: row["text"] for row in decision["final"]["paragraphs"]}
    expect(apply(texts["rev2"], taken) == final, "the adopted text is not Rev.2 with the settled amendments")
    expect("[" not in "".join(final.values()), "the adopted text has a bracket")
    return amendments


def check_versions(
    content: dict[str, Any],
    declaration: dict[str, Any],
    texts: dict[str, dict[str, str]],
    final: dict[str, str],
    amendments: dict[str, Any],
) -> None:
    """Each unit stands in the revision that it renders; what is not waived is complete at the end, and reviewed."""
    headings = {f"h-{row['before']}": row["title"] for row in declaration["headings"]}
    texts = {**texts, "final": final}
    for version in content["versions"]:
        language, rendered, states = version["language"], {}, {}
        steps = [(part["at"], 0, part) for part in version["rounds"]] + [(p["at"], 1, p) for p in version["reviews"]]
        for at, kind, part in sorted(steps, key=lambda step: step[:2]):
            expect(at > version["opened"], f"{language}: {at} is before the opening")
            there = {**texts[part["revision"]], **{key: key for key in headings}, "chapeau": "chapeau"}
            units = part["paragraphs"] if kind else [unit["paragraph"] for unit in part["units"]]
            for key in units:
                expect(key in there, f"{language}: {key} is not in {part['revision']}")
            if kind:
                for key in units:
                    expect(states.get(key) == "draft", f"{language}: {key} is reviewed and was no draft")
                    expect(rendered.get(key) == there.get(key), f"{language}: {key} is reviewed and behind")
                    states[key] = "reviewed"
                continue
            for unit in part["units"]:
                key = unit["paragraph"]
                expect(unit["state"] in {"draft", "reviewed"}, f"{language}: {key}: state {unit['state']}")
                expect(unit["text"] == headings.get(key, {}).get(language, unit["text"]), f"{language}: {key}: title")
                rendered[key], states[key] = there.get(key), unit["state"]
        at_end = {**final, **{key: key for key in headings}, "chapeau": "chapeau"}
        lagging = {key for key in at_end if rendered.get(key) != at_end[key] or states[key] != "reviewed"}
        expect(bool(lagging) == bool(version.get("waiver")), f"{language}: {sorted(lagging)}, and the waiver")
    for item in content["renderings"]:
        expect(item["amendment"] in amendments, f"rendering of {item['amendment']}")


def check_after(
    decision: dict[str, Any],
    endorsements: list[dict[str, Any]],
    commitments: list[dict[str, Any]],
    reviews: dict[str, Any],
    members: dict[str, Any],
    accredited: set[str],
    provisions: set[str],
) -> None:
    silence, adoption = decision["silence"], decision["adoption"]
    expect(set(silence["entitled"]) == accredited, "the entitled are not the accredited")
    opens, closes = (datetime.fromisoformat(silence[key]) for key in ("opens", "closes"))
    expect(closes - opens >= timedelta(hours=72), "the silence is shorter than 72 hours")
    for objection in silence["objections"]:
        expect(objection["government"] in accredited, f"objection of {objection['government']}")
        expect(opens <= datetime.fromisoformat(objection["at"]) <= closes, "objection outside the silence")
    expect(
        set(adoption["present"]) | set(adoption["absent"]) == accredited, "present and absent are not the accredited"
    )
    final = {row["id"]: row for row in decision["final"]["paragraphs"]}
    for said in adoption["reservations"] + adoption["explanations"]:
        expect(
            said["by"] in members and said["government"] in adoption["present"], f"{said['government']} spoke absent"
        )
        expect(said["paragraph"] in final, f"paragraph {said['paragraph']}")
    unique(endorsements, "endorsement")
    expect(len({e["government"] for e in endorsements}) == len(endorsements), "a government endorses twice")
    for endorsement in endorsements:
        member = members.get(endorsement["by"], {})
        expect(endorsement["government"] in accredited, f"{endorsement['key']}: not accredited")
        expect(member.get("name") == endorsement["person"], f"{endorsement['key']}: {endorsement['person']}")
        expect(endorsement["text"] == decision["final"]["symbol"], f"{endorsement['key']}: text")
        expect(endorsement["endorsed_at"] > adoption["at"], f"{endorsement['key']}: before adoption")
        expect(endorsement["verified_at"] > endorsement["endorsed_at"], f"{endorsement['key']}: verified before")
    for commitment in commitments:
        paragraph = final.get(commitment["paragraph"], {"text": "", "final_number": ""})
        expect(commitment["text"] in sentences(paragraph["text"]), f"{commitment['key']}: not in the adopted text")
        expect(commitment["final_number"] == paragraph["final_number"], f"{commitment['key']}: number")
        expect(commitment["owner"] in accredited and commitment["progress"], f"{commitment['key']}: owner or progress")
    stages = {stage["key"] for stage in reviews["round"]["stages"]}
    check_provisions(reviews["round"]["provisions"], "round", provisions)
    pairs = Counter((report["government"], report["provision"]) for report in reviews["reports"])
    expect(max(pairs.values()) == 1, "a government reports twice on a provision")
    opens, closes = (datetime.fromisoformat(reviews["round"][key]) for key in ("opens", "closes"))
    for report in unique(reviews["reports"], "report").values():
        expect(report["provision"] in reviews["round"]["provisions"], f"{report['key']}: provision")
        expect(report["government"] in accredited and report["by"] in members, f"{report['key']}: government")
        expect(report["stage"] in stages, f"{report['key']}: stage {report['stage']}")
        expect(report.get("figure", {"year": 0})["year"] <= 2017, f"{report['key']}: year to come")
        expect(opens <= datetime.fromisoformat(report["sent"]) <= closes, f"{report['key']}: outside the round")


def proven_provisions() -> set[str]:
    """Identifiers of all provisions whose reference is not marked unverified; empty where the data is absent."""
    found: set[str] = set()
    for path in sorted(FRAMEWORKS.glob("*.yaml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        if "framework" in content:
            found |= {item["id"] for item in content["items"] if item.get("check") != "unverified"}
    return found


def main() -> int:
    names = "conference call governments contributions themes recommendations declaration amendments decision"
    files = {name: load(name) for name in [*names.split(), "versions", "reviews", "endorsements", "commitments"]}
    provisions = proven_provisions()
    expect(provisions, f"the frameworks are not in {FRAMEWORKS}")
    check_texts(files)
    governments = unique(files["governments"], "government")
    accredited = {key for key, g in governments.items() if g["registration"]["state"] == "accredited"}
    members = check_governments(governments)
    check_conference(files["conference"], members, accredited)
    contributions = unique(files["contributions"], "contribution")
    check_contributions(contributions, files["call"], governments, members)
    quotes = Quotes(contributions)
    themes = unique(files["themes"], "theme")
    for key, theme in themes.items():
        expect(len(theme["members"]) >= 5, f"theme {key}: {len(theme['members'])} passages")
        tongues = {contributions[m["contribution"]]["language"] for m in theme["members"]}
        expect(len(tongues) >= 3, f"theme {key}: languages {tongues}")
        for member in theme["members"]:
            quotes.check(member, f"theme {key}")
    content = files["recommendations"]
    check_recommendations(content, themes, quotes, accredited, provisions)
    keys = {item["key"] for item in content["recommendations"]}
    texts = check_declaration(files["declaration"], quotes, keys, provisions)
    amendments = check_amendments(files["amendments"], files["declaration"], files["decision"], texts, accredited)
    final = {row["id"]: row["text"] for row in files["decision"]["final"]["paragraphs"]}
    check_versions(files["versions"], files["declaration"], texts, final, amendments)
    check_after(
        files["decision"],
        files["endorsements"],
        files["commitments"],
        files["reviews"],
        members,
        accredited,
        provisions,
    )
    languages = Counter(c["language"] for c in contributions.values())
    print(f"governments {len(governments)} ({len(accredited)} accredited), members {len(members)}")
    print(f"contributions {len(contributions)} {dict(languages)}, themes {len(themes)}")
    print(f"recommendations {len(keys)}, positions {sum(len(r['positions']) for r in content['recommendations'])}")
    print(f"dispositions {len(content['dispositions'])} {dict(Counter(d['outcome'] for d in content['dispositions']))}")
    print(f"paragraphs { ({key: len(text) for key, text in texts.items()}) }")
    print(f"amendments {len(amendments)} {dict(Counter(a['state'] for a in amendments.values()))}")
    print(f"reports {len(files['reviews']['reports'])}, endorsements {len(files['endorsements'])}")
    print(f"commitments {len(files['commitments'])}, quotations checked {quotes.count}")
    for problem in problems:
        print(f"PROBLEM {problem}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
