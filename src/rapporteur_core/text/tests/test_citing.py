from __future__ import annotations

import time

import pytest

from rapporteur_core.text import Citation, citations

CASES = {
    "gcm.obj.15": [
        "GCM objective 15",
        "objective 15 of the Global Compact",
        "Objective 15 of the Global Compact for Safe, Orderly and Regular Migration",
        "objectif 15 du Pacte mondial",
        "objectif 15 du Pacte mondial pour des migrations sûres, ordonnées et régulières",
        "objetivo 15 del Pacto Mundial",
        "objetivo 15 del Pacto Mundial para la Migración Segura, Ordenada y Regular",
        "objetivo 15 do Pacto Global para as Migrações",
        "objectiu 15 del Pacte Mundial",
        "الهدف 15 من الاتفاق العالمي",
        "الهدف ١٥ من الاتفاق العالمي من أجل الهجرة",
        "A/RES/73/195, para. 31",
    ],
    "gcm.act.15b": ["A/RES/73/195, 31 (b)", "paragraph 31 (b) of A/RES/73/195", "objective 15 (b) of the GCM"],
    "gcm.prin.a": ["A/RES/73/195, para. 15 (a)"],
    "gcm.para.44": ["paragraph 44 of the Global Compact for Migration"],
    "nua.para.28": [
        "para. 28 NUA",
        "NUA, para 28",
        "NUA §28",
        "paragraph 28 of the New Urban Agenda",
        "paragraphe 28 du Nouveau Programme pour les villes",
        "párrafo 28 de la Nueva Agenda Urbana",
        "parágrafo 28 da Nova Agenda Urbana",
        "الفقرة 28 من الخطة الحضرية الجديدة",
        "A/RES/71/256, para. 28",
        "New Urban Agenda (A/RES/71/256), paragraph 28",
    ],
    "nua.para.14a": ["paragraph 14 (a) of the New Urban Agenda"],
    "nyd.54": ["paragraph 54 of the New York Declaration", "A/RES/71/1, 54", "الفقرة 54 من إعلان نيويورك"],
    "nyd.annexII.8u": ["annex II, paragraph 8 (u) of the New York Declaration"],
    "gcr.para.10": ["para. 10 of the Global Compact on Refugees", "paragraphe 10 du Pacte mondial sur les réfugiés"],
    "sdg.10.7": ["SDG target 10.7", "target 10.7", "cible 10.7", "meta 10.7", "SDG 10.7", "ODS 10.7", "الغاية 10-7"],
    "sdg.10.c": ["target 10.c of the SDGs"],
    "sdg.11": ["SDG 11"],
}


@pytest.mark.parametrize(("provision", "text"), [(key, text) for key, texts in CASES.items() for text in texts])
def test_a_citation_is_found_whole_and_named_as_in_the_frameworks(provision: str, text: str) -> None:
    assert citations(f"We note {text}; more.") == [Citation(8, 8 + len(text), provision)]


@pytest.mark.parametrize(
    "text",
    [
        "Objective 15 of our plan",
        "paragraph 6 of the Global Compact",
        "objective 3 of the Global Compact on Refugees",
        "target 10.7 million people",
        "la meta 10.7 millones",
        "SDG target 18.1",
        "paragraph 28 of this declaration",
        "a Nuance 28",
        "",
    ],
)
def test_what_only_looks_like_a_citation_is_left_alone(text: str) -> None:
    assert citations(text) == []


def test_each_number_of_a_list_is_cited_in_its_own_place() -> None:
    text = "objectives 15, 16 and 19 of the GCM"
    assert [(text[c.start : c.end], c.provision) for c in citations(text)] == [
        ("objectives 15", "gcm.obj.15"),
        ("16", "gcm.obj.16"),
        ("19 of the GCM", "gcm.obj.19"),
    ]


def test_a_range_cites_every_paragraph_in_it() -> None:
    found = citations("paras. 28-30 of the NUA")
    assert [(c.start, c.end, c.provision) for c in found] == [(0, 23, f"nua.para.{n}") for n in (28, 29, 30)]


def test_an_unknown_provision_is_kept_and_told() -> None:
    found = citations("objective 99 of the GCM, GCM objective 15", known={"gcm.obj.15"})
    assert [(c.provision, c.is_known) for c in found] == [("gcm.obj.99", False), ("gcm.obj.15", True)]


def test_a_paragraph_inside_a_known_range_is_that_range() -> None:
    found = citations("para. 35 of the GCR", known={"gcr.para.33-44", "gcr.para.14-48"})
    assert found == [Citation(0, 19, "gcr.para.33-44", True)]


@pytest.mark.parametrize("piece", ["para. 1 ", "para 1, 1, 1 and 1", " ", "GCM ", "target 1.1, 1.2, ", "1, "])
def test_a_long_text_without_end_costs_no_more_than_its_length(piece: str) -> None:
    began = time.perf_counter()
    citations("para 1 " + piece * (200_000 // len(piece)))
    assert time.perf_counter() - began < 4
