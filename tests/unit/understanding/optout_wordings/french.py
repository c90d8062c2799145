"""Opt-outs of French, and what only looks so."""

# ruff: noqa: E501 (texts are read as lists)
from __future__ import annotations

from .grammar import Grammar

FRENCH: Grammar = {
    "optout": (
        "{svp}arrêtez de {mecrire}", "{svp}arrête de {mecrire}", "{svp}arrêtez {les}{messages}", "{svp}arrêtez avec {les}{messages}", "{svp}ne {mecrivez} plus{jamais}", "{svp}ne m'envoyez plus {de}{messages}", "{svp}ne {mecrivez} pas", "cessez de {mecrire}", "cessez {les}{messages}", "{merci}de ne plus {mecrire}", "{merci}de ne plus m'envoyer {de}{messages}", "{merci}d'arrêter {les}{messages}", "{merci}de cesser {les}{messages}",
        "je ne veux plus {recevoir} {de}{messages}", "je veux plus {recevoir} {vos}{messages}", "j'veux plus {recevoir} {vos}{messages}", "je ne veux plus de {messages}", "je ne veux pas {recevoir} {de}{messages}", "je ne souhaite plus {recevoir} {vos}{messages}", "je ne souhaite plus être {contacté}", "je ne veux plus être {contacté}", "je ne veux plus entendre parler de vous", "je ne désire plus {recevoir} {vos}{messages}", "je n'ai pas envie de {recevoir} {vos}{messages}", "plus de {messages}", "plus de {messages} svp", "plus aucun message",
        "plus un seul {message}", "pas de {messages} svp", "{svp}{supprimez} mon numéro{liste}", "{svp}{retirezmoi} de {laliste}", "{svp}effacez mes coordonnées{liste}", "je veux que vous supprimiez mon numéro", "je demande la suppression de mon numéro", "je voudrais me désabonner", "je veux me désabonner", "désabonnez-moi", "désabonnement", "désinscription", "désinscrivez-moi", "je souhaite me désinscrire{desms}", "comment me désabonner", "comment se désinscrire", "comment arrêter {les}{messages}", "comment faire pour ne plus {recevoir} {vos}{messages}",
        "laissez-moi tranquille", "laisse moi tranquille", "laissez nous tranquilles", "foutez-moi la paix", "fichez-moi la paix", "lâchez-moi", "arrêtez de me {harceler}", "cessez de me {harceler}", "ne me {derangez} plus", "arrêtez le harcèlement", "marre de {vos}{messages}", "j'en ai marre de {vos}{messages}", "j'en ai assez de {vos}{messages}", "ras le bol de {vos}{messages}", "je retire mon consentement{pour}", "je révoque mon accord{pour}", "je m'oppose à {recevoir2}", "je n'autorise pas {les}{messages}", "vous n'avez pas le droit de {mecrire}",
        "je vous interdis de {mecrire}", "j'exige que vous arrêtiez de {mecrire}", "j'ai déjà demandé d'arrêter de {mecrire}", "je vous ai dit d'arrêter", "je vous ai déjà dit de ne plus {mecrire}", "encore un {message} et je {plainte}", "si vous {mecrivez} encore je {plainte}", "je vais vous bloquer", "je bloque ce numéro", "bloqué", "oubliez mon numéro", "oubliez-moi", "perdez mon numéro", "STOP", "stop", "stop sms", "stop {aux}{messages}", "arrêt", "ARRET", "stop svp", "stoppez {les}{messages}", "stoppez tout", "ça suffit, arrêtez", "ça suffit {les}{messages}", "arrêtez tout de suite", "arrêtez ça", "arrêtez maintenant",
        "pouvez-vous arrêter de {mecrire}", "pourriez-vous ne plus {mecrire}", "vous pouvez arrêter {les}{messages} svp", "veuillez ne plus {mecrire}", "veuillez cesser {les}{messages}", "veuillez me {retirer} de {laliste}", "veuillez supprimer mon numéro", "prière de ne plus {mecrire}", "inutile de {mecrire}", "pas la peine de {mecrire}", "uniquement par courrier, plus de {messages}", "désactivez {les}{messages}", "annulez {les}{messages}", "résiliez mon abonnement sms", "mettez fin à {vos}{messages}", "ne me contactez plus", "plus jamais de {messages}", "ne plus me contacter", "ne plus {mecrire}", "pu d'sms svp", "arretez les txt", "arété de mécrire",
    ),
    "svp": ("", "", "svp ", "s'il vous plaît ", "s'il vous plait ", "bonjour, ", "écoutez, ", "franchement, "),
    "merci": ("merci ", "merci bien ", "je vous prie ", "je vous demande "),
    "mecrire": ("m'écrire", "me contacter", "m'envoyer des messages", "m'envoyer des sms", "me déranger", "m'envoyer des textos", "me texter", "me relancer", "m'importuner"),
    "mecrivez": ("m'écrivez", "me contactez", "me dérangez", "me relancez", "m'importunez"),
    "jamais": ("", "", " jamais", " svp", " merci", " du tout"),
    "de": ("de ", "vos ", "ces ", "de "),
    "les": ("les ", "vos ", "ces ", "tous ces "),
    "vos": ("vos ", "ces ", "les "),
    "aux": ("aux ", "à vos ", "les ", "à ces "),
    "messages": ("messages", "sms", "textos", "SMS", "msgs", "relances", "notifications", "rappels", "mails et sms"),
    "message": ("message", "sms", "texto"),
    "recevoir": ("recevoir", "avoir", "voir"),
    "recevoir2": ("l'envoi de sms", "la réception de vos messages", "l'utilisation de mon numéro"),
    "contacté": ("contacté", "contactée", "dérangé", "relancée", "importuné", "sollicité"),
    "supprimez": ("supprimez", "effacez", "retirez", "enlevez", "rayez"),
    "retirezmoi": ("retirez-moi", "enlevez-moi", "supprimez-moi", "rayez-moi", "ôtez-moi"),
    "retirer": ("retirer", "enlever", "supprimer"),
    "liste": ("", " de votre liste", " de vos fichiers", " de votre base", " de vos listes"),
    "laliste": ("la liste", "votre liste", "vos listes", "vos fichiers", "votre base de données"),
    "desms": ("", " des sms", " de vos messages"),
    "harceler": ("harceler", "déranger", "spammer", "embêter", "saouler", "emmerder", "importuner"),
    "derangez": ("dérangez", "embêtez", "contactez", "spammez", "emmerdez"),
    "pour": ("", " pour les sms", " pour recevoir vos messages", " pour être contacté"),
    "plainte": ("porte plainte", "vous signale", "saisis la CNIL", "vous bloque", "préviens mon avocat"),
    "other": (
        "n'arrêtez pas les rappels", "n'arrêtez pas de m'envoyer les rappels", "continuez à m'envoyer les messages", "je n'ai pas dit stop", "je ne demande pas d'arrêter", "je ne veux pas me désabonner", "ne me désabonnez pas", "ne me retirez pas de la liste", "mon {fils} a envoyé stop par erreur", "mon {fils} a tapé stop sans faire exprès", "que se passe-t-il si je réponds stop", "que veut dire STOP au 36111", "envoyez moins de messages", "n'envoyez pas autant de messages", "un message par semaine suffit", "ne m'écrivez pas tous les jours",
        "ne m'appelez pas au travail", "n'appelez pas mon bureau", "pas d'appels le dimanche", "pas de sms la nuit svp", "ne m'envoyez pas de messages après 21h", "l'arrêt de bus est devant", "à l'arrêt de tram", "je suis en arrêt maladie", "je suis en arrêt de travail", "arrêt maladie jusqu'à {jour}", "je m'arrête à la banque {jour}", "je n'arrête pas de travailler", "il n'arrête pas de pleuvoir", "ma voiture s'est arrêtée", "fin du mois je paie", "à la fin de la semaine", "plus tard", "plus tard dans la journée", "au plus tard {jour}", "plus tôt ce serait mieux", "en fin de journée",
        "annulez la visite", "je dois annuler {jour}", "annuler le rendez-vous", "supprimez les frais", "enlevez la pénalité svp", "retirez ces intérêts", "ma carte est bloquée", "mon compte est bloqué", "je suis bloqué dans les bouchons", "je suis bloquée au travail", "je n'ai pas reçu votre message", "pas reçu de message", "je n'ai rien reçu", "j'ai reçu votre sms", "envoyez-moi le lien", "envoyez-moi l'adresse par sms", "écrivez-moi {jour}", "contactez-moi {jour}", "rappelez-moi {jour}", "prévenez-moi avant de venir", "n'appelez pas, écrivez plutôt", "pas d'appel, un sms svp", "je préfère les sms", "qui m'écrit",
        "pourquoi vous m'écrivez", "c'est un vrai message ?", "je ne comprends pas le message", "ne venez pas {jour}", "ne venez pas chez moi", "n'envoyez personne", "pas la peine de venir, j'ai payé", "inutile de venir", "inutile de passer {jour}", "je n'ai plus d'argent", "je n'ai pas assez d'argent", "plus de travail depuis mai", "je n'ai plus de travail", "plus de batterie désolé", "plus de crédit sur mon tel", "j'ai déjà payé", "j'ai payé {jour}", "{jour} me va", "{jour} c'est bon", "le deuxième", "un autre jour", "mauvais numéro", "je ne dois rien", "voyez avec mon avocat", "mon père est décédé", "oui", "non", "ok",
        "merci du rappel", "merci pour le message", "désolé je viens de voir le sms", "je veux recevoir les messages à nouveau", "réabonnez-moi", "remettez les sms", "n'oubliez pas de me prévenir", "n'oubliez pas mon reçu", "ne sonnez pas le bébé dort", "ne vous dérangez pas je passe à l'agence", "ça ne me dérange pas", "laissez le courrier au gardien", "laissez un message au voisin", "laissez-moi réfléchir", "laissez-moi le temps de payer", "laissez-moi jusqu'à {jour}", "je ne veux pas de problèmes", "je ne peux plus payer", "je ne peux plus {jour}", "je n'en peux plus", "sans message je ne savais pas",
    ),
    "fils": ("fils", "mari", "neveu", "petit"),
    "jour": ("vendredi", "lundi", "mardi", "jeudi", "samedi"),
}  # fmt: skip
