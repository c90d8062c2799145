"""Chinese in simplified characters, with 您. Short, because every character costs as much as two of English."""

from __future__ import annotations

from .language import LanguageWords, LintWords

CHINESE_SIMPLIFIED = LanguageWords(
    tag="zh-Hans",
    name="Chinese, simplified",
    templates={
        "reminder-early": "您好，我是您开户行的{officer}。您账户有一期款项待付，如已支付，谢谢您。"
        "付款有困难请回复5。不想再收短信请回复STOP。",
        "reminder-firm": "您好，我是您开户行的{officer}。您账户的一期款项仍待支付，请您安排付款；如有困难请回复5，"
        "我们一起想办法。不想再收短信请回复STOP。",
        "reminder-last": "您好，我是您开户行的{officer}。关于您的账户，我们一直没有您的消息，请与我们联系。"
        "付款有困难请回复5，每期少付一些也可以商量。不想再收短信请回复STOP。",
        "offer": "您好，您开户行的{officer}希望到您家中拜访，谈谈您的账户。您哪个时间方便？\n{slots}\n"
        "请回复{digits}；4：换个时间；5：付款有困难。不想再收短信请回复STOP。",
        "no-slots": "谢谢您。我们还没有找到合适的时间，您开户行的{officer}会再给您建议。在此之前不会有人上门。",
        "notice": "按照约定，您开户行的{crew}将于{window}到您家中拜访，谈谈您的账户。请让来访人员说出核对码{code}。"
        "换个时间请回复4。不想再收短信请回复STOP。",
        "reminder": "温馨提醒：您开户行的{crew}将于{window}到您家中拜访。请让来访人员说出核对码{code}。"
        "换个时间请回复4。不想再收短信请回复STOP。",
        "visit-cancelled": "开户行原定的拜访不再进行，您无需做任何事。",
        "visit-held": "开户行的拜访暂不进行。没有新的短信通知，不会有人上门。",
        "on-the-way": "您开户行的{crew}正在前往您家。请来访人员说出核对码{code}后再开门。",
        "who-comes": "核对码正确，您开户行的{crew}将于{window}到您家中拜访。",
        "code-unknown": "没有查到使用这个核对码的拜访，请不要让人进门。您开户行的{officer}会核实。",
        "missed": "非常抱歉，{window}没有人到访，这是我们的过失。没有新的短信通知，不会有人上门。",
        "agreed": "已记下：{window}。{names}换个时间请回复4。不想再收短信请回复STOP。",
        "moved": "非常抱歉，我们无法在{window}到访。届时不会有人上门，我们会再给您建议时间。",
        "asked-back": "想跟您确认一下：您说的是{window}吗？如果是，请回复{number}；4：换个时间；5：付款有困难。"
        "不想再收短信请回复STOP。",
        "not-understood": "抱歉，我们没有看懂您的短信，您开户行的{officer}会亲自查看。不想再收短信请回复STOP。",
        "opt-out-confirmed": "您不会再收到我们的短信。",
        "hardship": "谢谢您告诉我们。我们{quiet_days}天内不再提醒。您开户行的{officer}可以和您商量每期少付一些。",
        "thanks-paid": "谢谢您，款项已经到账，现在没有待付的了。",
        "plan-offer": "按您的要求，您开户行的{officer}可以和您商量每期少付一些。我们{quiet_days}天内不再提醒。",
    },
    closed={
        "hour": "抱歉，那个时段我们不上门。您哪个时间方便？",
        "day": "抱歉，那天我们不上门。您哪个时间方便？",
    },
    names="我们{day}告知您由谁来访。",
    days=("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    months=tuple(f"{month}月" for month in range(1, 13)),
    window="{month}{day}日({weekday}) {h1}:{m1}–{h2}:{m2}",
    day_alone="{month}{day}日",
    slot="{number}：{window}",
    digits="1–{last}",
    comma="、",
    both="和",
    bank="服务团队",
    colleague="一位同事",
    lint=LintWords(
        threat=(
            "后果", "必须", "最后", "警告", "立即", "马上", "紧急", "冻结", "查封", "扣押", "拍卖", "坐牢", "否则",
            "起诉", "追究", "黑名单", "失信", "罚", "严重",
        ),
        shame=("丢脸", "丢人", "羞", "不讲信用", "老赖", "家人", "邻居", "单位", "亲友", "失望", "逃避", "无视"),
        authority=("法院", "法律", "律师", "警", "公安", "法官", "司法", "仲裁", "政府", "征信", "官方", "派出所"),
        disclosure=(
            "债", "贷款", "欠", "逾期", "催收", "借款", "借贷", "违约", "拖延", "还款", "信用卡", "余额", "本金",
            "利息", "元", "人民币", "金额", "到期未",
        ),
        carrier=(
            "退订", "取消", "停止", "TD", "拒收", "回复T", "回T", "回复R", "回N", "订阅", "开始", "恢复", "回复是",
            "帮助", "结束",
        ),
        is_spaced=False,
    ),
)  # fmt: skip
