"""Where else somebody is to come: "not through the garage", "not to the old address", "not to the office, to the house".

It is said beside "don't come" and makes it no refusal of visits. The place where they work is one of its own: only with
the other place beside it ("come to the house") is it less than a refusal.
"""

# ruff: noqa: E501 (a pattern is read in one line or not at all)
from __future__ import annotations

import re
from functools import cache

_WAY = (
    r"\s*(?:(?:in|up|over|round|here|inside) )?(?:through (?!my (?:door|house|home))|via |by (?:the )?(?:back|front|side|main|garage|garden|gate|road|river|stairs|alley|car|bus|bike|motorbike|train|lift|elevator)\b|(?:past|along|down) the )"
    r"|\s*por (?:la|el|los|las|detras|delante)\b(?! casa)|\s*pel[oa]s? (?!minha|meu)|\s*(?:pas |plus )?par (?:la |le |les |l'|derriere|devant|en )|\s*(?:ke (?:sini )?)?lewat "
)
_ROUND_ABOUT = r"[别勿不](?:要|用)?(?:从|经|走|由)|(?:gali|raste|rasta|darwa[zj]e|gate|peeche) se (?:mat|na)\b|(?:गली|रास्ते|दरवाजे|गेट|पीछे) से (?:मत|न)\b|لا تاتوا (?:من|عبر)"
_OLD = (
    r"\b(?:old|former|previous|wrong|other) (?:address|house|home|flat|place|apartment|location)\b|\b(?:direccion|casa|domicilio) (?:viej[oa]|antigu[oa]|anterior|equivocad[oa])\b|\bantigu[oa] (?:direccion|casa|domicilio)\b|\banciens? (?:appart\w*|domicile|logement)\b|\bancienne (?:adresse|maison)\b"
    r"|\b(?:morada|endereco|casa) (?:antig[oa]|velh[oa]|anterior|errad[oa])\b|\bantig[oa] (?:morada|endereco|casa)\b|\b(?:alamat|rumah) (?:yang )?(?:lama|sebelumnya)\b|\bpuran[ei] (?:address|pat[ei]|ghar|makan)\b|पुराने (?:पते|घर|मकान)|[旧老](?:地址|住址|房子|家)|旧址|(?:以前|原来|之前)的?(?:地址|住址|家)|(?:العنوان|البيت|المنزل) (?:القديم|السابق)"
)
_WORK = r"\b(?:office|shop|store|work|workplace|job|factory|restaurant|school|branch|bank|trabajo|oficina|tienda|taller|escritorio|trabalho|loja|bureau|travail|magasin|boutique|kantor|toko|kerja|dukaan|dukan|kaam)\b|कार्यालय|ऑफिस|दफ्तर|दुकान|公司|单位|店里|办公室|المكتب|العمل|المحل|الدكان"
_HOME = (
    r"\b(?:come|visit|go|be|i'?m|ill be|i'll be|i am|we'?re|only)(?: \w+){0,3} (?:house|home|flat|my place|apartment|home address)\b|\b(?:house|home) (?:instead|is (?:better|fine|ok))|\bven(?:ga|gan|ir)? (?:a|en) (?:mi |la )?casa|\b(?:estoy|estare|mejor) en (?:mi )?casa|\b(?:venha\w*|vem|estou|estarei|passe) (?:\w+ )?(?:a|em|na|para|pra) (?:\w+ )?casa|\b(?:venez|passez|je suis|je serai)(?: \w+)? (?:a la maison|chez moi|a mon domicile)"
    r"|\bke rumah(?: saja| aja)?\b|\bghar (?:pe |par |me )?(?:aa?na|aa?iye|aa?o|hu|hun|hoon)\b|घर (?:पर |पे )?(?:आना|आइए|आओ|हूं)|[来到去](?:我)?家|在家|بل (?:الي|إلي|الى|علي) (?:ال)?(?:بيت|منزل)|تعالوا? (?:\S+ )?(?:ال)?(?:بيت|منزل)"
)
_OUTSIDE = r"\s*(?:in|inside)\b(?! (?:my|the) (?:house|home|area|street|neighbou?rhood))[^\n]*\b(?:outside|out front|downstairs|at the (?:gate|door)|on the (?:porch|step|doorstep))"
_AT_THE_DOOR = r"\b(?:nobody|no ?one)(?: will)? (?:comes?|answers?|gets?|hears?) (?:to )?the (?:front )?(?:door|bell|gate)\b[^\n]*\b(?:ring|knock|bell|call|phone|text)\b"
_ENDS = re.compile(r"[,.;!?\n،，。]")
_DENIES = re.compile(r"(?:\b(?:not|don'?t|dont|never|no|nao|ne|pas|jangan|mat|na)|[别勿不]|لا|मत)[\w ]{0,4}$")


def comes_elsewhere(text: str, start: int, end: int) -> bool:
    """Is what is refused from `start` to `end` only a way, a former place, or one of two that are told?"""
    way, about, old, work, home, outside, door = _signs()
    if way.match(text, end) or outside.match(text, end) or door.match(text, start) or about.search(text, start, end):
        return True
    begins = max((one.end() for one in _ENDS.finditer(text, 0, start)), default=0)
    closed = _ENDS.search(text, end)
    near = text[begins : closed.start() if closed else len(text)]
    if old.search(near) is not None:
        return True
    return work.search(near) is not None and _told(home, text, end)


def _told(home: re.Pattern[str], text: str, behind: int) -> bool:
    """Another place, and no no before it."""
    return any(_DENIES.search(text, behind, one.start()) is None for one in home.finditer(text, behind))


@cache
def _signs() -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, (_WAY, _ROUND_ABOUT, _OLD, _WORK, _HOME, _OUTSIDE, _AT_THE_DOOR)))
