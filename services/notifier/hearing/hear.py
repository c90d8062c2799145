"""A reply, heard: whose words they are, which question they answer, what they say.

Order matters: what is ours is taken out; an opt-out on the carrier's list or of the pack's beats everything; a digit is
what our texts teach; the rest is read (see `understanding`), and a second reader, where there is one, may doubt it. The
same reply and questions are heard the same for ever.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Literal, NamedTuple

from services.notifier.core.inputs import ReplyAuthor, ReplyRead, ReplyReceived
from services.notifier.core.questions import Question
from services.notifier.core.reply_meanings import CONSENT_TO_TEXTS_MIN
from services.notifier.understanding.reading import FoundMeaning, FoundTime, MeaningName, OpenQuestion, ReplyReading
from shared.policy.local_time import zone_of

from .beside_a_stop import beside_a_stop
from .binding import CREW_COMES, answered_by_4, answered_in_words, asked_by, newest_offer, offer_behind, open_questions
from .check_code import A_CODE, ACTED_ON_WHOEVER_WROTE, code_said
from .digits import pressed
from .doubts import read_doubted
from .letters import same_words, shortened
from .long_texts import pieces
from .machines import is_form, without_form
from .own_words import own
from .second_reader import SecondReader, doubted_by, opinion_of
from .stops import is_stop_alone

VERSION = "2026.12.1.1"
"""Of the reader: raised when a reply may be read otherwise than before."""
PRESSED, SURE = 0.99, 1.0
DIGIT_OTHER_TIME, DIGIT_HARDSHIP = 4, 5
OLDER_OFFER_MIN = 0.9
"""So sure a window must be meant by an answer to an offer that is not our newest text."""
NO_ANSWER: frozenset[MeaningName] = frozenset({"unclear", "confirm"})
SAID_TO_PAY = 0.8
"""Less sure is a promise that is nothing but a day."""
_ENDS = " .!?,;:()[]{}*-_'\"。！？，、…"
Said = Literal["stop", "start", "other"]


class _Heard(NamedTuple):
    reading: ReplyReading
    question: Question | None
    author: ReplyAuthor = "person"
    digit: int | None = None
    chars: int = 0
    code: str | None = None


def hear(
    reply: ReplyReceived,
    words: str | None,
    questions: Sequence[Question] = (),
    cases: Sequence[str] = (),
    *,
    language: str = "",
    zone: str = "UTC",
    stop_words: Collection[str] = (),
    second: SecondReader | None = None,
) -> ReplyRead:
    """What the machine hears. `words` are None where nobody can open them; `questions` newest first; `cases` those of
    the phone. `language` and `zone` are the borrower's, where they are known.
    """
    asked = open_questions(questions, reply.received_at)
    at = reply.received_at.astimezone(zone_of(zone))
    heard = _heard(reply.carrier_says, words, asked, at, language, stop_words, second)
    question = heard.question
    return ReplyRead(
        reply=reply,
        reading=heard.reading,
        digit=heard.digit,
        code=heard.code,
        question=question,
        about=question.case if question is not None else min(cases, default=None),
        author=heard.author,
        chars=heard.chars,
        wording=same_words(words) if words is not None else None,
        reader=VERSION if second is None else f"{VERSION} {second.version}",
    )


def said_by_a_stranger(
    words: str, at: datetime, stop_words: Collection[str] = (), second: SecondReader | None = None
) -> Said:
    """What has to be done at once, whoever it is."""
    heard = _heard(None, words, (), at.astimezone(UTC), "", stop_words, second)
    first = heard.reading.meanings[0]
    if heard.author != "person" or (first.kind == "start" and first.confidence < CONSENT_TO_TEXTS_MIN):
        return "other"
    return "stop" if first.kind == "stop" else "start" if first.kind == "start" else "other"


def _heard(
    carrier_says: str | None,
    words: str | None,
    questions: Sequence[Question],
    at: datetime,
    language: str,
    stop_words: Collection[str],
    second: SecondReader | None,
) -> _Heard:
    newest = questions[0] if questions else None
    if carrier_says == "stop":
        return _Heard(_one("stop", SURE, "the carrier's own list of opt-outs"), newest)
    if carrier_says == "start":
        return _Heard(_one("start", SURE, "the carrier's own list of opt-ins"), newest)
    if words is None:
        return _Heard(_one("unclear", 0.0, "nobody can open the words any more"), newest)
    words = shortened(words)
    if is_stop_alone(_last_line(words)):
        above = _whole(own(words.rpartition("\n")[0]).text, OpenQuestion(), at, language)
        return _Heard(beside_a_stop(above, SURE, "stop, in a line of its own"), newest)
    said = own(words)
    if said.silent:
        return _Heard(_one("unclear", 0.0, "a reaction, or a copy of our text, and not a word more"), newest, "nobody")
    folded = same_words(said.text)
    if folded.strip(_ENDS) in stop_words:
        return _Heard(_one("stop", SURE, "an opt-out of the policy pack"), newest)
    if is_form(folded):
        return _by_a_machine(without_form(folded), newest, at, language)
    if (digit := pressed(said.text)) is not None:
        return _pressed(digit, questions, at)
    reading, question = _read(said.text, questions, at, language)
    if second is not None:
        asked = asked_by(answered_in_words(questions), at).kind
        reading = doubted_by(reading, opinion_of(second, said.text, asked))
    comes = any(question.kind in CREW_COMES for question in questions)
    code = code_said(said.text, reading, lambda rest: _read(rest, questions, at, language)[0], crew_comes=comes)
    if code is not None:
        return _Heard(A_CODE, _about_a_visit(questions), code=code)
    return _Heard(reading, question, chars=len(folded))


def _about_a_visit(questions: Sequence[Question]) -> Question | None:
    """The newest text about a visit, whatever was said since; else the newest."""
    about = (question for question in questions if question.visit is not None)
    return next(about, questions[0] if questions else None)


def _by_a_machine(besides: str, newest: Question | None, at: datetime, language: str) -> _Heard:
    """What is said besides its form. It answers nothing that was asked: "away until Monday" promises no Monday."""
    reading = _whole(besides, OpenQuestion(), at, language)
    if {meaning.kind for meaning in reading.meanings} & ACTED_ON_WHOEVER_WROTE:
        return _Heard(reading, newest)
    return _Heard(_one("unclear", 0.0, "an automatic answer"), newest, "machine")


def _last_line(words: str) -> str:
    """What stands below a quotation: our texts have no STOP on a line of its own."""
    lines = words.split("\n")
    return lines[-1].strip() if len(lines) > 1 else ""


def _pressed(digit: int, questions: Sequence[Question], at: datetime) -> _Heard:
    newest = questions[0] if questions else None
    offer, visited = newest_offer(questions), answered_by_4(questions)
    if offer is not None and 1 <= digit <= offer.slots:
        windows = {window.number: window for window in asked_by(offer, at).windows}
        time = FoundTime(windows[digit].start, windows[digit].end) if digit in windows else None
        reading = ReplyReading((FoundMeaning("choose", PRESSED, (), "the digit of a window"),), digit, time)
        return _Heard(reading, offer, digit=digit)
    if digit == DIGIT_HARDSHIP:
        return _Heard(_one("hardship", PRESSED, "the digit for trouble with paying"), newest, digit=digit)
    if digit == DIGIT_OTHER_TIME and visited is not None:
        return _Heard(_one("reschedule", PRESSED, "the digit for another time"), visited, digit=digit)
    return _Heard(_one("unclear", 0.0, "a digit that nothing asks for"), newest, digit=digit)


def _read(
    text: str, questions: Sequence[Question], at: datetime, language: str
) -> tuple[ReplyReading, Question | None]:
    newest, offer = answered_in_words(questions), newest_offer(questions)
    if newest is not None and newest.kind == "asked-back":
        return _answered_back(text, newest, offer_behind(newest, questions), at, language)
    reading = _whole(text, asked_by(newest, at), at, language)
    if offer is not None and offer is not newest and (older := _older_offer(reading, text, offer, at, language)):
        return older, offer
    unclear = reading.meanings[0].kind == "unclear"
    return reading, (questions[0] if questions else None) if unclear else newest


def _answered_back(
    text: str, asked: Question, offer: Question | None, at: datetime, language: str
) -> tuple[ReplyReading, Question]:
    """What words say to a window that was asked back about: as to its offer, and a mere yes takes that window."""
    among = asked_by(offer, at) if offer is not None else OpenQuestion()
    windows = tuple(one for one in among.windows if one.start in {window.start for window in asked.windows})
    if offer is None or not windows:
        return _whole(text, OpenQuestion("question"), at, language), asked
    reading = _whole(text, among, at, language)
    if {meaning.kind for meaning in reading.meanings} <= NO_ANSWER and reading.guess is None:
        agreed = _whole(text, OpenQuestion(among.kind, windows), at, language)
        reading = agreed if agreed.slot is not None else reading
    return reading, offer


def _older_offer(reading: ReplyReading, text: str, offer: Question, at: datetime, language: str) -> ReplyReading | None:
    """What a reply says to an offer before our newest text: where that is nothing to the newest, or a day by itself,
    which is nearer to a visit than to paying. "Yes" is no yes to the only window of an older offer.
    """
    asked, first = asked_by(offer, at), reading.meanings[0]
    bare_day = first.kind == "promise" and first.confidence < SAID_TO_PAY and len(reading.meanings) == 1
    if not (bare_day or first.kind == "unclear") or len(asked.windows) <= 1:
        return None
    older = read_doubted(text, asked, at, language)
    chosen = any(one.kind == "choose" and one.confidence >= OLDER_OFFER_MIN for one in older.meanings)
    wished = bare_day and any(one.kind == "propose" for one in older.meanings)
    return older if chosen or wished else None


def _whole(text: str, asked: OpenQuestion, at: datetime, language: str) -> ReplyReading:
    """The reader takes the beginning and the end of a long text; a stop and a refusal of visits are looked for in all
    of it.
    """
    reading = read_doubted(text, asked, at, language)
    if any(one.kind == "stop" for one in reading.meanings):
        return reading
    for part in pieces(text):
        piece = read_doubted(part, OpenQuestion(), at, language)
        if reading.no_visits is None and piece.no_visits is not None:
            reading = replace(reading, no_visits=piece.no_visits)
        for one in piece.meanings:
            if one.kind == "stop":
                return beside_a_stop(reading, one.confidence, one.rule)
    return reading


def _one(kind: MeaningName, sure: float, rule: str) -> ReplyReading:
    return ReplyReading((FoundMeaning(kind, sure, (), rule),))
