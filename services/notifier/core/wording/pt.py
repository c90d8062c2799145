"""Portuguese (European). Accents cost a wider encoding and are worth it."""

from __future__ import annotations

from .language import LanguageWords

PORTUGUESE = LanguageWords(
    templates={
        "reminder-early": "Olá, fala {officer} do seu banco. Há uma prestação em aberto na sua conta. "
        "Se já pagou, obrigado. Dificuldade em pagar? Responda 5. Não receber mais: STOP.",
        "reminder-firm": "Olá, fala {officer} do seu banco. Continua uma prestação em aberto na sua conta. "
        "Por favor pague, ou responda 5 e vemos juntos uma solução. Não receber mais: STOP.",
        "reminder-last": "Olá, fala {officer} do seu banco. Ainda não tivemos notícias suas sobre a sua conta. "
        "Contacte-nos, ou responda 5 se for difícil pagar; podemos falar de prestações menores. "
        "Não receber mais: STOP.",
        "offer": "{officer} do seu banco gostaria de falar consigo em sua casa sobre a sua conta. "
        "Quando lhe convém?\n{slots}\n"
        "Responda {digits}; 4: outra hora; 5: dificuldade em pagar. Não receber mais: STOP.",
        "no-slots": "Obrigado. Ainda não encontrámos uma hora que convenha. {officer} do seu banco vai propor outra. "
        "Ninguém vem antes disso.",
        "notice": "Como combinado, {crew} do seu banco visitam-no em {window} para falar da sua conta. "
        "Peça-lhes o código {code}. Outra hora? Responda 4. Não receber mais: STOP.",
        "reminder": "Lembrete: {crew} do seu banco visitam-no em {window}. Peça-lhes o código {code}. "
        "Outra hora? Responda 4. Não receber mais: STOP.",
        "visit-cancelled": "A visita do seu banco não se realiza. Não precisa de fazer nada.",
        "visit-held": "A visita do seu banco não se realiza por agora. Ninguém vem sem nova mensagem.",
        "not-understood": "Desculpe, não entendemos a sua mensagem. {officer} do seu banco vai lê-la. "
        "Não receber mais: STOP.",
        "opt-out-confirmed": "Não receberá mais mensagens nossas.",
        "hardship": "Obrigado por nos dizer. Paramos os lembretes por {quiet_days} dias. "
        "{officer} do seu banco pode acordar consigo prestações menores.",
        "thanks-paid": "Obrigado, o seu pagamento chegou. Já não há nada em aberto.",
        "plan-offer": "Como pediu, {officer} do seu banco pode acordar consigo prestações menores. "
        "Paramos os lembretes por {quiet_days} dias.",
    },
    days=("seg", "ter", "qua", "qui", "sex", "sáb", "dom"),
    months=("jan", "fev", "mar", "abr", "mai", "jun", "jul", "ago", "set", "out", "nov", "dez"),
    both="e",
    bank="a equipa de apoio",
    colleague="um colega",
)
