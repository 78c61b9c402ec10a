"""What an editor says an Entry is: whether two say the same, and how it reads."""

from collections.abc import Mapping

from bot.judgement import Answer
from bot.messages import Language, say


def is_same(one: Answer, other: Answer) -> bool:
    """Whether two Answers say the same, in whatever order."""
    return (one.relevant, set(one.fields), set(one.topics), one.tone) == (other.relevant, set(other.fields), set(other.topics), other.tone)


def answer_text(answer: Answer, language: Language, names: Mapping[str, str]) -> str:
    """An Answer in words, on one line."""
    if not answer.relevant:
        return say("service.answer_irrelevant", language)
    ids = [*answer.fields, *answer.topics, *([answer.tone] if answer.tone is not None else [])]
    return "; ".join(names.get(each, each) for each in ids)
