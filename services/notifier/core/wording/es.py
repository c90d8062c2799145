"""Spanish, with `usted`, which is polite everywhere it is spoken."""

# ruff: noqa: E501 (a sentence is read in one line or not at all)
from __future__ import annotations

from .language import LanguageWords, LintWords

SPANISH = LanguageWords(
    tag="es",
    name="Spanish",
    templates={
        "reminder-early": "Hola, le escribe {officer} de su banco. Hay una cuota abierta en su cuenta. "
        "Si ya la pagó, gracias. ¿Dificultad para pagar? Responda 5. No recibir más: STOP.",
        "reminder-firm": "Hola, le escribe {officer} de su banco. Sigue abierta una cuota en su cuenta. "
        "Por favor páguela, o responda 5 y buscamos juntos una solución. No recibir más: STOP.",
        "reminder-last": "Hola, le escribe {officer} de su banco. Aún no sabemos nada de usted sobre su cuenta. "
        "Contáctenos, o responda 5 si le es difícil pagar; podemos hablar de cuotas menores. No recibir más: STOP.",
        "offer": "{officer} de su banco quisiera visitarle en casa para hablar de su cuenta. "
        "¿Cuándo prefiere?\n{slots}\n"
        "Responda {digits}; 4: otra hora; 5: difícil pagar. No recibir más: STOP.",
        "no-slots": "Gracias. Aún no hemos encontrado una hora que convenga. {officer} de su banco le propondrá otra. "
        "Nadie irá antes.",
        "notice": "Como acordamos, el {window} recibirá en casa la visita de {crew}, de su banco, para hablar de su cuenta. "
        "Pídales el código {code}. ¿Otra hora? Responda 4. No recibir más: STOP.",
        "reminder": "Recordatorio: el {window} recibirá en casa la visita de {crew}, de su banco. Pídales el código {code}. "
        "¿Otra hora? Responda 4. No recibir más: STOP.",
        "visit-cancelled": "La visita de su banco no tendrá lugar. No tiene que hacer nada.",
        "visit-held": "La visita de su banco no tendrá lugar por ahora. Nadie irá sin un nuevo mensaje.",
        "on-the-way": "Ya van de camino a su casa {crew}, de su banco. Pídales el código {code} antes de abrir.",
        "who-comes": "El código es correcto: {crew}, de su banco, le visitarán el {window}, como acordamos.",
        "code-unknown": "No conocemos ninguna visita con ese código. Por favor, no deje entrar a nadie. {officer} "
        "de su banco lo revisará.",
        "missed": "Lo sentimos: el {window} no fue nadie. Fue culpa nuestra. Nadie irá sin un nuevo mensaje.",
        "agreed": "Anotado: {window}. {names}¿Otra hora? Responda 4. No recibir más: STOP.",
        "moved": "Lo sentimos: no podemos ir a la hora acordada ({window}). No irá nadie; le propondremos otra hora.",
        "asked-back": "Para estar seguros: ¿se refiere a {window}? Entonces responda {number}; 4: otra hora; "
        "5: difícil pagar. No recibir más: STOP.",
        "not-understood": "Perdone, no hemos entendido su mensaje. {officer} de su banco lo leerá. "
        "No recibir más: STOP.",
        "opt-out-confirmed": "No recibirá más mensajes nuestros.",
        "hardship": "Gracias por decírnoslo. Paramos los avisos durante {quiet_days} días. "
        "{officer} de su banco puede acordar con usted cuotas menores.",
        "thanks-paid": "Gracias, su pago ha llegado. Ya no queda nada abierto.",
        "plan-offer": "Como pidió, {officer} de su banco puede acordar con usted cuotas menores. "
        "Paramos los avisos durante {quiet_days} días.",
    },
    closed={
        "hour": "A esa hora no hacemos visitas. ¿Cuándo prefiere?",
        "day": "Ese día no hacemos visitas. ¿Cuándo prefiere?",
    },
    names="El {day} le decimos quién irá. ",
    days=("lun", "mar", "mié", "jue", "vie", "sáb", "dom"),
    months=("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"),
    window="{weekday} {day} {month} {h1}:{m1}-{h2}:{m2}",
    both=" y ",
    bank="el equipo de atención",
    colleague="un compañero",
    lint=LintWords(
        threat=(
            "embarg*", "cárcel", "prisión", "consecuencia*", "último aviso", "última oportunidad", "advert*",
            "inmediat*", "urgente*", "debe pagar", "demand*", "denunci*", "sanci*", "lista negra", "de lo contrario",
        ),
        shame=(
            "vergüenza", "vergonz*", "irresponsab*", "deshonest*", "su familia", "sus vecinos", "su empleador",
            "su jefe", "decepcion*", "ignor*",
        ),
        authority=(
            "tribunal*", "juzgado*", "juez*", "juici*", "abogad*", "policía*", "fiscal*", "legal*", "judicial*",
            "gobierno", "autoridad*", "oficial*", "buró de crédito",
        ),
        disclosure=(
            "deuda*", "deudor*", "debe", "adeud*", "préstamo*", "crédito*", "cobr*", "moros*", "mora", "atras*",
            "vencid*", "impag*", "saldo*", "hipoteca*", "euros", "dólares", "pesos",
        ),
        carrier=(
            "ALTO", "BAJA", "PARAR", "PARE", "CANCELAR", "CANCELE", "SALIR", "FIN", "DETENER", "ALTA", "INICIAR",
            "COMENZAR", "SI", "SÍ", "AYUDA",
        ),
    ),
)  # fmt: skip
