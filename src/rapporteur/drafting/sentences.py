"""The sentences said of a Word file that cannot be taken, or of what is in it, in the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapporteur.foundation.ui.said import number
from rapporteur_core.documents.child import Failed
from rapporteur_core.redline.instructing import Refusal

# Of a file: the sentences of rapporteur_core.documents.problems, here so that they are translated.
OF_WORD = {
    "word_is_old": gettext_lazy(
        "This is a Word file from before 2007 (.doc), whatever its name says. Open it in Word and "
        "save it as “Word document (.docx)”."
    ),
    "word_password": gettext_lazy(
        "The file is protected by a password and cannot be opened here. Save it without a password."
    ),
    "word_is_office": gettext_lazy(
        "This is an Office file from before 2007 and no Word document. Save the text as a Word document (.docx)."
    ),
    "word_is_excel": gettext_lazy(
        "This is an Excel workbook and not a Word document. Send the text as a Word document (.docx)."
    ),
    "word_is_powerpoint": gettext_lazy(
        "This is a PowerPoint presentation and not a Word document. Send the text as a Word document (.docx)."
    ),
    "word_is_opendocument": gettext_lazy(
        "This is an OpenDocument file and not a Word document. Save it as “Word 2007–365 (.docx)”; "
        "tracked changes are kept."
    ),
    "word_is_pdf": gettext_lazy(
        "This is a PDF and not a Word document. Send the Word document (.docx) from which it was made."
    ),
    "word_is_markup": gettext_lazy(
        "This is a page of HTML or XML under the name of a Word document. Open it in Word and save "
        "it as “Word document (.docx)”."
    ),
    "word_is_rtf": gettext_lazy(
        "This is a file in Rich Text Format and not a Word document. Open it in Word and save it "
        "as “Word document (.docx)”."
    ),
    "word_is_other": gettext_lazy("This is not a Word document. Send the text as a Word document (.docx)."),
    "word_large": gettext_lazy(
        "The file has {size} MB; at most {limit} MB can be read. Take out or shrink its pictures."
    ),
    "word_unpacks": gettext_lazy(
        "The file is larger than {limit} MB once unpacked. Take out its pictures, or send the text in parts."
    ),
    "word_bomb": gettext_lazy(
        "A part of the file unpacks to more than {limit} times its size ({part}), as no document "
        "does. Save the text as a new Word document."
    ),
    "word_parts": gettext_lazy(
        "The file has more than {limit} parts inside, as no document does. Save the text as a new Word document."
    ),
    "word_part_name": gettext_lazy(
        "A part inside the file has a name that is not allowed ({part}). Save the text as a new Word document."
    ),
    "word_part_twice": gettext_lazy(
        "Two parts inside the file have one name ({part}). Save the text as a new Word document."
    ),
    "word_nested": gettext_lazy(
        "Another file is packed inside this one ({part}). Take it out, or put a picture of it in its place."
    ),
    "word_macros": gettext_lazy(
        "The file holds macros or controls that can run ({part}). Save it as “Word document (.docx)”, without macros."
    ),
    "word_external": gettext_lazy(
        "The file fetches something from outside itself ({part}). Break that link in Word, or put "
        "the thing itself into the file."
    ),
    "word_dtd": gettext_lazy(
        "A part of the file declares a document type or entities ({part}), as no Word document "
        "does. Save the text as a new Word document."
    ),
    "word_deep": gettext_lazy(
        "A part of the file is nested more than {limit} deep ({part}), as no document is. Save the "
        "text as a new Word document."
    ),
    "word_elements": gettext_lazy(
        "The file has more than {limit} elements and attributes inside, as no text does. Save the "
        "text as a new Word document, or send it in parts."
    ),
    "word_paragraphs": gettext_lazy("The text has more than {limit} paragraphs. Send it in parts."),
    "word_long_paragraph": gettext_lazy("A paragraph is longer than {limit} characters. Divide it into paragraphs."),
    "empty": gettext_lazy("The file is empty."),
    "damaged": gettext_lazy("The file is damaged and cannot be opened. Save or export it again."),
    "cut_archive": gettext_lazy(
        "The file ends in the middle: it is cut in half and cannot be opened. Send the whole file."
    ),
    "too_long": gettext_lazy("The file could not be read in {limit} seconds. Send it in parts."),
    "too_much_memory": gettext_lazy("The file needs more than {limit} MB of memory. Send it in parts."),
    "gave_up": gettext_lazy("The file could not be read: the program that opened it gave up. Save or export it again."),
}


# Of an instruction in a mail: the sentences of rapporteur_core.redline.instructing.refusals.
OF_INSTRUCTIONS = {
    "not_understood": gettext_lazy(
        "“{words}” was not understood. Write the instruction as: In paragraph 5, replace “…” by “…”."
    ),
    "no_operation": gettext_lazy("“{words}” names a place or words, and not what is to be done with them."),
    "operation": gettext_lazy(
        "“{words}” asks for a change that is not made by instruction. Delete at one place and insert at the other."
    ),
    "not_two": gettext_lazy("“{words}” names {count} paragraphs. Two that follow one another can be made one."),
    "no_cut": gettext_lazy(
        "“{words}” does not say where the paragraph is to be split. Write: Split paragraph 5 after “…”."
    ),
    "no_number": gettext_lazy(
        "“{words}” does not say which number a paragraph is to bear instead of its own. Write: Renumber paragraph 5 as "
        "paragraph 6."
    ),
    "below": gettext_lazy("“{words}” has subparagraphs. Say whether its chapeau is meant, or which of them."),
    "rest": gettext_lazy(
        "“{words}” leaves the rest unchanged and does not say where that begins. Quote the words it begins with."
    ),
    "unclosed_quote": gettext_lazy("“{words}” opens a quotation and never closes it. Close the quotation."),
    "unopened_quote": gettext_lazy("“{words}” closes a quotation that was never opened. Open the quotation."),
    "no_words": gettext_lazy("“{words}” does not say which words are meant. Quote them."),
    "no_new_words": gettext_lazy("“{words}” does not say what is to come in. Quote the new words."),
    "no_place": gettext_lazy("“{words}” does not say where. Name the paragraph."),
    "no_paragraph": gettext_lazy("There is no paragraph “{words}” in the document."),
    "two_paragraphs": gettext_lazy("“{words}” names {count} paragraphs of the document. Say which."),
    "elsewhere": gettext_lazy("“{words}” is not a part of this document."),
    "no_subparagraph": gettext_lazy("There is no subparagraph “{words}” there."),
    "no_sentence": gettext_lazy("There is no sentence “{words}” there."),
    "no_line": gettext_lazy("There is no line “{words}” there."),
    "not_found": gettext_lazy("The words “{words}” do not stand there."),
    "several": gettext_lazy("The words “{words}” stand there {count} times. Say which: the first, or each time."),
    "no_such_occurrence": gettext_lazy(
        "The words “{words}” stand there {count} times, fewer than the instruction counts."
    ),
    "not_at_edge": gettext_lazy("The words “{words}” do not stand at the start or end that the instruction names."),
    "overlap": gettext_lazy("“{words}” touches words that an earlier instruction changed. Settle the two together."),
    "lines": gettext_lazy("“{words}” runs over several paragraphs, and is to stand within one."),
    "number_taken": gettext_lazy("There is a paragraph “{words}” already. Give the new one another number."),
    "count": gettext_lazy("The instruction announces {expected} paragraphs and gives {count}: “{words}”."),
    "nothing_before": gettext_lazy("“{words}” repeats an earlier instruction, and there is none."),
    "no_change": gettext_lazy("“{words}” asks for what already stands there."),
}


def of_file(failed: Failed) -> str:
    """Why a Word file was not read, with its limit."""
    shown = {key: number(value) if isinstance(value, int) else value for key, value in failed.values.items()}
    return str(OF_WORD[failed.code]).format(**shown)


def of_refusal(refusal: Refusal) -> str:
    """Why words of an instruction could not be placed."""
    return str(OF_INSTRUCTIONS[refusal.code]).format(words=refusal.words, **refusal.values)


def of_doubt(doubt: str, **values: Any) -> str:
    """Why a person must look at a proposal before it is filed; empty for none."""
    names = {
        "by_content": _("Its paragraph was found by its words, not by its identifier."),
        "untracked": _("These words were changed without Track Changes."),
        "conflict": _("The same words were changed otherwise meanwhile. Write them as they should read now."),
        "unclear": _(
            "It was made to %(old)s, and the same words changed in %(new)s. Write them as they should read now."
        ),
        "gone": _("Its paragraph is no longer in %(new)s."),
        "beside": _(
            "The words beside what it inserts are others in %(new)s than in %(old)s. See whether it still says there what"
            " it should."
        ),
        "contained": _("%(new)s says already what it asks for."),
        "same": _("%(amendment)s proposes the same words already. Co-sponsor it."),
    }
    return names[doubt] % values if doubt else ""


def of_unsure(doubt: str, **values: Any) -> str:
    """Why a proposal that was chosen on an older text is to be looked at again before it is filed."""
    if doubt == "beside":
        said = _(
            "Proposal %(number)s inserts words, and those beside them changed from %(old)s to %(new)s meanwhile. Look at"
            " it again before it is filed."
        )
    else:
        said = _(
            "Proposal %(number)s was laid on %(old)s, and the same words were changed or left out in %(new)s"
            " meanwhile. Look at it again before it is filed."
        )
    return said % values


def of_too_much(what: str, *, limit: int, name: str) -> str:
    """Why a Word file proposes more than can be kept, and what to do."""
    names = {
        "changes": _(
            "%(name)s makes more than %(limit)s changes to the text. Take all changes of one author to a paragraph as"
            " one, or send them in several files."
        ),
        "characters": _(
            "The paragraphs that %(name)s changes, counted once for each change, have more than %(limit)s characters."
            " Take all changes of one author to a paragraph as one, or send them in several files."
        ),
    }
    return names[what] % {"name": name, "limit": number(limit)}


def of_leftover(kind: str) -> str:
    """What was found in a file that carries no amendment."""
    names = {
        "table": _("a table"),
        "footnote": _("a footnote"),
        "endnote": _("an endnote"),
        "field": _("a field"),
        "equation": _("an equation"),
        "text_box": _("a text box"),
        "break": _("a break"),
        "change_in_comment": _("a change inside a comment"),
        "custom_xml": _("custom XML"),
        "embedded_document": _("an embedded document"),
        "ruby": _("a reading aid above words"),
        "unknown": _("something that is not known here"),
        "picture": _("a picture"),
        "hyperlink": _("a link"),
        "content_control": _("a content control"),
        "object": _("an embedded object"),
        "symbol": _("a symbol"),
        "bracket": _("a bracket of the negotiation"),
        "template": _("a template"),
    }
    return names.get(kind, kind.replace("_", " "))
