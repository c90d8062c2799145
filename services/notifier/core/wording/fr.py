"""French, with `vous`. A plain space stands where print has a narrow one: that would cost a wider encoding."""

# ruff: noqa: E501 (a sentence is read in one line or not at all)
from __future__ import annotations

from .language import LanguageWords, LintWords

FRENCH = LanguageWords(
    tag="fr",
    name="French",
    templates={
        "reminder-early": "Bonjour, ici {officer}, de votre banque. Une échéance de votre compte reste à régler. "
        "Si c'est déjà fait, merci. Du mal à payer ? Répondez 5. Plus aucun SMS : STOP",
        "reminder-firm": "Bonjour, ici {officer}, de votre banque. Une échéance de votre compte est toujours à régler. "
        "Merci de la payer, ou répondez 5 et nous chercherons une solution ensemble. Plus aucun SMS : STOP",
        "reminder-last": "Bonjour, ici {officer}, de votre banque. Nous sommes sans nouvelles de vous au sujet de votre compte. "
        "Contactez-nous, ou répondez 5 si payer est difficile ; nous parlerons d'échéances plus petites. "
        "Plus aucun SMS : STOP",
        "offer": "{officer} de votre banque aimerait parler de votre compte chez vous. "
        "Vous préférez :\n{slots}\n"
        "Répondez {digits} ; 4 : autre date ; 5 : du mal à payer. Plus aucun SMS : STOP",
        "no-slots": "Merci. Nous n'avons pas encore trouvé de moment qui convienne. {officer}, de votre banque, vous en "
        "proposera un autre. Personne ne viendra avant.",
        "notice": "Comme convenu, le {window}, vous aurez la visite de {crew}, de votre banque, pour parler de votre "
        "compte. Demandez-leur le code {code}. Autre date ? Répondez 4. Plus aucun SMS : STOP",
        "reminder": "Rappel : le {window}, vous aurez la visite de {crew}, de votre banque. Demandez-leur le code "
        "{code}. Autre date ? Répondez 4. Plus aucun SMS : STOP",
        "visit-cancelled": "La visite de votre banque n'aura pas lieu. Vous n'avez rien à faire.",
        "visit-held": "La visite de votre banque n'aura pas lieu pour l'instant. "
        "Personne ne viendra sans nouveau message.",
        "on-the-way": "Sont en route vers chez vous : {crew}, de votre banque. "
        "Demandez-leur le code {code} avant d'ouvrir.",
        "who-comes": "Le code est bon : {crew}, de votre banque, viendront chez vous le {window}, comme convenu.",
        "code-unknown": "Nous ne connaissons aucune visite avec ce code. N'ouvrez à personne. {officer}, de votre "
        "banque, va vérifier.",
        "missed": "Désolés, personne n'est venu ({window}). C'est notre faute. Personne ne viendra sans nouveau "
        "message.",
        "agreed": "C'est noté : {window}. {names}Autre date ? Répondez 4. Plus aucun SMS : STOP",
        "moved": "Désolés, nous ne pourrons pas venir ({window}). Personne ne viendra ; nous vous proposerons un "
        "autre moment.",
        "asked-back": "Pour être sûrs : pensez-vous à {window} ? Alors répondez {number} ; 4 : autre date ; "
        "5 : du mal à payer. Plus aucun SMS : STOP",
        "not-understood": "Pardon, nous n'avons pas compris votre message. {officer}, de votre banque, le lira. "
        "Plus aucun SMS : STOP",
        "opt-out-confirmed": "Vous ne recevrez plus de SMS de notre part.",
        "hardship": "Merci de nous l'avoir dit. Nous suspendons les rappels pendant {quiet_days} jours. "
        "{officer}, de votre banque, peut convenir avec vous d'échéances plus petites.",
        "thanks-paid": "Merci, votre paiement est bien arrivé. Il n'y a plus rien à régler.",
        "plan-offer": "Comme demandé, {officer}, de votre banque, peut convenir avec vous d'échéances plus petites. "
        "Nous suspendons les rappels pendant {quiet_days} jours.",
    },
    closed={
        "hour": "Nos visites n'ont pas lieu à cette heure-là. Vous préférez :",
        "day": "Nos visites n'ont pas lieu ce jour-là. Vous préférez :",
    },
    names="Le {day}, nous vous dirons qui viendra. ",
    days=("lun", "mar", "mer", "jeu", "ven", "sam", "dim"),
    months=("janv", "févr", "mars", "avr", "mai", "juin", "juil", "août", "sept", "oct", "nov", "déc"),
    window="{weekday} {day} {month} {h1}h{m1}-{h2}h{m2}",
    day_alone="{weekday} {day}",  # it is near, and août would cost a wider encoding
    slot="{number}) {window}",
    first="1er",
    both=" et ",
    bank="le service clients",
    colleague="un collègue",
    lint=LintWords(
        threat=(
            "saisi*", "prison", "conséquence*", "dernier avis", "dernière chance", "avertiss*", "immédiat*", "urgen*",
            "devez", "mise en demeure", "poursui*", "pénal*", "sanction*", "sinon", "liste noire", "fichage",
        ),
        shame=(
            "honte*", "irresponsab*", "malhonnêt*", "votre famille", "vos voisins", "votre employeur", "votre patron",
            "déçu*", "décev*", "ignor*",
        ),
        authority=(
            "tribuna*", "juge*", "justice", "avocat*", "police", "huissier*", "commissaire*", "procureur*", "légal*",
            "judiciaire*", "gouvernement", "autorité*", "officiel*", "gendarme*",
        ),
        disclosure=(
            "dette*", "débiteu*", "prêt*", "emprunt*", "crédit*", "impay*", "retard*", "recouvr*", "arriéré*",
            "créanc*", "solde*", "hypothè*", "euros", "francs",
        ),
        carrier=(
            "ARRET", "ARRÊT", "ARRETE", "ARRETT", "DESABONNER", "DÉSABONNER", "ANNULER", "FIN", "DEBUT", "DÉBUT",
            "OUI", "AIDE", "REPRENDRE",
        ),
    ),
)  # fmt: skip
