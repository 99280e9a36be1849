"""Cut the typefaces of PDF files to what they need: `python tools/typefaces.py NOTO CJK`.

NOTO is the folder of the Noto fonts (Debian's fonts-noto-core has it), CJK the file NotoSansCJK-Regular.ttc. Needs fontTools.
Hints for screens are left out, and of the ideographs those beyond the national standards. The licences (SIL Open Font
License 1.1) allow it; no name of these typefaces is reserved.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

FOLDER = Path(__file__).parents[1] / "src/rapporteur_core/documents/fonts"
# Of living scripts written from left to right or from right to left; Mongolian is written from top to bottom.
SCRIPTS = (
    *("Sans Hebrew", "Sans Bengali", "Sans Gurmukhi", "Sans Gujarati", "Sans Oriya", "Sans Tamil", "Sans Telugu"),
    *("Sans Kannada", "Sans Malayalam", "Sans Sinhala", "Sans Thai", "Sans Lao", "Serif Tibetan", "Sans Myanmar"),
    *("Sans Georgian", "Sans Armenian", "Sans Ethiopic", "Sans Khmer", "Sans Javanese", "Sans Thaana"),
    *("Sans Tifinagh", "Sans NKo", "Sans CanadianAboriginal", "Sans Cherokee"),
)
ROWS = range(0xA1, 0xFF)
KANA = {*range(0x3000, 0x3100), *range(0x3105, 0x318F), *range(0x31F0, 0x3200), *range(0xFF01, 0xFF61)}


def main() -> int:
    noto, collection = Path(sys.argv[1]), Path(sys.argv[2])
    for script in SCRIPTS:
        name = f"Noto{script.replace(' ', '')}-Regular"
        font = TTFont(noto / f"{name}.ttf")
        _save(font, set(font.getBestCmap()), FOLDER / f"{name}.ttf", ["*"])
    _save_han(collection)
    print(f"{sum(each.stat().st_size for each in FOLDER.iterdir()) / 1e6:.1f} MB in {FOLDER}")
    return 0


def _save_han(collection: Path) -> None:
    """One face with the forms of China, and of Japan and Taiwan the letters whose forms differ."""
    faces = {str(each["name"].getDebugName(4))[-2:]: each for each in TTCollection(collection).fonts[:5]}
    chinese, taiwanese = _letters("gb2312", range(0xB0, 0xF8)), _letters("big5", range(0xA4, 0xC7), range(0x40, 0xFF))
    japanese, korean = _letters("euc_jp", range(0xB0, 0xD0)), _letters("euc_kr", range(0xB0, 0xC9))
    own = {"SC": chinese | taiwanese | japanese | korean | KANA, "JP": japanese | KANA, "TC": taiwanese}
    maps = {name: face.getBestCmap() for name, face in faces.items()}
    for name, letters in own.items():
        kept = {each for each in letters if name == "SC" or maps[name].get(each) != maps["SC"].get(each)}
        _save(faces[name], kept & set(maps[name]), FOLDER / f"NotoSansCJK{name.lower()}-Regular.otf", [])


def _letters(encoding: str, rows: range, cells: range = ROWS) -> set[int]:
    """The letters in these rows of a national standard."""
    found = (bytes([row, cell]).decode(encoding, "ignore") for row in rows for cell in cells)
    return {ord(each) for each in found if len(each) == 1}


def _save(font: TTFont, letters: set[int], path: Path, features: list[str]) -> None:
    options = subset.Options(hinting=False, layout_features=features, name_IDs=["*"], notdef_outline=True)
    options.recalc_timestamp = font.recalcTimestamp = False
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=letters)
    subsetter.subset(font)
    font.save(path)


if __name__ == "__main__":
    sys.exit(main())
