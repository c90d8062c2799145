"""Chinese names, which no capital marks: known by their surname where a sentence leaves room for nothing but a name."""

# ruff: noqa: E501 (a pattern is read in one line or not at all)
from __future__ import annotations

import re
from functools import cache

_CHINESE = re.compile(r"[\u3400-\u9fff]")
_SURNAME = r"(?:[王李张刘陈杨赵黄吴徐孙胡朱郭林罗郑梁谢宋唐韩冯邓曹彭肖田董袁潘蔡蒋杜叶程苏魏吕丁沈姚卢姜崔钟谭陆汪范廖石贾韦邹熊孟秦邱江尹薛闫雷侯龙史陶黎贺顾毛郝龚邵覃武戴孔汤施洪庄颜温柯简詹翁阮蓝涂]|周(?![一二三四五六日天末])|马(?!上)|何(?!时|必|况|处)|曾(?!经)|许(?!可|多)|高(?!兴|利|低)|任(?!何)|余(?!额|下|款)|方(?!便|案|式|法|向)|白(?!天|来|跑)|钱(?=先生|小姐|太)|欧阳|司徒|诸葛)"
_TITLE = r"(?:先生|生|太太|太|小姐|女士|某|总|老板|经理|师傅|师奶|伯|姨|叔|姐|哥|sir)"
_NAME = rf"(?:{_SURNAME}(?:{_TITLE}|[一-龥]{{1,2}})|[阿小老]{_SURNAME})"
_ENDS = r"(?=(?:[啊呀吧喔哦欸诶㗎喎的嘅啦喇了吗]|这个人|本人)*(?:$|[\s,.!?;:…]))"
_SOMEBODY_ELSE = (
    rf"(?:我|本人|俺|呢个|这个)[都也真根本并]{{0,2}}(?:不是|不系|唔系|不叫|唔叫)(?:什么|乜嘢|咩)?{_NAME}{_ENDS}"
    rf"|(?:这|这里|这边|这儿|此处|呢度|边度)(?:号码|电话)?(?:不是|唔系|没有|没|冇|无){_SURNAME}(?:先生|太太|小姐|女士|老板|师傅)"
    rf"|(?:^|[\s,.!?])我(?:叫|姓|是|系)[一-龥]{{1,4}},?(?:我)?(?:不|唔)(?:叫|姓|是|系){_SURNAME}[一-龥]{{0,2}}{_ENDS}"
    rf"|(?:^|[\s,.!?])(?:谁是|边个系|边个是|谁叫|边个叫){_NAME}{_ENDS}"
    rf"|(?:^|[\s,.!?]){_NAME}(?:又?是谁|系边个|系边位|是哪位|是什么人|是哪个){_ENDS}"
    rf"|(?:没|没有|冇|无)(?:人)?(?:叫|姓)?{_NAME}(?:这个人|呢个人|这人|这号人){_ENDS}"
    rf"|(?:^|[\s,.!?])(?:我|本人|小姓)姓{_SURNAME}{_ENDS}"
    rf"|(?:不|唔)姓{_SURNAME}{_ENDS}"
)


@cache
def _somebody_else() -> re.Pattern[str]:
    """Compiled for the first text in Chinese, since that takes a while."""
    return re.compile(_SOMEBODY_ELSE)


def names_somebody_else(text: str) -> range | None:
    """Where folded `text` says that its writer is not somebody ("我不是王伟", "谁是王伟"); None where it doesn't."""
    found = _somebody_else().search(text) if _CHINESE.search(text) else None
    return range(found.start(), found.end()) if found is not None else None
