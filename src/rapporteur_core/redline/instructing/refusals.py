"""Why an instruction could not be placed: a stable code, the values that fill it, and the English sentence."""

from __future__ import annotations

from dataclasses import dataclass, field

# The keys are stable: translations are looked up by them. {words} is what the mail says.
SENTENCES = {
    "not_understood": "“{words}” was not understood. Write the instruction as: In paragraph 5, replace “…” by “…”.",
    "no_operation": "“{words}” names a place or words, and not what is to be done with them.",
    "operation": "“{words}” asks for a change that is not made by instruction. Delete at one place and insert at the "
    "other.",
    "not_two": "“{words}” names {count} paragraphs. Two that follow one another can be made one.",
    "no_cut": "“{words}” does not say where the paragraph is to be split. Write: Split paragraph 5 after “…”.",
    "no_number": "“{words}” does not say which number a paragraph is to bear instead of its own. Write: Renumber "
    "paragraph 5 as paragraph 6.",
    "unclosed_quote": "“{words}” opens a quotation and never closes it. Close the quotation.",
    "unopened_quote": "“{words}” closes a quotation that was never opened. Open the quotation.",
    "no_words": "“{words}” does not say which words are meant. Quote them.",
    "no_new_words": "“{words}” does not say what is to come in. Quote the new words.",
    "no_place": "“{words}” does not say where. Name the paragraph.",
    "no_paragraph": "There is no paragraph “{words}” in the document.",
    "two_paragraphs": "“{words}” names {count} paragraphs of the document. Say which.",
    "below": "“{words}” has subparagraphs. Say whether its chapeau is meant, or which of them.",
    "elsewhere": "“{words}” is not a part of this document.",
    "no_subparagraph": "There is no subparagraph “{words}” there.",
    "no_sentence": "There is no sentence “{words}” there.",
    "no_line": "There is no line “{words}” there.",
    "not_found": "The words “{words}” do not stand there.",
    "several": "The words “{words}” stand there {count} times. Say which: the first, or each time.",
    "no_such_occurrence": "The words “{words}” stand there {count} times, fewer than the instruction counts.",
    "not_at_edge": "The words “{words}” do not stand at the start or end that the instruction names.",
    "overlap": "“{words}” touches words that an earlier instruction changed. Settle the two together.",
    "lines": "“{words}” runs over several paragraphs, and is to stand within one.",
    "number_taken": "There is a paragraph “{words}” already. Give the new one another number.",
    "rest": "“{words}” leaves the rest unchanged and does not say where that begins. Quote the words it begins with.",
    "count": "The instruction announces {expected} paragraphs and gives {count}: “{words}”.",
    "nothing_before": "“{words}” repeats an earlier instruction, and there is none.",
    "no_change": "“{words}” asks for what already stands there.",
}
# With these, the instruction was read and fits more than one place; with the others it fits none.
AMBIGUOUS = frozenset(["several", "two_paragraphs", "below"])


def sentence(code: str, **values: object) -> str:
    """The English sentence of a code."""
    return SENTENCES[code].format(**values)


@dataclass(frozen=True)
class Refusal:
    """Words that could not be placed, the characters start:end of the mail; `values` fills the translated sentence."""

    code: str
    words: str
    start: int
    end: int
    values: dict[str, int] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return sentence(self.code, words=self.words, **self.values)

    @property
    def is_ambiguous(self) -> bool:
        return self.code in AMBIGUOUS
