"""English."""

from __future__ import annotations

from .language import LanguageWords, LintWords

ENGLISH = LanguageWords(
    tag="en",
    name="English",
    templates={
        "reminder-early": "Hello, this is {officer} from your bank. An instalment on your account is still open. "
        "If you have paid it, thank you. Trouble paying? Reply 5. No more texts: STOP.",
        "reminder-firm": "Hello, this is {officer} from your bank. Your account still has an open instalment. "
        "Please pay it, or reply 5 and we look for a way together. No more texts: STOP.",
        "reminder-last": "Hello, this is {officer} from your bank. We have not heard from you about your account. "
        "Please get in touch, or reply 5 if paying is hard; then we can talk about smaller instalments. "
        "No more texts: STOP.",
        "offer": "{officer} from your bank would like to see you at home about your account. "
        "When does it suit you?\n{slots}\n"
        "Reply {digits}; 4: another time; 5: trouble paying. No more texts: STOP.",
        "no-slots": "Thank you. We have found no time yet that suits. {officer} from your bank will propose another. "
        "Nobody comes before that.",
        "notice": "As agreed, {crew} from your bank will visit you on {window} to talk about your account. "
        "Ask them for code {code}. Another time? Reply 4. No more texts: STOP.",
        "reminder": "Reminder: {crew} from your bank will visit you on {window}. Ask them for code {code}. "
        "Another time? Reply 4. No more texts: STOP.",
        "visit-cancelled": "The visit of your bank will not take place. You need not do anything.",
        "visit-held": "The visit of your bank does not take place for now. Nobody comes without a new message.",
        "on-the-way": "On their way to you now: {crew} from your bank. Ask them for code {code} before you open.",
        "who-comes": "This code is right: {crew} from your bank will visit you on {window}, as agreed.",
        "code-unknown": "We know of no visit with this code. Please let nobody in. {officer} from your bank will "
        "look into it.",
        "missed": "We are sorry: nobody came on {window}. That was our fault. Nobody comes without a new message.",
        "agreed": "Noted: {window}. {names}Another time? Reply 4. No more texts: STOP.",
        "moved": "We are sorry: we can't be with you on {window}. Nobody comes then; we will propose another time.",
        "asked-back": "Just to be sure: do you mean {window}? Then reply {number}; 4: another time; 5: trouble paying. "
        "No more texts: STOP.",
        "not-understood": "Sorry, we did not understand your message. {officer} from your bank will read it. "
        "No more texts: STOP.",
        "opt-out-confirmed": "You will get no more texts from us.",
        "hardship": "Thank you for telling us. We stop reminders for {quiet_days} days. "
        "{officer} from your bank can agree smaller instalments with you.",
        "thanks-paid": "Thank you, your payment has arrived. Nothing is open any more.",
        "plan-offer": "As you asked, {officer} from your bank can agree smaller instalments with you. "
        "We stop reminders for {quiet_days} days.",
    },
    closed={
        "hour": "At that hour we make no visits. When does it suit you?",
        "day": "On that day we make no visits. When does it suit you?",
    },
    names="On {day} we tell you who comes. ",
    days=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    months=("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    window="{weekday} {day} {month} {h1}:{m1}-{h2}:{m2}",
    both=" and ",
    bank="the service team",
    colleague="a colleague",
    lint=LintWords(
        threat=(
            "sue*", "seiz*", "consequence*", "must", "final", "warn*", "last chance", "immediately", "urgent*",
            "or else", "prison", "jail", "arrest*", "prosecut*", "enforce*", "repossess*", "blacklist*", "penalt*",
        ),
        shame=(
            "shame*", "ashamed", "embarrass*", "irresponsible", "dishonest*", "your family", "your neighbo*",
            "your employer", "disappoint*", "avoid us", "ignor*",
        ),
        authority=(
            "court*", "lawsuit*", "legal*", "lawyer*", "attorney*", "solicitor*", "police", "judge*", "sheriff*",
            "bailiff*", "government", "prosecutor*", "credit bureau*", "official*",
        ),
        disclosure=(
            "debt*", "loan*", "owe*", "overdue", "arrears", "collect*", "default*", "credit", "past due", "unpaid",
            "outstanding", "borrow*", "mortgage*", "delinquen*", "dollars", "euros", "pounds", "balance",
        ),
        carrier=(
            "STOPALL", "STOP ALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT", "OPT OUT", "OPT-OUT",
            "REMOVE", "START", "YES", "UNSTOP", "JOIN", "SUBSCRIBE", "HELP", "INFO",
        ),
    ),
)  # fmt: skip
