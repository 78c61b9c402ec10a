"""An editor's word over the machine's: what stands after a correction, and what an editor's decisions say is right."""

from collections.abc import Sequence
from dataclasses import replace

from bot.judgement import EDITOR, Answer, Classification, Evidence, Label, LabelKind, Tone


def overrule(classification: Classification, label: Label | None) -> Classification:
    """`classification` with the answer of an editor's correction (None: as it is); its scores and evidence stay, and a mark says who decided.

    The editor's word is certain. Where it is "not relevant", nothing else is given.
    """
    if label is None or label.answer is None:
        return classification
    answer = label.answer
    mark = Evidence(phrase=label.by, where=EDITOR, start=0, end=0, weight=0.0, target="relevant")
    return replace(
        classification,
        relevant=answer.relevant,
        confidence=1.0,
        likelihood=1.0 if answer.relevant else 0.0,
        tone_confidence=1.0,
        criticism_likelihood=float(answer.tone is Tone.CRITICISM),
        fields=answer.fields,
        topics=answer.topics,
        tone=answer.tone,
        evidence=(mark, *(each for each in classification.evidence if each.where != EDITOR)),
    )


def right_answer(labels: Sequence[Label]) -> tuple[Label, Answer] | None:
    """What the labels of one Entry, oldest first, say is right, and the label that says so; None where they don't.

    The latest counts. An approval says that what stood was right, unless that was "not relevant" (then the editor let a Post go out against it). A
    rejection alone says nothing: it takes an approval back, and leaves a correction as it is.
    """
    for label in reversed(labels):
        if label.kind is LabelKind.CORRECTED and label.answer is not None:
            return label, label.answer
        if label.kind is LabelKind.APPROVED:
            return (label, Answer.of(label.classification)) if label.classification.relevant else None
        if label.kind is LabelKind.REJECTED and not any(each.kind is LabelKind.CORRECTED for each in labels):
            return None
    return None
