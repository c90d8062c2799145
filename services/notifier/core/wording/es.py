"""Spanish."""

from __future__ import annotations

from .language import LanguageWords

SPANISH = LanguageWords(
    templates={
        "reminder-early": "Hola, le escribe {officer} de su banco. Hay una cuota abierta en su cuenta. "
        "Si ya la pagó, gracias. ¿Dificultad para pagar? Responda 5. No recibir más: STOP.",
        "reminder-firm": "Hola, le escribe {officer} de su banco. Sigue abierta una cuota en su cuenta. "
        "Por favor páguela, o responda 5 y buscamos juntos una solución. No recibir más: STOP.",
        "reminder-last": "Hola, le escribe {officer} de su banco. Aún no sabemos nada de usted sobre su cuenta. "
        "Contáctenos, o responda 5 si le es difícil pagar; podemos hablar de cuotas menores. No recibir más: STOP.",
        "offer": "{officer} de su banco quisiera hablar con usted en su casa sobre su cuenta. "
        "¿Cuándo le conviene?\n{slots}\n"
        "Responda {digits}; 4: otra hora; 5: dificultad para pagar. No recibir más: STOP.",
        "no-slots": "Gracias. Aún no hemos encontrado una hora que convenga. {officer} de su banco le propondrá otra. "
        "Nadie irá antes.",
        "notice": "Como acordamos, {crew} de su banco le visitarán el {window} para hablar de su cuenta. "
        "Pídales el código {code}. ¿Otra hora? Responda 4. No recibir más: STOP.",
        "reminder": "Recordatorio: {crew} de su banco le visitarán el {window}. Pídales el código {code}. "
        "¿Otra hora? Responda 4. No recibir más: STOP.",
        "visit-cancelled": "La visita de su banco no tendrá lugar. No tiene que hacer nada.",
        "visit-held": "La visita de su banco no tendrá lugar por ahora. Nadie irá sin un nuevo mensaje.",
        "not-understood": "Perdone, no hemos entendido su mensaje. {officer} de su banco lo leerá. "
        "No recibir más: STOP.",
        "opt-out-confirmed": "No recibirá más mensajes nuestros.",
        "hardship": "Gracias por decírnoslo. Paramos los avisos durante {quiet_days} días. "
        "{officer} de su banco puede acordar con usted cuotas menores.",
        "thanks-paid": "Gracias, su pago ha llegado. Ya no queda nada abierto.",
        "plan-offer": "Como pidió, {officer} de su banco puede acordar con usted cuotas menores. "
        "Paramos los avisos durante {quiet_days} días.",
    },
    days=("lun", "mar", "mié", "jue", "vie", "sáb", "dom"),
    months=("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"),
    both="y",
    bank="el equipo de atención",
    colleague="un compañero",
)
