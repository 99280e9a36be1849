from __future__ import annotations

import pytest

from rapporteur_core.redline.tests.drafts import told


@pytest.mark.parametrize(
    ("mail", "outcome"),
    [
        (
            "En el párrafo 1, sustitúyase «migrants and their» por «migrants, refugees and their».",
            ["OP1: Call upon States to protect migrants, refugees and their families; migrants matter;"],
        ),
        ("Suprímase el párrafo 4.", ["-OP4"]),
        ("Suprímase el PP1.", ["-PP1"]),
        (
            "En el párrafo 2, suprímanse las palabras «with care».",
            ["OP2: Commit to act. We count. We publish figures each year."],
        ),
        (
            "En el párrafo 1 de la parte dispositiva, sustitúyanse las palabras «and their families» por «and all families».",
            ["OP1: Call upon States to protect migrants and all families; migrants matter;"],
        ),
        (
            "En el segundo párrafo del preámbulo, reemplácese “rights” por “human rights”.",
            ["PP2: Noting the migrants’ human rights,"],
        ),
        (
            "Añádase al final del párrafo 2: «everywhere»",
            ["OP2: Commit to act. We count with care. We publish figures each year everywhere."],
        ),
        (
            "Agréguese al final del párrafo 2 la siguiente oración: «We listen.»",
            ["OP2: Commit to act. We count with care. We publish figures each year. We listen."],
        ),
        (
            "Insértese después del párrafo 2 un nuevo párrafo: «Encourages cities to share;»",
            ["+OP2 bis: Encourages cities to share;"],
        ),
        (
            "Después del párrafo 2, insértese un nuevo párrafo que diga: «Encourages cities to share;»",
            ["+OP2 bis: Encourages cities to share;"],
        ),
        ("Antes del párrafo 4, añádase el siguiente párrafo: «Resolve to act;»", ["+OP3 bis: Resolve to act;"]),
        (
            "En el párrafo 1, después de «families», insértese «and friends».",
            ["OP1: Call upon States to protect migrants and their families and friends; migrants matter;"],
        ),
        ("En el párrafo 3 b), suprímase «as appropriate».", ["(b): To publish “open data”;"]),
        (
            "En el apartado b) del párrafo 3, sustitúyase «publish» por «share».",
            ["(b): To share “open data” as appropriate;"],
        ),
        (
            "En el párrafo 2, segunda oración, sustitúyase «care» por «great care».",
            ["OP2: Commit to act. We count with great care. We publish figures each year."],
        ),
        ("Suprímase la segunda oración del párrafo 2.", ["OP2: Commit to act. We publish figures each year."]),
        (
            "En el párrafo 1, sustitúyase «migrants» por «people» cada vez que aparezca.",
            ["OP1: Call upon States to protect people and their families; people matter;"],
        ),
        (
            "En el párrafo 1, sustitúyase la primera aparición de «migrants» por «people».",
            ["OP1: Call upon States to protect people and their families; migrants matter;"],
        ),
        ("El párrafo 4 debe decir: «Decide to meet in two years.»", ["OP4: Decide to meet in two years."]),
        (
            "Sustitúyase el párrafo 4 por el siguiente: «Decide to meet in two years.»",
            ["OP4: Decide to meet in two years."],
        ),
        ("Suprímanse los párrafos 2 a 4.", ["-OP2 | -OP3 | -(a) | -(b) | -OP4"]),
        ("En la última línea del párrafo 4, sustitúyase «again» por «soon».", ["OP4: Decide to meet soon."]),
        ("Renumérense los párrafos siguientes en consecuencia.", ["renumber"]),
        ("Renumérese el párrafo 4 como párrafo 5.", ["OP4 = OP5"]),
        ("El párrafo 4 pasa a ser el párrafo 5.", ["OP4 = OP5"]),
        ("Trasládese el párrafo 4 después del párrafo 1.", ["OP4 > OP1"]),
        ("Fusiónense los párrafos 1 y 4.", ["? not_two: Fusiónense los párrafos 1 y 4."]),
        (
            "Divídase el párrafo 2 después de la primera oración.",
            ["OP2: Commit to act. | +OP2 bis: We count with care. We publish figures each year."],
        ),
        ("Al principio del párrafo 4, insértese «With thanks, »", ["OP4: With thanks, Decide to meet again."]),
        ("Suprimir las palabras «as appropriate».", ["(b): To publish “open data”;"]),
        ("Proponemos sustituir «again» por «soon» en el párrafo 4.", ["OP4: Decide to meet soon."]),
        (
            "Agregar «and friends» después de «families» en el párrafo 1.",
            ["OP1: Call upon States to protect migrants and their families and friends; migrants matter;"],
        ),
        (
            "Modifíquese el párrafo 4 para que diga lo siguiente: «Decide to meet in two years.»",
            ["OP4: Decide to meet in two years."],
        ),
    ],
)
def test_a_sentence_in_spanish_is_placed_and_applied(mail: str, outcome: list[str]) -> None:
    assert told(mail, "es") == outcome


@pytest.mark.parametrize(
    ("mail", "outcome"),
    [
        ("En el párrafo 1, sustitúyase «migrants» por «people».", ["? several: migrants"]),
        ("En el párrafo 9, suprímase «a».", ["? no_paragraph: 9"]),
        ("Inviértanse los párrafos 1 y 2.", ["? operation: Inviértanse los párrafos 1 y 2."]),
        ("Renumérese el párrafo 2 como párrafo 4.", ["? number_taken: OP4"]),
    ],
)
def test_what_cannot_be_placed_in_spanish_is_told_with_its_words(mail: str, outcome: list[str]) -> None:
    assert told(mail, "es") == outcome
