"""Opt-outs of Portuguese, and what only looks so."""

# ruff: noqa: E501 (texts are read as lists)
from __future__ import annotations

from .grammar import Grammar

PORTUGUESE: Grammar = {
    "optout": (
        "{pf}não me {mandem} {mais2}{mensagens}{mais}", "{pf}não {mandem} {mais2}{mensagens}{mais}", "{pf}parem de {mandar} {mensagens}", "{pf}pare de me {mandar} {mensagens}", "para de me {mandar} {mensagens}", "parem de me {escrever}", "parem com {as}{mensagens}", "{pf}parem {as}{mensagens}", "{pf}não me {contactem}{mais}", "não entrem mais em contato comigo",
        "não quero {mais2}{receber} {mensagens}", "não quero {mensagens} de vocês", "já não quero {receber} {mensagens}", "não desejo {receber} {mensagens}", "não quero mais {mensagens}", "não quero que me {mandem} {mensagens}", "não quero mais ser {contactado}", "não tenho interesse em {receber} {mensagens}", "chega de {mensagens}", "basta de {mensagens}", "chega, parem de {mandar} {mensagens}",
        "{pf}{tirem} meu número{lista}", "{pf}{tirem} o meu número{lista}", "me {tirem} {dalista}", "tirem-me {dalista}", "{pf}me tira {dalista}", "{pf}apaguem meus dados{lista}", "quero sair {dalista}", "quero cancelar {as}{mensagens}", "como faço para parar de {receber} {mensagens}", "como cancelo {as}{mensagens}", "como faço pra sair {dalista}", "cancelar inscrição", "quero me descadastrar", "{pf}me descadastrem", "descadastrar",
        "me descadastra por favor", "SAIR", "sair", "PARAR", "parar", "stop", "STOP", "me deixem em paz", "me deixa em paz", "deixem-me em paz", "me deixem sossegada", "parem de me {incomodar}", "não me {incomodem}{mais}", "parem de {incomodar}", "para de encher o saco", "não encham mais o saco com {mensagens}", "estou {farto} de {mensagens}", "estou {farto} dessas {mensagens}", "to de saco cheio dessas {mensagens}", "não aguento mais {as}{mensagens}",
        "retiro meu consentimento{para}", "revogo a autorização{para}", "não autorizo {mais2}{mensagens}", "não autorizei vocês a me {mandar} {mensagens}", "vocês não têm permissão para me {escrever}", "já pedi para pararem de {mandar} {mensagens}", "já falei que não quero {receber} {mensagens}", "já disse pra parar", "se {mandarem} mais uma mensagem eu {denuncio}", "mais uma mensagem e eu {denuncio}", "vou bloquear vocês", "bloqueado", "vou bloquear esse número", "esqueçam meu número", "me esqueçam",
        "esquece o meu número", "nem mais uma mensagem", "nenhuma mensagem mais", "sem mais {mensagens} por favor", "proíbo vocês de me {escrever}", "exijo que parem de me {escrever}", "nunca mais me {mandem} {mensagens}", "não voltem a {escrever}-me", "não me voltem a contactar", "não precisa {mandar} {mais2}{mensagens}", "não precisam me {mandar} {mensagens}", "podem parar de {mandar} {mensagens}", "dá pra parar de {mandar} {mensagens}", "dá para pararem de me {escrever}", "poderiam parar de me {mandar} {mensagens}",
        "só por carta, não mandem {mensagens}", "desativem {as}{mensagens}", "cancelem {as}{mensagens}", "suspendam {as}{mensagens}", "isso é assédio, parem", "parem já", "parem com isso", "chega disso", "não me perturbem", "não perturbe", "larguem do meu pé", "sai do meu pé", "não insistam", "ñ me mandem msg", "n quero mais msg", "nao manda mais msg", "para d mandar msg", "não me chateiem mais com {mensagens}", "removam-me da vossa lista",
    ),
    "pf": ("", "", "por favor ", "pf ", "pfv ", "por gentileza ", "olha ", "gente ", "peço que "),
    "mandem": ("mandem", "enviem", "mande", "envie", "manda"),
    "mandarem": ("mandarem", "enviarem"),
    "mandar": ("mandar", "enviar"),
    "escrever": ("escrever", "contactar", "mandar mensagem", "contatar", "enviar mensagens", "perturbar", "mandar zap"),
    "contactem": ("contactem", "contatem", "escrevam", "procurem", "contacte", "mandem mensagem", "mandem sms", "mandem zap"),
    "contactado": ("contactado", "contatada", "incomodado"),
    "receber": ("receber", "ficar recebendo", "continuar a receber"),
    "mensagens": ("mensagens", "mensagem", "sms", "msgs", "msg", "avisos", "lembretes", "cobranças", "notificações", "mensagens de texto", "torpedos"),
    "as": ("as ", "essas ", "estas ", "essas "),
    "mais2": ("", "mais "),
    "mais": ("", "", " mais", " por favor", " obrigado", " nunca mais", " já", " obg"),
    "tirem": ("tirem", "removam", "apaguem", "excluam", "retirem", "eliminem", "deletem"),
    "lista": ("", " da lista", " do sistema", " da base de dados", " do cadastro", " dos contatos"),
    "dalista": ("da lista", "dessa lista", "desta lista", "da sua lista", "do sistema", "do cadastro"),
    "incomodar": ("incomodar", "perturbar", "importunar", "chatear", "assediar"),
    "incomodem": ("incomodem", "perturbem", "chateiem", "importunem", "incomode"),
    "farto": ("farto", "farta", "cansado", "cansada"),
    "para": ("", " para receber mensagens", " de contato"),
    "denuncio": ("denuncio", "processo", "vou ao procon", "chamo a polícia", "bloqueio"),
    "other": (
        "não parem de avisar", "não parem de mandar os lembretes", "continuem mandando mensagens", "eu não disse parar", "não pedi para sair", "não quero sair da lista", "não me tirem da lista", "meu {filho} escreveu sair por engano", "meu {filho} mandou parar sem querer", "o que acontece se eu responder sair", "o que significa SAIR", "mandem menos mensagens", "não mandem tantas mensagens", "não mandem mensagem todo dia", "uma mensagem por semana chega",
        "não liguem para o meu trabalho", "não liguem no serviço", "não mandem mensagem de noite", "não me mandem mensagem de madrugada", "não liguem aos domingos", "a parada de ônibus", "estou na parada do ônibus", "o ônibus para aqui na frente", "para {dia} está bom", "para mim tanto faz", "é para minha mãe", "não para de chover", "não paro de trabalhar", "parei de trabalhar em maio", "meu carro parou", "deixem o papel com o porteiro", "deixa comigo", "deixa eu ver", "deixe na portaria",
        "fim do mês eu pago", "no fim de semana posso", "cancelem a visita", "quero cancelar a visita de {dia}", "cancelar o agendamento", "tirem os juros", "retirem essa taxa", "removam a multa por favor", "meu cartão foi bloqueado", "conta bloqueada", "bloco B apartamento 3", "bloqueio na estrada, vou atrasar", "não recebi mensagem nenhuma", "não chegou mensagem", "recebi sua mensagem", "mande o link por mensagem", "me envie o endereço por sms", "me escreva {dia}", "me liguem {dia}", "me avisem antes de vir",
        "não liguem, mandem mensagem", "prefiro mensagem", "quem está me mandando mensagem", "essa mensagem é verdadeira", "não entendi a mensagem", "não venham {dia}", "não venham na minha casa", "não mandem ninguém", "não precisa vir, já paguei", "não precisam vir", "não tenho dinheiro suficiente", "o dinheiro não chega", "não tenho mais dinheiro", "estou sem trabalho", "saí do emprego", "vou sair {dia}", "tenho que sair às cinco", "saio do trabalho às seis", "já paguei", "paguei {dia}", "{dia} pode ser", "{dia} dá certo", "a segunda opção",
        "outro dia", "número errado", "não devo nada", "falem com meu advogado", "meu pai faleceu", "sim", "não", "ok", "obrigado por avisar", "obrigada pela mensagem", "desculpa só vi a mensagem agora", "quero voltar a receber as mensagens", "voltem a mandar os avisos", "reativem as mensagens", "não esqueçam de me avisar", "não se esqueçam de mandar o boleto", "não toquem a campainha", "não quero problema", "basta um aviso", "chega às cinco?", "o correio chega tarde", "só chego em casa às sete", "chega mais cedo {dia}", "minha esposa chega do trabalho às seis", "para o carro na garagem",
    ),
    "filho": ("filho", "sobrinho", "marido", "irmão"),
    "dia": ("sexta", "segunda", "amanhã", "quinta-feira", "terça"),
}  # fmt: skip
