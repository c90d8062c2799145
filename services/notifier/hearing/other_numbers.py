"""What else has six digits: a place, a gate, a receipt, their own telephone, an amount, a payment that was made."""

# ruff: noqa: E501 (a pattern is read in one line or not at all)
from __future__ import annotations

import re

from .letters import pattern, same_words

_OTHER_CODE = re.compile(
    pattern(
        r"\b(pin ?codes?|zip|post(al)? ?codes?|code postal|codigo postal|cep|kode ?pos|gate|porton|portao|portail|digicode|intercom|interfone|interphone|portero|lock ?box|door code|wifi|otp)\b"
        r"|पिन|邮编|邮政编码|邮递区号|门禁|بريدي|البوابه"
    )
)
_OTHER_NUMBER = re.compile(
    pattern(
        r"\b(address|direccion|endereco|adresse|alamat|ref|reference|referencia|receipt|recibo|resi|folio|utr|txn|account|cuenta|conta|compte|rekening|khata"
        r"|(call|ring|text)( me)? (on|at)|my (new )?(number|phone|mobile|cell|no)|mi (numero|telefono|celular)|meu (numero|telefone|celular)|mon (numero|telephone|tel)|(nomor|telepon|no|hp) saya|mera (number|phone|mobile))\b"
        r"|पता|मेरा नंबर|地址|密码|我(的|嘅)?(号码|电话|手机)|单号|订单|流水|账号|عنوان|رقمي|هاتفي|جوالي|حساب"
    )
)
_THOUSANDS = re.compile(pattern(r"^\W*(mil|thousand|ribu|juta|lakh|hazar|k|万|千|الف)\b"))
_ROUND = "000"
"""An amount ends so, and one code in a thousand."""
_GIVEN_TO_ME = re.compile(
    pattern(
        r"\b(gave|given|giving|handed|sent|showed|shown|told) (me|us)\b|\b(they|he|she|who|someone|somebody|man|men|guys?|lady|people|crew)( \w+)? (gave|handed|sent)\b"
        r"|\bm ?'? ?(a|ont) (donne|remis|envoye)|\bnous (a|ont) (donne|remis|envoye)|\b(ils|elles|on|il|elle) (\w+ )?(a|ont) (donne|remis|envoye)"
        r"|\b(mereka|dia|orang\w*|petugas\w*) (\w+ )?(kasih|ngasih|kirim)|\b(unhone|usne|unho ne|us ne|mujhe)\b|उन्होंने|उसने|मुझे"
        r"|给了?我|[俾畀]咗?我|(他|她|佢)[们哋]?(给|俾|畀|交)|\b(me|nos) (dieron|dio|deram|deu|passaram|mandaron|mandaram)\b|(اعطوني|اعطاني|عطوني|ادوني)"
    )
)


def is_another_code(words: str) -> bool:
    """Of a place, of a gate, of another sender."""
    return _OTHER_CODE.search(same_words(words)) is not None


def is_another_number(words: str, digits: str, behind: str) -> bool:
    """An address, a receipt, an account, their own telephone, an amount in round figures."""
    told = _OTHER_NUMBER.search(same_words(words)) or _THOUSANDS.search(same_words(behind))
    return told is not None or digits.endswith(_ROUND)


def is_given_to_the_borrower(words: str) -> bool:
    """ "They gave me 771204", and not "I gave 771204 to your man"."""
    return _GIVEN_TO_ME.search(same_words(words)) is not None
