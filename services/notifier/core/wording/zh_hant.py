"""Chinese in traditional characters, with 您, in words that Taiwan and Hong Kong share (訊息, not 簡訊 or 短訊)."""

from __future__ import annotations

from .language import LanguageWords, LintWords

CHINESE_TRADITIONAL = LanguageWords(
    tag="zh-Hant",
    name="Chinese, traditional",
    templates={
        "reminder-early": "您好，我是您往來銀行的{officer}。您帳戶有一期款項待付，如已支付，謝謝您。"
        "付款有困難請回覆5。不想再收訊息請回覆STOP。",
        "reminder-firm": "您好，我是您往來銀行的{officer}。您帳戶的一期款項仍待支付，請您安排付款；如有困難請回覆5，"
        "我們一起想辦法。不想再收訊息請回覆STOP。",
        "reminder-last": "您好，我是您往來銀行的{officer}。關於您的帳戶，我們一直沒有您的消息，請與我們聯絡。"
        "付款有困難請回覆5，每期少付一些也可以商量。不想再收訊息請回覆STOP。",
        "offer": "您好，您往來銀行的{officer}希望到府上拜訪，談談您的帳戶。您哪個時間方便？\n{slots}\n"
        "請回覆{digits}；4：換個時間；5：付款有困難。不想再收訊息請回覆STOP。",
        "no-slots": "謝謝您。我們還沒有找到合適的時間，您往來銀行的{officer}會再給您建議。在此之前不會有人登門。",
        "notice": "依照約定，您往來銀行的{crew}將於{window}到府上拜訪，談談您的帳戶。請讓來訪人員說出核對碼{code}。"
        "換個時間請回覆4。不想再收訊息請回覆STOP。",
        "reminder": "溫馨提醒：您往來銀行的{crew}將於{window}到府上拜訪。請讓來訪人員說出核對碼{code}。"
        "換個時間請回覆4。不想再收訊息請回覆STOP。",
        "visit-cancelled": "銀行原定的拜訪不再進行，您無需做任何事。",
        "visit-held": "銀行的拜訪暫不進行。沒有新的訊息通知，不會有人登門。",
        "on-the-way": "您往來銀行的{crew}正在前往府上。請來訪人員說出核對碼{code}後再開門。",
        "who-comes": "核對碼正確，您往來銀行的{crew}將於{window}到府上拜訪。",
        "code-unknown": "查無使用這個核對碼的拜訪，請不要讓人進門。您往來銀行的{officer}會查證。",
        "missed": "非常抱歉，{window}沒有人到訪，這是我們的疏失。沒有新的訊息通知，不會有人登門。",
        "agreed": "已記下：{window}。{names}換個時間請回覆4。不想再收訊息請回覆STOP。",
        "moved": "非常抱歉，我們無法於{window}到訪。屆時不會有人登門，我們會再給您建議時間。",
        "asked-back": "想跟您確認一下：您說的是{window}嗎？如果是，請回覆{number}；4：換個時間；5：付款有困難。"
        "不想再收訊息請回覆STOP。",
        "not-understood": "抱歉，我們沒有看懂您的訊息，您往來銀行的{officer}會親自查看。不想再收訊息請回覆STOP。",
        "opt-out-confirmed": "您不會再收到我們的訊息。",
        "hardship": "謝謝您告訴我們。我們{quiet_days}天內不再提醒。您往來銀行的{officer}可以和您商量每期少付一些。",
        "thanks-paid": "謝謝您，款項已經入帳，現在沒有待付的了。",
        "plan-offer": "依您的要求，您往來銀行的{officer}可以和您商量每期少付一些。我們{quiet_days}天內不再提醒。",
    },
    closed={
        "hour": "抱歉，那個時段我們不登門。您哪個時間方便？",
        "day": "抱歉，那天我們不登門。您哪個時間方便？",
    },
    names="我們{day}告知您由誰來訪。",
    days=("週一", "週二", "週三", "週四", "週五", "週六", "週日"),
    months=tuple(f"{month}月" for month in range(1, 13)),
    window="{month}{day}日({weekday}) {h1}:{m1}–{h2}:{m2}",
    day_alone="{month}{day}日",
    slot="{number}：{window}",
    digits="1–{last}",
    comma="、",
    both="和",
    bank="服務團隊",
    colleague="一位同事",
    lint=LintWords(
        threat=(
            "後果", "必須", "最後", "警告", "立即", "馬上", "緊急", "凍結", "查封", "扣押", "拍賣", "坐牢", "否則",
            "起訴", "追究", "黑名單", "失信", "罰", "嚴重", "強制執行",
        ),
        shame=("丟臉", "丟人", "羞", "不講信用", "老賴", "家人", "鄰居", "公司", "親友", "失望", "逃避", "無視"),
        authority=("法院", "法律", "律師", "警", "法官", "司法", "仲裁", "政府", "聯徵", "信貸資料", "官方", "存證信函"),  # noqa: E501
        disclosure=(
            "債", "貸款", "欠", "逾期", "催收", "借款", "借貸", "違約", "拖延", "還款", "信用卡", "餘額", "結餘",
            "本金", "利息", "元", "港幣", "台幣", "金額", "過期未",
        ),
        carrier=(
            "退訂", "取消", "停止", "TD", "拒收", "回覆T", "回T", "回覆R", "回N", "訂閱", "開始", "恢復", "回覆是",
            "幫助", "結束", "說明",
        ),
        is_spaced=False,
    ),
)  # fmt: skip
