"""What phones say: kept, announced to the product, and acted on by the carrier itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from services.sandbox.journal import Journal
from shared.runtime.ports import Clock

from .account import CarrierAccount, PhoneLine
from .bill import segments
from .courier import Courier, Webhook, WebhookAnswer
from .digests import sha256
from .faults import Faults
from .messages import Media, Message, Messages
from .optout import ANSWERS, OptOuts, Type
from .reports import identity


class Inbound:
    """`new_sid` makes the ids, `hash_of` what stands for a number in the record; `told` hears what a phone is answered
    by the carrier itself."""

    def __init__(
        self,
        account: CarrierAccount,
        clock: Clock,
        journal: Journal,
        courier: Courier,
        faults: Faults,
        messages: Messages,
        opt_outs: OptOuts,
        new_sid: Callable[[str], str],
        hash_of: Callable[[str], str],
    ) -> None:
        self.account = account
        self._clock, self._journal, self._courier, self._faults = clock, journal, courier, faults
        self._messages, self._opt_outs, self._new_sid, self._hash_of = messages, opt_outs, new_sid, hash_of
        self.told: Callable[[str, str], None] = lambda number, body: None

    def take(self, borrower: str, line: PhoneLine, body: str, meant: str, pictures: Sequence[str]) -> Message:
        """A phone answers. It is in the list from now on, whatever becomes of the announcement."""
        now, account = self._clock.now(), self.account
        message = Message(
            self._new_sid("MM" if pictures else "SM"), account.sid, account.number, line.written or borrower, body,
            now, "received", "inbound", sent_at=now,
            media=[Media(self._new_sid("ME"), kind, now) for kind in pictures],
        )  # fmt: skip
        self._messages.add(message)
        word = self._opt_outs.heard(borrower, account.number, body)
        announced = not (
            self._faults.during("no-replies", now) is not None or self._faults.happens(self._faults.rates.reply_never)
        )
        self._journal.write(
            "reply", sid=message.sid, to_hash=self._hash_of(borrower), body_sha256=sha256(body), meant=meant,
            announced=announced,
        )  # fmt: skip
        if word is not None:
            self._answers(borrower, word)
        if announced:
            self._announce(message, borrower, word)
        return message

    def _answers(self, borrower: str, word: Type) -> None:
        """The carrier's own answer to the phone. The product can see it in the list, and is not told."""
        now, account = self._clock.now(), self.account
        self._messages.add(
            Message(
                self._new_sid("SM"), account.sid, borrower, account.number, ANSWERS[word], now, "delivered",
                "outbound-reply", sent_at=now,
            )
        )  # fmt: skip
        self.told(borrower, ANSWERS[word])

    def _announce(self, message: Message, borrower: str, word: Type | None) -> None:
        form = identity(message) | {
            "Body": message.body,
            "NumMedia": str(len(message.media)),
            "NumSegments": str(segments(message.body)),
            "SmsMessageSid": message.sid,
            "SmsStatus": "received",
            "ToCountry": "",
        }
        if self.account.service is not None:
            form["MessagingServiceSid"] = self.account.service
        if word is not None and self.account.names_opt_outs:
            form["OptOutType"] = word
        for place, media in enumerate(message.media):
            form |= {
                f"MediaUrl{place}": self.account.api + message.media_address(media),
                f"MediaContentType{place}": media.content_type,
            }

        def answered(how: WebhookAnswer) -> None:
            self._journal.write("reply-answered", sid=message.sid, http=how.http, tries=how.tries)

        self._courier.carry(borrower, Webhook(self.account.replies_url, form, answered))
        if self._faults.happens(self._faults.rates.reply_twice):
            # Side by side with the first, as a repeated request comes while the first is still being worked on.
            self._courier.carry(f"{borrower} again", Webhook(self.account.replies_url, form, answered))
