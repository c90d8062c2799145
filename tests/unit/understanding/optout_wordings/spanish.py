"""Opt-outs of Spanish, and what only looks so."""

# ruff: noqa: E501 (texts are read as lists)
from __future__ import annotations

from .grammar import Grammar

SPANISH: Grammar = {
    "optout": (
        "{porfa}no me {escriban}{mas}", "{porfa}no me {escriban} a este numero{mas}", "{porfa}no me {manden} {mas2}{mensajes}", "{porfa}ya no me {escriban}", "{porfa}ya no me {manden} {mensajes}", "{porfa}dejen de {escribirme}{mas}", "{porfa}dejen de {mandarme} {mensajes}", "deja de {escribirme}", "dejad de {escribirme}",
        "{porfa}paren de {escribirme}", "{porfa}paren con {los}{mensajes}", "{porfa}paren {los}{mensajes}", "basta de {mensajes}", "ya basta de {escribirme}", "no quiero {mas2}{mensajes}", "no quiero {recibir} {mas2}{mensajes}", "ya no quiero {recibir} {mensajes}", "no deseo {recibir} {mensajes}", "no quiero que me {escriban}{mas}",
        "no quiero saber nada de ustedes", "no me interesa {recibir} {mensajes}", "{porfa}{borren} mi numero{lista}", "{porfa}{borren} mis datos{lista}", "{porfa}{saquenme} de {lalista}", "{porfa}quiten mi numero de {lalista}", "quiero darme de baja", "quiero que me den de baja", "{porfa}denme de baja", "deme de baja{porfa2}", "baja",
        "BAJA", "como me doy de baja", "solicito la baja de {mensajes}", "cancelen mi suscripcion", "cancelar suscripcion", "quiero cancelar {los}{mensajes}", "como hago para dejar de {recibir} {mensajes}", "como paro {los}{mensajes}", "dejenme en paz", "dejame en paz", "dejenme tranquila", "dejenme tranquilo ya", "dejen de {molestar}",
        "no {molesten}{mas}", "no me {molesten}{mas}", "ya no me {molesten}", "dejen de {molestarme}", "estoy {harto} de {los}{mensajes}", "estoy {harto} de que me {escriban}", "me tienen {harto} con {los}{mensajes}", "retiro mi consentimiento{para}", "revoco mi autorizacion{para}", "no autorizo que me {escriban}", "no les di permiso para {escribirme}",
        "no tienen permiso para {escribirme}", "ya les dije que no me {escriban}", "ya les pedi que dejen de {escribirme}", "les dije que pararan", "si me vuelven a {escribir} los {denuncio}", "otro {mensaje} mas y los {denuncio}", "un {mensaje} mas y llamo a mi abogado", "los voy a bloquear", "bloqueado", "olviden mi numero", "olvidense de mi",
        "pierdan mi numero", "no mas {mensajes}", "ni un {mensaje} mas", "cero {mensajes}", "stop", "STOP", "alto", "ya paren", "paren ya", "parenle", "parenle a {los}{mensajes}", "ya estuvo bueno, no me {escriban}", "pueden dejar de {escribirme}", "podrian dejar de {escribirme}{porfa2}", "pueden parar {los}{mensajes}", "no vuelvan a {escribirme}",
        "no vuelvas a {escribirme}", "nunca mas me {escriban}", "jamas me vuelvan a {escribir}", "les prohibo {escribirme}", "les exijo que dejen de {escribirme}", "exijo que borren mi numero", "que no me {escriban}{mas}", "no hace falta que me {escriban}{mas}", "no es necesario que me {manden} {mensajes}", "desactiven {los}{mensajes}", "quitenme {los}{mensajes}",
        "desuscribirme", "me quiero desuscribir", "no me mandes mas nada", "no me manden nada", "no me contacten", "no me contactes{mas}", "no contactar", "solo por carta, no me {escriban}", "me pueden sacar de {lalista}", "cesen {los}{mensajes}", "dejen de {mandarme} estas cosas", "dejen de llenarme el telefono de {mensajes}", "no sigan {escribiendome}", "no insistan{mas}", "es acoso, paren",
        "no me rompan mas las pelotas con {los}{mensajes}", "ya no chinguen con {los}{mensajes}", "no jodan mas con {los}{mensajes}", "corten con {los}{mensajes}", "cortenla con {los}{mensajes}", "no me envieis mas {mensajes}", "no me mandeis {mensajes}", "no me escribais mas", "dejadme en paz", "borradme de la lista",
    ),
    "porfa": ("", "", "por favor ", "porfa ", "x favor ", "xfa ", "oigan ", "señores "),
    "porfa2": ("", " por favor", " porfa", " gracias"),
    "escriban": ("escriban", "escriba", "escribas", "contacten", "contacte", "molesten con mensajes", "manden mensajes", "envíen mensajes", "texteen", "manden sms", "busquen"),
    "escribir": ("escribir", "contactar", "mandar mensajes", "molestar", "enviar mensajes"),
    "escribirme": ("escribirme", "mandarme mensajes", "contactarme", "enviarme mensajes", "enviarme sms", "textearme", "molestarme", "mandarme msjs", "acosarme", "mandar mensajes", "enviar mensajes"),
    "escribiendome": ("escribiéndome", "mandándome mensajes", "molestando", "enviándome mensajes", "insistiendo"),
    "manden": ("manden", "envíen", "mandes", "mande", "envíe", "envíes"),
    "mandarme": ("mandarme", "enviarme", "mandar", "enviar"),
    "mas": ("", "", " más", " nunca más", " por favor", " gracias", " jamás", " de una vez", " ya", " otra vez"),
    "mas2": ("", "más ", "mas "),
    "mensajes": ("mensajes", "sms", "msjs", "mensajes de texto", "mensajitos", "avisos", "recordatorios", "textos", "notificaciones", "mensajes de cobranza"),
    "mensaje": ("mensaje", "sms", "msj"),
    "los": ("los ", "sus ", "estos ", "esos ", "tus "),
    "recibir": ("recibir", "seguir recibiendo", "que me lleguen"),
    "borren": ("borren", "eliminen", "quiten", "borre", "elimine", "saquen", "supriman"),
    "saquenme": ("sáquenme", "quítenme", "bórrenme", "elimínenme", "sáqueme", "quíteme"),
    "lista": ("", " de su lista", " de su sistema", " de su base de datos", " de sus registros", " ya"),
    "lalista": ("la lista", "su lista", "esa lista", "sus listas", "la base de datos", "su sistema"),
    "molestar": ("molestar", "fastidiar", "joder", "acosar", "hostigarme", "chingar", "dar lata"),
    "molesten": ("molesten", "fastidien", "jodan", "moleste", "molestes", "chinguen"),
    "molestarme": ("molestarme", "acosarme", "hostigarme", "fastidiarme"),
    "harto": ("harto", "harta", "cansado", "cansada", "podrido"),
    "para": ("", " para recibir mensajes", " para que me escriban", " para ser contactado"),
    "denuncio": ("denuncio", "demando", "reporto", "voy a denunciar", "bloqueo"),
    "other": (
        "no dejen de avisarme", "no dejen de mandarme los recordatorios", "no paren los mensajes por favor", "sigan mandando mensajes", "yo no dije baja", "no pedi la baja", "no quiero darme de baja", "no me den de baja", "{hijo} puso baja por error", "{hijo} mando stop sin querer", "que pasa si respondo baja", "que significa BAJA", "si pongo baja ya no me avisan",
        "mandenme menos mensajes", "no me escriban tan seguido", "no manden tantos mensajes", "con un mensaje por semana basta", "no me llamen al trabajo", "no llamen a mi oficina", "no me escriban de noche", "no me manden mensajes despues de las 9", "los domingos no me llamen", "no me llamen en horario laboral",
        "la parada del bus", "estoy en la parada", "pare el carro mal estacionado", "para el {cuando} esta bien", "es para mi mama", "para nada", "no para de llover", "no paro de trabajar", "el carro dejo de funcionar", "deje mi trabajo", "dejen el papel con {hijo}", "dejenlo con el portero", "deje el recibo en el buzon", "dejenme ver y les aviso", "dejame pensarlo", "deja que revise",
        "a fin de mes les pago", "el fin de semana puedo", "al final si puedo", "cancelen la visita", "quiero cancelar la cita", "cancelo el {cuando}", "voy a cancelar la deuda", "ya cancele todo", "ya cancele el prestamo", "quiero cancelar mi deuda", "quiten los intereses", "quiten el recargo por favor", "eliminen ese cargo", "me bloquearon la tarjeta", "tengo la cuenta bloqueada", "estoy de baja por enfermedad", "estoy de baja medica", "me dieron de baja en el trabajo", "la luz se fue",
        "no me llego su mensaje", "no recibi ningun mensaje", "no he recibido mensajes", "me llego su mensaje", "recibi su mensaje gracias", "mandeme el enlace por mensaje", "envienme la direccion por sms", "escribanme {cuando}", "llamenme {cuando}", "avisenme antes de venir", "contactenme {cuando}", "no llamen mejor escriban", "no me llamen, mandenme mensaje", "prefiero mensajes", "quien me escribe", "por que me escriben", "es real este mensaje", "no entiendo el mensaje",
        "no vengan {cuando}", "no vengan a mi casa", "no manden a nadie", "no hace falta que vengan", "no es necesario venir, ya pague", "no se molesten en venir", "no me molesta que vengan", "no tengo suficiente dinero", "no me alcanza", "no tengo mas dinero", "no puedo mas", "ya no tengo trabajo", "ya pague", "pague {cuando}", "{cuando} puedo", "el {cuando} me va bien", "la segunda", "otro dia", "numero equivocado", "no debo nada", "hablen con mi abogado", "mi papa murio",
        "si", "no", "ok", "gracias por avisar", "gracias por el mensaje", "perdon no habia visto el mensaje", "quiero recibir los mensajes otra vez", "vuelvan a mandarme los avisos", "alta", "denme de alta otra vez", "no olviden avisarme", "no se olviden de mandarme el recibo", "no me olviden", "no toquen el timbre", "no quiero problemas", "no quiero atrasarme", "no quiero que venga nadie a mi casa", "basta con un aviso", "basta que vengan temprano", "alto ahi esta el edificio", "vivo en el edificio mas alto", "bajo a la puerta {cuando}", "la planta baja", "pero mas tarde", "no mas tarde de las seis", "nada mas llegue les aviso", "una vez mas gracias",
    ),
    "hijo": ("mi hijo", "mi hija", "mi esposa", "mi marido", "el niño", "mi mamá"),
    "cuando": ("viernes", "lunes", "martes", "jueves", "miercoles"),
}  # fmt: skip
