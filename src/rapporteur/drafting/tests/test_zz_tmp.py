import time, random, gzip, pytest
from rapporteur.drafting.actions import *
from rapporteur.drafting.queries import revision_page, compilation
from rapporteur.drafting.queries import redlines
from rapporteur.foundation.conferences.queries import system_reader
from datetime import timedelta
pytestmark = pytest.mark.django_db
def test_big(conference, accredit, at_work, client, client_as):
    system = system_reader(conference)
    random.seed(1)
    words = "give every person access to basic services in the city with national offices figures schools health and shelter while protecting privacy of all who are counted by local government".split()
    draft = open_draft(conference=conference, title={"en": "D"}, symbol="L.1", by=system)
    rev = begin_revision(draft=draft, by=system)
    t=time.time()
    for n in range(200):
        text = " ".join(random.choice(words) for _ in range(60)) + "."
        set_wording(revision=rev, key=f"p{n}", kind="operative", number=str(n), text=text, by=system)
    freeze_revision(revision=rev, by=system)
    open_amendments(draft=draft, closes_at=at_work+timedelta(days=3), by=system)
    towns=[accredit() for _ in range(20)]
    from rapporteur.drafting.models import Amendment
    ws = {w.paragraph.key: w for w in rev.wordings.select_related("paragraph")}
    def amend(key, i):
        w = ws[key]; toks = w.text.split(" "); k=random.randrange(len(toks)-2); toks[k]=f"w{i}x"
        return table_amendment(paragraph=w.paragraph, revision=rev, kind="change", proposed_text=" ".join(toks), rationale="Because of this and that.", by=system, government=towns[i%20])
    for i in range(500):
        a = amend(f"p{random.randrange(200)}" if i<460 else "p3", i)
        (declare_admissible if i%2 else accept_amendment)(amendment=a, by=system)
    print("built", time.time()-t)
    for name in ("draft/", "draft/compilation/", "draft/"):
        redlines.redline_of.cache_clear() if name=="draft/" and False else None
        t=time.time(); r=client.get(f"/en/cities/{name}"); print(name, r.status_code, len(r.content), len(gzip.compress(r.content)), round(time.time()-t,3))
    c=client_as("rapporteur"); 
    close_amendments(draft=draft, by=system); r1=begin_revision(draft=draft, by=system)
    t=time.time(); r=c.get("/en/cities/draft/desk/"); print("desk", r.status_code, len(r.content), round(time.time()-t,3))
    t=time.time(); x=apply_accepted(revision=r1, by=system); print("apply", len(x[0]), len(x[1]), round(time.time()-t,3))
    import cProfile,pstats
    for f in (redlines.redline_of, redlines.words_in_conflict, redlines._touched): f.cache_clear()
    pr=cProfile.Profile(); pr.enable(); client.get("/en/cities/draft/0/"); pr.disable()
    pstats.Stats(pr).sort_stats("cumtime").print_stats(45)
