"""Portuguese (European, read in Brazil too). Accents cost a wider encoding and are worth it."""

# ruff: noqa: E501 (a sentence is read in one line or not at all)
from __future__ import annotations

from .language import LanguageWords, LintWords

PORTUGUESE = LanguageWords(
    tag="pt",
    name="Portuguese",
    templates={
        "reminder-early": "Olá, fala {officer} do seu banco. Há uma prestação em aberto na sua conta. "
        "Se já pagou, obrigado. Dificuldade em pagar? Responda 5. Não receber mais: STOP.",
        "reminder-firm": "Olá, fala {officer} do seu banco. Continua uma prestação em aberto na sua conta. "
        "Por favor pague, ou responda 5 e vemos juntos uma solução. Não receber mais: STOP.",
        "reminder-last": "Olá, fala {officer} do seu banco. Ainda não tivemos notícias suas sobre a sua conta. "
        "Contacte-nos, ou responda 5 se for difícil pagar; podemos falar de prestações menores. "
        "Não receber mais: STOP.",
        "offer": "{officer} do seu banco gostaria de ir a sua casa falar da sua conta. "
        "Quando lhe convém?\n{slots}\n"
        "Responda {digits}; 4: outra hora; 5: difícil pagar. Não receber mais: STOP.",
        "no-slots": "Obrigado. Ainda não encontrámos uma hora que convenha. {officer} do seu banco vai propor outra. "
        "Ninguém vem antes disso.",
        "notice": "Como combinado, em {window} receberá em casa a visita de {crew}, do seu banco, para falar da sua conta. "
        "Peça-lhes o código {code}. Outra hora? Responda 4. Não receber mais: STOP.",
        "reminder": "Lembrete: em {window} receberá em casa a visita de {crew}, do seu banco. Peça-lhes o código {code}. "
        "Outra hora? Responda 4. Não receber mais: STOP.",
        "visit-cancelled": "A visita do seu banco não se realiza. Não precisa de fazer nada.",
        "visit-held": "A visita do seu banco não se realiza por agora. Ninguém vem sem nova mensagem.",
        "on-the-way": "Já vão a caminho de sua casa {crew}, do seu banco. Peça-lhes o código {code} antes de abrir.",
        "who-comes": "O código está certo: a visita de {crew}, do seu banco, é em {window}, como combinado.",
        "code-unknown": "Não conhecemos nenhuma visita com esse código. Por favor não deixe entrar ninguém. "
        "{officer} do seu banco vai verificar.",
        "missed": "Lamentamos: ninguém foi a sua casa em {window}. A falha foi nossa. Ninguém vai sem nova mensagem.",
        "agreed": "Anotado: {window}. {names}Outra hora? Responda 4. Não receber mais: STOP.",
        "moved": "Lamentamos: não podemos ir à hora combinada ({window}). Ninguém vai; vamos propor outra hora.",
        "asked-back": "Só para confirmar: refere-se a {window}? Então responda {number}; 4: outra hora; "
        "5: difícil pagar. Não receber mais: STOP.",
        "not-understood": "Desculpe, não entendemos a sua mensagem. {officer} do seu banco vai lê-la. "
        "Não receber mais: STOP.",
        "opt-out-confirmed": "Não receberá mais mensagens nossas.",
        "hardship": "Obrigado por nos dizer. Paramos os lembretes por {quiet_days} dias. "
        "{officer} do seu banco pode acordar consigo prestações menores.",
        "thanks-paid": "Obrigado, o seu pagamento chegou. Já não há nada em aberto.",
        "plan-offer": "Como pediu, {officer} do seu banco pode acordar consigo prestações menores. "
        "Paramos os lembretes por {quiet_days} dias.",
    },
    closed={
        "hour": "A essa hora não fazemos visitas. Quando lhe convém?",
        "day": "Nesse dia não fazemos visitas. Quando lhe convém?",
    },
    names="Em {day} dizemos-lhe quem vai. ",
    days=("seg", "ter", "qua", "qui", "sex", "sáb", "dom"),
    months=("jan", "fev", "mar", "abr", "mai", "jun", "jul", "ago", "set", "out", "nov", "dez"),
    window="{weekday} {day} {month} {h1}:{m1}-{h2}:{m2}",
    both=" e ",
    bank="a equipa de apoio",
    colleague="um colega",
    lint=LintWords(
        threat=(
            "penhor*", "prisão", "cadeia", "consequência*", "último aviso", "última oportunidade", "advert*",
            "imediat*", "urgente*", "tem de pagar", "denunci*", "sanç*", "lista negra", "caso contrário",
        ),
        shame=(
            "vergonh*", "envergonh*", "irrespons*", "desonest*", "sua família", "seus vizinhos", "seu patrão",
            "seu empregador", "desilud*", "dececion*", "ignor*",
        ),
        authority=(
            "tribunal*", "juiz*", "juíz*", "advogad*", "polícia*", "processo*", "legal*", "judicial*", "governo",
            "autoridade*", "oficial*", "solicitador*", "serasa", "spc",
        ),
        disclosure=(
            "dívida*", "devedor*", "deve", "empréstimo*", "crédito*", "cobranç*", "cobrar", "mora", "atras*",
            "vencid*", "incumpri*", "inadimpl*", "saldo*", "hipoteca*", "euros", "reais",
        ),
        carrier=(
            "PARAR", "PARE", "SAIR", "SAIA", "CANCELAR", "REMOVER", "FIM", "INICIAR", "COMEÇAR", "VOLTAR", "SIM",
            "AJUDA",
        ),
    ),
)  # fmt: skip
