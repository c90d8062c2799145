"""What the borrower says of the debt: paid, will pay, can't, doesn't owe."""

from __future__ import annotations

from .rule import LIKELY, Rule, rule

PAYDAY, BEFELL, IDLE = 0.7, 0.72, 0.74
"""Who tells when they are paid promises to pay then, where payment was asked for; of a visit it says nothing."""

MONEY: tuple[Rule, ...] = (
    rule("paid", "paid !will|if|limit|often", LIKELY, "has paid"),
    rule("paid", "already ~3 pay !will|if|cant|how|can", LIKELY, "already, and paying"),
    rule("paid", "pay ~2 already !will|if|cant|how", LIKELY, "paying, and already"),
    rule("paid", "^ receipt !how|what|prove|question|want|need", 0.75, "the reference of a payment"),
    rule("paid", "gave ~5 money|amount|pay|receipt !will|if|want|need|how|what", LIKELY, "gave, and money"),
    rule("paid", "gave ~1 num !will|if|want|need|how|what|option|come|visit|instead", 0.8, "gave, and a number"),
    rule("paid", "money|pay|amount|debt ~4 gave !will|if|want|need|how|what", LIKELY, "money, and given"),
    rule("paid", "arrived !will|if|how", LIKELY, "the money left or arrived"),
    rule("paid", "have|here ~1 receipt !will|if|want|need|how|what|not|dont|didnt|cant|question|away", 0.8,
         "has a receipt"),
    rule("promise", "will_pay !how|if|what|cant|with_what", LIKELY, "a word for paying later"),
    rule("promise", "payday ~4 will|will_pay !how|if|what", LIKELY, "when paid, and will"),
    rule("promise", "will ~4 pay|paid !how|if|what|with_what", LIKELY, "will pay"),
    rule("promise", "will ~1 have ~4 money|amount !how|if|what|cant|not|dont|no", LIKELY, "will have the money"),
    rule("promise", "can ~3 pay|paid ~4 time !how|if|what|misfit", LIKELY, "can pay on a day"),
    rule("promise", "pay|paid ~4 time !how|already|what|cant|misfit", LIKELY, "paying, and a day"),
    rule("promise", "time|payday ~4 pay !how|already|what|cant|misfit", LIKELY, "a day, and paying"),
    rule("promise", "payday ~3 time !not|didnt", PAYDAY, "is paid on a day"),
    rule("promise", "payday !not|didnt|dont|never|how|why|nomoney|misfit|cease|dispute", PAYDAY, "when paid"),
    rule("promise", "time ~3 payday !not|didnt", PAYDAY, "a day, and being paid"),
    rule("promise", "pay ~4 payday !how|not|didnt", LIKELY, "paying when paid"),
    rule("promise", "remainder ~4 time|payday !how|what|not|didnt", LIKELY, "the rest, and a day"),
    rule("hardship", "?nomoney|lostjob|hardship", LIKELY, "no money or no work"),
    rule("hardship", "cant ~3 ?pay|money", LIKELY, "can't pay"),
    rule("hardship", "remainder ~2 cant|misfit", LIKELY, "the rest, and can't behind it"),
    rule("hardship", "misfit ~4 ?pay", LIKELY, "not possible to pay"),
    rule("hardship", "pay ~1 cant", LIKELY, "paying, and can't behind it"),
    rule("hardship", "dont|not|didnt|cant ~2 ?have ~3 ?money", LIKELY, "has no money"),
    rule("hardship", "not|didnt|dont|cant ~2 -money", 0.75, "no money"),
    rule("hardship", "-money ~1 not|post_not|dont", 0.75, "money, and not behind it"),
    rule("hardship", "payday ~1 dont|didnt|never !if|cease|contact|message|come|visit", 0.75, "isn't paid"),
    rule("hardship", "can ~2 pay ~6 remainder ~2 put_off", 0.8, "so much now, and the rest later"),
    rule("hardship", "nowork", IDLE, "no work, which may be a day off"),
    rule("hardship", "not|no|dont|didnt|cant ~2 -job", IDLE, "no work, which may be a day off"),
    rule("hardship", "-job ~1 not|post_not|dont", IDLE, "work, and not behind it"),
    rule("hardship", "instalment", 0.8, "asks for parts or for more time"),
    rule("hardship", "can|only|pay ~4 num|amount ~2 per !paid", 0.8, "so much a week"),
    rule("hardship", "per ~3 can|only|pay ~3 num|amount !paid", 0.8, "a week, so much"),
    rule("hardship", "dont|not|no|cant|didnt ~3 -necessity", 0.8, "no food, no rent"),
    rule("hardship", "livelihood ~4 ruined !if|question|how", BEFELL, "what they live from is gone"),
    rule("hardship", "ruined ~3 livelihood !if|question|how", BEFELL, "gone is what they live from"),
    rule("hardship", "calamity !if|question|how", BEFELL, "what befell them"),
    rule("hardship", "with_what ~4 ?pay|money|instalment|debt|will_pay !can", 0.8, "with what to pay"),
    rule("hardship", "pay|money|instalment|will_pay ~3 with_what !can", 0.8, "to pay, and with what"),
    rule("hardship", "barely ~3 ?necessity|living !pay", 0.76, "barely enough to live"),
    rule("dispute", "identity ~5 ?misused", LIKELY, "somebody used their name"),
    rule("dispute", "misused ~5 identity", LIKELY, "used, and their name"),
    rule("dispute", "other_person|relative ~4 identity ~3 owe", LIKELY, "somebody borrowed in their name"),
    rule("dispute", "where_from|why ~5 charge", LIKELY, "where the charge comes from"),
    rule("dispute", "charge ~4 where_from|why", LIKELY, "a charge, and where it comes from"),
    rule("dispute", "?dispute", LIKELY, "says that it isn't owed so"),
    rule("dispute", "not|dont|didnt|never ~3 -owe", LIKELY, "doesn't owe, or never borrowed"),
    rule("dispute", "-owe ~1 not|post_not", LIKELY, "owing, and not behind it"),
    rule("dispute", "arrived|charge ~4 twice", LIKELY, "taken twice"),
    rule("dispute", "twice ~4 arrived|charge", LIKELY, "taken twice"),
    rule("dispute", "card ~4 closed !will|if|want|how|need", LIKELY, "the card, closed or stolen"),
    rule("dispute", "closed ~3 card !will|if|want|how|need|by_mistake", LIKELY, "closed or stolen, the card"),
    rule("dispute", "only ~3 ?owe !will", LIKELY, "owes no more than that"),
    rule("dispute", "owe ~5 only !will", LIKELY, "owes no more than that"),
    rule("dispute", "wrong|errs ~3 debt|charge|amount", LIKELY, "wrong, and the amount"),
    rule("dispute", "debt|charge ~3 wrong", LIKELY, "the amount, and wrong"),
    rule("dispute", "not ~2 -debt ~2 ?i|me", 0.75, "not my debt"),
)  # fmt: skip

ANOTHER_AMOUNT = rule("dispute", "num", 0.8, "another amount than ours")
REPORTED = rule("dispute", "reported", 0.8, "a loan, and what the police were told")
HARD_TIMES = rule("hardship", "adverse", BEFELL, "hard times, and what they live from")
"""Told in parts: `disputes` and `hard_times` look at the whole reply."""
