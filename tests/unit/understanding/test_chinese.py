"""What Chinese borrowers write: on the mainland, in Singapore and Malaysia, in Taiwan and in Hong Kong."""

# ruff: noqa: E501 (texts are read as lists)
import pytest

from services.notifier.understanding.chinese_names import names_somebody_else
from services.notifier.understanding.han import SIMPLIFIED
from services.notifier.understanding.languages.shape import spelt_out
from services.notifier.understanding.reading import AskedKind

from .asking import meanings, slot

MEANT: dict[tuple[AskedKind, str], tuple[str, ...]] = {
    ("reminder", "stop"): (
        "我從沒同意過你們傳訊息", "已经屏蔽了", "成日send嚟，煩唔煩呀", "不停地发不停地发，有完没完",
        "赶紧停了吧", "短信停一停吧", "唔再需要呢啲短訊", "再收到一次我就客訴", "我不接收任何短信", "mho zoi send", "可以不发了吗",
    ),
    ("reminder", "start"): ("别退订我", "繼續傳簡訊就好", "把提醒恢复", "退订是小孩按的"),
    ("reminder", "unclear"): ("我沒有要退訂", "深夜不要傳", "过了九点别发"),
    ("reminder", "paid"): ("paynow咗", "fps咗喇", "早上打的款", "给你们转过去了", "琴日過咗數"),
    ("reminder", "promise"): ("有钱马上还", "呢兩日還", "月底結清"),
    ("reminder", "hardship"): ("周转困难", "三餐都成問題", "老細未出糧", "店收了", "先還最低可以嗎", "想还可是没有"),
    ("reminder", "dispute"): ("点解多收咗", "利息也太高", "跟合同不一样", "計錯數啦"),
    ("reminder", "wrong_number"): ("我不是罗小姐", "边个系郭生", "我姓梁", "新門號來的", "傳錯對象了"),
    ("reminder", "verify"): ("乜水呀", "真㗎？", "ni shi na wei"),
    ("reminder", "vulnerable"): ("身体还没恢复", "別逼我，我有憂鬱症", "唔想做人"),
    ("notice", "confirm"): ("照约定的时间来", "不用改时间", "那天家里有人", "我喺屋企等", "爸妈会在家", "请好假了"),
    ("notice", "decline"): ("禮拜五先取消", "取消周五的上门", "来了我也不开", "把预约取消了"),
    ("notice", "reschedule"): ("轉第二日", "時間衝突", "嗰日有嘢做", "往后推几天", "臨時要覆診"),
}  # fmt: skip
TAKEN = {
    "第2個": 2, "第③个": 3, "第二个时间段": 2, "選B": 2, "尾嗰個": 3, "最前那个": 1, "晚一点的那个": 3, "di yi ge": 1,
    "周四都没空 周五下午吧": 2, "平时要上班，周六可以": 3, "sat朝早": 3, "fri下午ok": 2, "11/27": 2, "xingqi wu xiawu": 2,
}  # fmt: skip
NOTHING = ("周五有雨吗", "我看一下班表", "問一下我太太先", "周五几个人", "俾兩日我諗下")


@pytest.mark.parametrize(("asked", "wanted"), MEANT, ids=lambda one: one)
def test_families_of_wordings_mean_one_thing(asked: AskedKind, wanted: str) -> None:
    wrong = {text: got for text in MEANT[asked, wanted] if wanted not in (got := meanings(text, asked))}
    assert wrong == {}


def test_a_window_is_taken_by_its_place_its_day_or_what_is_left() -> None:
    assert {text: slot(text) for text in TAKEN} == TAKEN


def test_what_is_asked_or_thought_over_takes_no_window() -> None:
    assert [text for text in NOTHING if "choose" in meanings(text)] == []


def test_a_name_is_a_surname_and_no_common_word() -> None:
    assert all(
        names_somebody_else(text) for text in ("我不是王伟", "我唔系李生", "谁是欧阳锋", "我姓郑", "我叫陈红不叫陈宏")
    )
    assert not any(
        names_somebody_else(text) for text in ("我不是周三有空", "我不是方便", "我不是马上", "我是王伟", "谁是经理")
    )


def test_every_traditional_letter_of_a_wording_is_read_as_its_simplified_one() -> None:
    assert "".join(SIMPLIFIED.get(letter, letter) for letter in "繼續專員識別證監獄癡") == "继续专员识别证监狱痴"


def test_an_entry_spells_out_its_choices() -> None:
    assert list(spelt_out("(un|)block(ed| you)")) == ["unblocked", "unblock you", "blocked", "block you"]
