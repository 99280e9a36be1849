"""A run: from the contributions to the themes, stopped, killed, done again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from rapporteur.consolidation import actions, queries, tasks
from rapporteur.consolidation.models import DuplicateGroup, Mapping, Related, Run, Theme, ThemePassage
from rapporteur.contributions.models import Contribution
from rapporteur.foundation.journal.models import Entry
from rapporteur.foundation.people.reader import Refused
from rapporteur_core.engines import embedded

from .speaking import say


def members_by_theme():
    rows = ThemePassage.objects.order_by("passage_id").values_list("theme__number", "passage_id")
    found = {}
    for number, passage in rows:
        found.setdefault(number, []).append(passage)
    return found


def test_a_run_gives_themes_whose_counts_fit_their_passages(conference, spoken, consolidate):
    run = consolidate()
    assert (run.state, run.trouble, len(run.digest)) == ("done", "", 64)
    assert Theme.objects.count() >= 2
    for theme in Theme.objects.all():
        rows = ThemePassage.objects.filter(theme=theme)
        assert theme.passage_count == rows.count()
        assert theme.text_count == rows.values("passage__contribution").distinct().count()
        assert theme.state == "proposed"
    assert run.counts["contributions"] == 15
    assert run.counts["unsorted"] + ThemePassage.objects.count() == run.counts["passages"]
    assert Related.objects.count() == 15


def test_the_same_input_and_seed_give_the_same_digest_and_the_same_members(conference, spoken, consolidate):
    first = consolidate()
    before = members_by_theme()
    second = consolidate()
    assert (second.digest, members_by_theme()) == (first.digest, before)
    assert second.counts["input"] == first.counts["input"]


def test_another_text_gives_another_digest(conference, spoken, consolidate):
    first = consolidate()
    say(conference, "Something quite different about ports and ferries.")
    assert consolidate().digest != first.digest


def test_storing_is_one_entry_in_the_journal_with_the_digest(conference, spoken, consolidate):
    run = consolidate()
    entries = Entry.objects.filter(act="consolidated")
    assert [entry.opening.content["digest"] for entry in entries] == [run.digest]


def test_only_one_run_waits_or_runs_at_a_time(conference, spoken, reader_as):
    by = reader_as("secretariat")
    actions.ask_run(conference=conference, by=by)
    with pytest.raises(Refused, match="waits or runs already"):
        actions.ask_run(conference=conference, by=by)
    assert Run.objects.count() == 1


def test_a_run_over_nothing_is_refused(conference, reader_as):
    with pytest.raises(Refused, match="nothing to consolidate"):
        actions.ask_run(conference=conference, by=reader_as("rapporteur"))


@pytest.mark.parametrize("role", [None, "delegate", "mayor", "observer", "drafter"])
def test_only_secretariat_and_rapporteur_start_a_run(conference, spoken, reader_as, role):
    with pytest.raises(Refused, match="Only the secretariat and the rapporteur"):
        actions.ask_run(conference=conference, by=reader_as(role))
    assert not Run.objects.exists()


class Killed(BaseException):
    """Stands for the end of the process: nothing catches it."""


def test_a_killed_run_goes_on_after_its_last_finished_step(conference, spoken, reader_as, monkeypatch):
    run = actions.ask_run(conference=conference, by=reader_as("rapporteur"))

    def die(*args, **kwargs):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(embedded, "find_themes", die)
        with pytest.raises(Killed):
            tasks.carry_out(run)
    run.refresh_from_db()
    assert (run.state, run.attempt_count) == ("running", 1)
    assert sorted(path.name for path in tasks.folder(run).iterdir()) == ["0-duplicates.json.gz", "1-related.json.gz"]
    assert queries.next_due() is None  # its process might still live
    Run.objects.update(beat_at=timezone.now() - timedelta(seconds=21))
    assert queries.next_due() == run
    monkeypatch.setattr(embedded, "find_duplicates", die)
    monkeypatch.setattr(embedded, "find_nearest", die)
    run = tasks.carry_out(run)
    assert (run.state, run.attempt_count) == ("done", 2)
    assert not tasks.folder(run).exists()


def test_a_resumed_run_gives_what_an_uninterrupted_one_gives(conference, spoken, consolidate, reader_as, monkeypatch):
    whole = consolidate()
    run = actions.ask_run(conference=conference, by=reader_as("rapporteur"))
    with monkeypatch.context() as patch:
        patch.setattr(embedded, "map_passages", lambda *args, **kwargs: 1 / 0)
        assert tasks.carry_out(run).state == "failed"
    actions.resume_run(run=run, by=reader_as("rapporteur"))
    assert tasks.carry_out(run).digest == whole.digest


def test_a_step_that_was_cut_off_on_disk_is_done_again(conference, spoken, reader_as, monkeypatch):
    run = actions.ask_run(conference=conference, by=reader_as("rapporteur"))
    with monkeypatch.context() as patch:
        patch.setattr(embedded, "find_themes", lambda *args, **kwargs: 1 / 0)
        tasks.carry_out(run)
    for path in tasks.folder(run).iterdir():
        path.write_bytes(path.read_bytes()[:-20])
    actions.resume_run(run=run, by=reader_as("rapporteur"))
    assert tasks.carry_out(run).state == "done"


def test_steps_of_another_input_are_not_taken_over(conference, spoken, consolidate, reader_as, monkeypatch):
    run = actions.ask_run(conference=conference, by=reader_as("rapporteur"))
    with monkeypatch.context() as patch:
        patch.setattr(embedded, "find_themes", lambda *args, **kwargs: 1 / 0)
        tasks.carry_out(run)
    say(conference, "Ferries and ports are where newcomers arrive; nobody speaks of them.")
    actions.resume_run(run=run, by=reader_as("rapporteur"))
    run = tasks.carry_out(run)
    assert (run.state, run.counts["contributions"]) == ("done", 16)
    assert consolidate().digest == run.digest


def test_a_run_whose_process_was_lost_three_times_has_failed(conference, spoken, reader_as):
    run = actions.ask_run(conference=conference, by=reader_as("rapporteur"))
    Run.objects.update(state="running", attempt_count=3, beat_at=timezone.now() - timedelta(minutes=1))
    assert actions.begin_run(run=run, by=reader_as("rapporteur")) is False
    assert actions.give_up_lost(run=run, by=reader_as("rapporteur")) is True
    run.refresh_from_db()
    assert (run.state, "three times" in run.trouble) == ("failed", True)


def test_a_run_that_another_process_has_is_left_alone(conference, spoken, reader_as):
    run = actions.ask_run(conference=conference, by=reader_as("rapporteur"))
    assert actions.begin_run(run=run, by=reader_as("rapporteur")) is True
    assert tasks.carry_out(run).state == "running"
    assert not Theme.objects.exists()


def test_a_stopped_run_keeps_its_steps_and_stores_nothing(conference, spoken, reader_as, monkeypatch):
    by = reader_as("secretariat")
    run = actions.ask_run(conference=conference, by=by)
    find = embedded.find_duplicates

    def stop_then_find(*args, **kwargs):
        actions.stop_run(run=run, by=by)
        return find(*args, **{**kwargs, "progress": None})

    monkeypatch.setattr(embedded, "find_duplicates", stop_then_find)
    run = tasks.carry_out(run)
    assert (run.state, Theme.objects.count()) == ("stopped", 0)
    assert [path.name for path in tasks.folder(run).iterdir()] == ["0-duplicates.json.gz"]
    actions.resume_run(run=run, by=by)
    assert tasks.carry_out(run).state == "done"


def test_a_run_that_still_waits_is_stopped_at_once_and_only_once(conference, spoken, reader_as):
    by = reader_as("secretariat")
    run = actions.stop_run(run=actions.ask_run(conference=conference, by=by), by=by)
    assert run.state == "stopped"
    with pytest.raises(Refused, match="doesn't run"):
        actions.stop_run(run=run, by=by)


def test_a_run_that_is_done_cannot_be_resumed(conference, spoken, consolidate, reader_as):
    run = consolidate()
    with pytest.raises(Refused, match="stopped or failed"):
        actions.resume_run(run=run, by=reader_as("rapporteur"))


def test_progress_is_told_at_most_twice_a_second_and_without_the_journal(conference, spoken, reader_as):
    run = actions.ask_run(conference=conference, by=reader_as("rapporteur"))
    actions.begin_run(run=run, by=reader_as("rapporteur"))
    before = Entry.objects.count()
    tell = tasks._teller(run)
    for done in range(1000):
        tell("related", done, 1000)
    run.refresh_from_db()
    assert (run.step, run.done_count, Entry.objects.count()) == ("related", 0, before)


def test_a_worker_that_ends_hands_its_run_back_without_counting_an_attempt(conference, spoken, reader_as):
    run = actions.ask_run(conference=conference, by=reader_as("rapporteur"))
    actions.begin_run(run=run, by=reader_as("rapporteur"))
    actions.hand_back(run=run)
    run.refresh_from_db()
    assert (run.state, run.attempt_count) == ("waiting", 0)


def test_what_is_withdrawn_while_a_run_works_is_left_out(conference, spoken, reader_as, monkeypatch):
    run = actions.ask_run(conference=conference, by=reader_as("rapporteur"))
    gone = spoken["schools"][0]
    find = embedded.map_passages

    def withdraw_then_map(*args, **kwargs):
        Contribution.objects.filter(pk=gone.pk).update(state="withdrawn")
        return find(*args, **kwargs)

    monkeypatch.setattr(embedded, "map_passages", withdraw_then_map)
    assert tasks.carry_out(run).state == "done"
    assert not ThemePassage.objects.filter(passage__contribution=gone).exists()
    assert not Related.objects.filter(contribution=gone).exists()
    assert all(gone.pk not in [pk for pk, _score in row.nearest] for row in Related.objects.all())


def test_drafts_and_withdrawn_contributions_are_no_material(conference, spoken):
    say(conference, "A draft of mine.", state="draft")
    say(conference, "Something withdrawn.", state="withdrawn")
    assert len(queries.material(conference, seed=0).contributions) == 15


def test_copies_form_a_group_and_count_once_as_a_voice(conference, spoken, make_government, consolidate):
    text = spoken["housing"][0].answers.get().text
    for _copy in range(4):
        say(conference, text)
    consolidate()
    group = DuplicateGroup.objects.get()
    assert (group.kind, group.members.count()) == ("exact", 5)
    theme = Theme.objects.get(memberships__passage__contribution=spoken["housing"][0])
    assert theme.voice_count == theme.text_count - 4


def test_a_citation_is_mapped_to_its_provision(conference, spoken, consolidate):
    passage = say(conference, "This is what objective 15 of the Global Compact for Migration asks.").passages.get()
    consolidate()
    mapping = Mapping.objects.get(passage=passage, by="citation")
    assert (mapping.provision, mapping.state, mapping.conference_id) == ("gcm.obj.15", "proposed", conference.pk)
    assert mapping.words[0] in passage.text
