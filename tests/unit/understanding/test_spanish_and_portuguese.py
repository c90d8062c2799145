"""Spanish and Portuguese as they are texted on both sides of the sea: each row is a way of saying, not a text we got."""

# ruff: noqa: E501 (texts are read as lists)
from .asking import meanings, slot

SAID = {
    "stop": [
        "que paréis ya con los avisos", "a molestar a otra parte", "bajen mi teléfono de su sistema", "no deseo figurar en ninguna lista", "ni un aviso más, por favor", "me opongo a recibir esto",
        "oye deja de hacerlo ya", "ni sms ni llamadas", "vão incomodar outro", "esqueçam o meu contacto", "não quero constar nessa lista", "nem mais um torpedo", "parem de fazer isso já",
        "não autorizei sms nenhum", "larga do meu zap", "cancela esses lembretes", "como faço pra não receber isso", "tô de saco cheio desses sms", "no autoricé ningún sms", "djen d escribirme",
    ],
    "start": ["ya pueden volver a avisarme", "no quise darme de baja", "mandé baja sin querer", "podem voltar a me avisar", "não queria sair, quero os lembretes", "reativem as notificações"],
    "decline": ["no hace falta que vengan", "no pasen el viernes", "no se aparezcan por acá", "não é preciso", "não venham na sexta", "não quero agendamento", "nem inventem de aparecer"],
    "reschedule": ["no hay más horarios?", "aplacemos la visita", "não há outras datas?", "dá pra empurrar pra outro dia"],
    "paid": ["acabo de abonar", "aquí tengo el recibo", "ya está finiquitado", "acabei de quitar", "tenho o comprovativo", "ya les hice la transferencia"],
    "hardship": ["puedo pagarlo en abonos", "sigo sin encontrar chamba", "estou liso", "baixem a prestação, não consigo", "dá pra parcelar em 4 vezes", "gano muy poco"],
    "dispute": ["lo contrató otra persona con mis documentos", "jamais contraí isso", "não tenho nada convosco", "debo mucho menos"],
    "wrong_number": ["ya no usa este número", "trocou de número", "estás buscando a otra persona"],
    "third_party": ["soy el aval nada más", "sou só a fiadora", "esse telemóvel é da minha sogra", "eso lo ve mi marido"],
    "verify": ["es confiable esto?", "de quem é esse telefone?", "de dónde sacaron mis datos"],
    "vulnerable": ["sería mejor no existir", "era melhor não ter nascido"],
    "human": ["con quién puedo hablar", "preciso de alguém que me atenda"],
}  # fmt: skip
CHOSEN = {
    2: [
        "fico com a 2",
        "quero a dois",
        "me pido el viernes",
        "sexta dá-me mais jeito",
        "na sexta estou de folga",
        "que seja sexta",
    ],
    3: ["denme el sábado", "quero a 3"],
}
NOT_SAID = {
    "stop": ["ya les mandé el comprobante", "no me llegó su aviso", "la lluvia no para", "a chuva não para", "mi celular no suena", "ya", "não recebi nenhum aviso"],
    "start": ["la lluvia no para", "meu celular não para de apitar com seus avisos", "no quiero volver a recibir avisos"],
    "choose": ["no vengan el viernes", "no pasen el jueves por mi casa", "não apareçam no sábado", "bom sábado"],
    "deceased": ["fica com Deus", "vaya con Dios"],
    "hardship": ["não recebi nenhum aviso", "não tenho nada a ver com isso"],
    "call_me": ["estoy manejando", "tô dirigindo"],
    "abuse": ["un mensaje más y voy a la policía"],
}  # fmt: skip


def test_families_of_words_are_read_in_any_region() -> None:
    wrong = [(text, found) for kind, texts in SAID.items() for text in texts if kind not in (found := meanings(text))]
    assert not wrong


def test_a_window_is_taken_in_the_words_of_the_region() -> None:
    assert not [(text, slot(text)) for number, texts in CHOSEN.items() for text in texts if slot(text) != number]


def test_what_only_looks_like_it_is_not_read_so() -> None:
    wrong = [(text, found) for kind, texts in NOT_SAID.items() for text in texts if kind in (found := meanings(text))]
    assert not wrong
