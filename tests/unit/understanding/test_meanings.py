"""What borrowers tell beside the time of a visit: alone, beside one another, and what only looks like it."""

# ruff: noqa: E501 (texts are read as lists)
import pytest

from services.notifier.understanding.reading import AskedKind

from .asking import meanings


@pytest.mark.parametrize(
    ("text", "asked", "wanted"),
    [
        ("réglé hier soir", "reminder", "paid"), ("deposité ayer", "reminder", "paid"), ("kemarin sore saya transfer", "reminder", "paid"), ("u lot invented that extra 90", "reminder", "dispute"),
        ("esa multa se la inventaron ustedes", "reminder", "dispute"), ("这钱是你们瞎编的", "reminder", "dispute"), ("ye amount aapne apne man se likha hai", "reminder", "dispute"), ("ce n'est pas le montant convenu", "reminder", "dispute"),
        ("juro que pago na segunda", "reminder", "promise"), ("parole, je règle lundi", "reminder", "promise"), ("I'll have 80 for you on friday", "reminder", "promise"), ("这个月真的挤不出钱来", "reminder", "hardship"),
        ("j'ai perdu mon emploi", "reminder", "hardship"), ("gimme a bell when u can", "reminder", "call_me"), ("galat number pe msg aaya hai", "reminder", "wrong_number"),
        ("you absolute bunch of vampires", "reminder", "abuse"), ("一群没人性的东西", "reminder", "abuse"), ("váyanse al carajo, ratas", "reminder", "abuse"), ("bando de ladrão sem vergonha", "reminder", "abuse"),
        ("bande de rats", "reminder", "abuse"), ("kutte kamine", "reminder", "abuse"), ("dasar lintah darat", "reminder", "abuse"), ("الله ياخذكم", "reminder", "abuse"),
        ("Too long to type, pick up the phone and dial me", "reminder", "call_me"), ("说不清，你拨个电话过来", "reminder", "call_me"), ("échenme un telefonazo", "reminder", "call_me"), ("dá um toque no meu celular", "reminder", "call_me"),
        ("passez un coup de bigo", "reminder", "call_me"), ("phone ghuma do ek baar", "reminder", "call_me"), ("telpon aja deh", "reminder", "call_me"), ("دقوا علي تلفون", "reminder", "call_me"),
        ("Where's this 90 quid late charge come from, nobody told me about that", "reminder", "dispute"), ("本金早就还完了，哪来的滞纳金", "reminder", "dispute"), ("esos intereses no me los explicaron nunca", "reminder", "dispute"), ("nunca vi esse empréstimo na vida", "reminder", "dispute"),
        ("je n'ai jamais rien signé chez vous", "reminder", "dispute"), ("itna byaj kahan se aa gaya", "reminder", "dispute"), ("saya nggak pernah ngajuin pinjaman di sini", "reminder", "dispute"), ("هذا المبلغ مش صحيح", "reminder", "dispute"),
        ("Been out of work since August and the food bank is feeding us", "offer", "hardship"),
        ("店关了大半年，一家人喝西北风", "reminder", "hardship"), ("ando sin un quinto y con dos chamacos", "reminder", "hardship"), ("tô catando latinha pra comprar leite", "reminder", "hardship"), ("je vis avec le RSA, il me reste 20 euros", "reminder", "hardship"),
        ("mahine bhar se dihadi nahi lagi", "reminder", "hardship"), ("anak belum makan, dagangan gak laku", "reminder", "hardship"), ("صار لي شهرين بلا شغل", "reminder", "hardship"),
        ("which account number do I send it to", "reminder", "help"), ("要转到哪个账户", "reminder", "help"), ("¿a qué cuenta deposito?", "reminder", "help"), ("qual a chave do pix?", "reminder", "help"),
        ("c'est quoi votre RIB", "reminder", "help"), ("paisa kis khate me daalu", "reminder", "help"), ("transfer ke rekening mana", "reminder", "help"), ("على اي حساب احول", "reminder", "help"),
        ("any chance of a real life human being at your end", "none", "human"), ("我要跟真人讲", "none", "human"), ("comuníqueme con un asesor", "none", "human"), ("quero falar com gente de verdade", "none", "human"),
        ("je voudrais quelqu'un de vivant au bout du fil", "none", "human"), ("kisi bande se baat karwa do", "none", "human"), ("mau ngobrol sama orang", "none", "human"), ("ابغى اكلم موظف", "none", "human"),
        ("Bank app shows it left my account at 9.02 this morning", "reminder", "paid"), ("昨晚手机银行转过去的，你对一下", "reminder", "paid"), ("ya les cayó el dinero, chequen", "reminder", "paid"), ("já caiu aí na conta de vocês, é só ver", "reminder", "paid"),
        ("le prélèvement est passé hier sur mon compte", "reminder", "paid"), ("kal hi neft maar diya tha", "reminder", "paid"), ("uangnya udah saya transfer semalem", "reminder", "paid"), ("حولتها لكم أول أمس", "reminder", "paid"),
        ("money will be with you before the weekend", "reminder", "promise"), ("发了薪就给你们", "reminder", "promise"), ("el martes sin falta se los paso", "reminder", "promise"), ("até quinta deposito tudo", "reminder", "promise"),
        ("vous aurez l'argent mardi", "reminder", "promise"), ("parso tak daal dunga", "reminder", "promise"), ("lusa saya transfer", "reminder", "promise"), ("اول ما ينزل الراتب ادفع", "reminder", "promise"),
        ("Anything further goes through Hargreaves & Co, they act for me", "reminder", "represented"), ("这事我请了律师，你跟他谈", "reminder", "represented"), ("entiéndanse con mi licenciado", "reminder", "represented"), ("fale com a minha advogada", "reminder", "represented"),
        ("voyez ça avec mon avocate", "reminder", "represented"), ("mere vakil se baat karo", "reminder", "represented"), ("urusannya lewat pengacara saya", "reminder", "represented"), ("كلموا المحامي", "reminder", "represented"),
        ("he's inside till March, this is his missus", "notice", "third_party"), ("我是她婆婆，她去广东打工了", "notice", "third_party"), ("habla su cuñada, él anda en el norte trabajando", "notice", "third_party"), ("sou a nora dele, ele viajou", "notice", "third_party"),
        ("je suis sa belle-soeur, il est en prison", "notice", "third_party"), ("wo bahar gaya hai main uska bhai hu", "notice", "third_party"), ("saya istrinya, dia lagi merantau", "notice", "third_party"), ("انا زوجته وهو مسافر", "notice", "third_party"),
        ("And who exactly would you be", "reminder", "verify"), ("贵姓？哪个单位的", "reminder", "verify"), ("¿y ustedes de dónde sacaron mi número?", "reminder", "verify"), ("quem fala aí?", "reminder", "verify"),
        ("vous êtes de quelle boîte ?", "reminder", "verify"), ("tum log ho kaun", "reminder", "verify"), ("ini dari bank apa ya", "reminder", "verify"), ("انتو مين", "reminder", "verify"),
        ("honestly some days i dont want to wake up", "reminder", "vulnerable"), ("我真的不想活了", "reminder", "vulnerable"), ("ya no le veo sentido a seguir viviendo", "reminder", "vulnerable"), ("não vejo mais motivo pra viver", "reminder", "vulnerable"),
        ("j'ai plus goût à la vie", "reminder", "vulnerable"), ("dil ka operation hua hai, aaram chahiye", "reminder", "vulnerable"), ("rasanya pengen mati aja", "reminder", "vulnerable"), ("مابقى لي رغبة في الحياة", "reminder", "vulnerable"),
        ("You've reached a dentist's surgery", "reminder", "wrong_number"), ("这里是理发店，没有这个人", "reminder", "wrong_number"), ("acá no vive ningún Ernesto", "reminder", "wrong_number"), ("aqui é da padaria, não tem Marcos", "reminder", "wrong_number"),
        ("vous êtes chez un garagiste, pas chez Paul", "reminder", "wrong_number"), ("bhai ye ramu ka number nahi hai", "reminder", "wrong_number"), ("ini bengkel pak, bukan bu Sri", "reminder", "wrong_number"), ("هذا مطعم يا اخي", "reminder", "wrong_number"),
    ],
)  # fmt: skip
def test_a_meaning_is_found_in_ordinary_words(text: str, asked: AskedKind, wanted: str) -> None:
    assert meanings(text, asked) == [wanted]


@pytest.mark.parametrize(
    ("text", "asked", "wanted"),
    [
        ("ya estuvo bueno pinches rateros, dejen de escribir", "reminder", "abuse+stop"), ("berhenti sms bangsat", "reminder", "abuse+stop"),
        ("thurs works, bell me when you're outside", "offer", "choose+call_me"), ("第二个，来之前给我打个电话", "offer", "choose+call_me"), ("el sábado, pero márquenme antes", "offer", "choose+call_me"), ("samedi, passez-moi un coup de fil avant", "offer", "choose+call_me"),
        ("pehla wala, aane se pehle phone kar lena", "offer", "choose+call_me"), ("yang pertama, telepon dulu sebelum berangkat", "offer", "choose+call_me"), ("الموعد الاول واتصلوا قبل ما تجون", "offer", "choose+call_me"),
        ("Friday's ok but I'll be honest there's not a penny in the house", "offer", "choose+hardship"), ("周五可以来，不过家里真没钱", "offer", "choose+hardship"), ("el viernes pueden venir pero no hay ni para comer", "offer", "choose+hardship"), ("sexta pode vir mas não tenho um real", "offer", "choose+hardship"),
        ("vendredi ok mais je n'ai pas un sou", "offer", "choose+hardship"), ("jumat boleh datang tapi saya gak pegang uang", "offer", "choose+hardship"), ("shukrawar ko aa jana lekin paise nahi hain", "offer", "choose+hardship"), ("السبت مناسب لكن ما معي فلوس", "offer", "choose+hardship"),
        ("Mam's away with her sister, I'm her daughter, Saturday suits and I'll let them in", "offer", "choose+third_party"), ("我是他老婆，周六上午可以，我在家", "offer", "choose+third_party"), ("soy su esposa, el sábado por la mañana está bien, yo los atiendo", "offer", "choose+third_party"), ("sou a filha dela, sábado de manhã pode vir", "offer", "choose+third_party"),
        ("saturday is fine but my mother has dementia so please talk to me not her", "offer", "choose+vulnerable"), ("周六可以，我爸中风了，声音小一点", "offer", "choose+vulnerable"),
        ("We lost Grandad on Friday. He had the loan, not us", "offer", "deceased+third_party"),
        ("我公公上个月走了，请别再打扰他", "reminder", "deceased+third_party"), ("meu sogro morreu semana passada", "reminder", "deceased+third_party"), ("mon mari est parti en octobre, un cancer", "reminder", "deceased+third_party"), ("पिताजी का स्वर्गवास हो गया है", "reminder", "deceased+third_party"),
        ("bapak sudah berpulang minggu lalu", "reminder", "deceased+third_party"), ("والدي توفي الله يرحمه", "reminder", "deceased+third_party"), ("mi hermano se nos fue en un accidente en enero", "reminder", "deceased+third_party"),
        ("minha mãe faleceu, parem de mandar mensagem", "reminder", "deceased+third_party+stop"),
        ("vocês cobraram juros a mais, quero falar com o gerente", "reminder", "dispute+human"),
        ("el cobro es ilegal, ya lo tiene mi abogada", "reminder", "dispute+represented"),
        ("I've got nothing coming in till April, can somebody phone me about it", "reminder", "hardship+call_me"), ("现在真的没能力还，你们打个电话来谈", "reminder", "hardship+call_me"),
        ("no vengan, no hay nada que cobrar, me quedé sin trabajo", "offer", "hardship+decline"),
        ("ya hice el pago, márquenme si no lo ven", "reminder", "paid+call_me"),
        ("You lot already had the money off me last Tuesday, no need to send anybody", "offer", "paid+decline"), ("钱前天就汇过去了，不必派人", "offer", "paid+decline"), ("eso lo cubrí anteayer en la sucursal, no manden a nadie", "offer", "paid+decline"), ("j'ai tout versé lundi, inutile de passer", "offer", "paid+decline"),
        ("fiz a transferência ontem, não precisa vir ninguém", "offer", "paid+decline"), ("sudah saya lunasi kemarin, jangan datang", "offer", "paid+decline"),
        ("threw 200 at it on Sunday, you'll see the other 200 on the 30th", "reminder", "paid+promise"), ("先打了三千，余下的下周五补", "reminder", "paid+promise"), ("aboné la mitad hoy, lo demás el lunes", "reminder", "paid+promise"), ("mandei 300 hoje, o restante dia 10", "reminder", "paid+promise"),
        ("j'ai mis 100 aujourd'hui, le reste le 28", "reminder", "paid+promise"), ("aadha kal de diya, baki 5 tarikh ko", "reminder", "paid+promise"), ("kemarin bayar separuh, sisanya tanggal 5", "reminder", "paid+promise"),
        ("Already transferred it. Who keeps texting me?", "reminder", "paid+verify"),
        ("I'm in a psychiatric unit and my guardian handles money", "reminder", "represented+vulnerable"),
        ("mi esposo salió de viaje, no vengan el viernes", "notice", "third_party+decline"),
        ("刚做完手术在床上躺着，别来", "notice", "vulnerable+decline"), ("me acaban de operar del corazón, no vengan", "notice", "vulnerable+decline"), ("saí do hospital ontem, não venham", "notice", "vulnerable+decline"), ("je sors de réanimation, ne venez pas", "notice", "vulnerable+decline"),
        ("saya habis operasi jangan datang", "notice", "vulnerable+decline"), ("عملت عملية امس لا تجون", "notice", "vulnerable+decline"),
        ("mate ur texting a chip shop, delete this number", "reminder", "wrong_number+stop"), ("numero equivocado borre este telefono", "reminder", "wrong_number+stop"),
    ],
)  # fmt: skip
def test_what_is_told_in_a_sentence_of_its_own_stands_beside_the_rest(text: str, asked: AskedKind, wanted: str) -> None:
    assert sorted(meanings(text, asked)) == sorted(wanted.split("+"))


@pytest.mark.parametrize(
    ("text", "asked", "wanted"),
    [
        ("I open the deli at 1 on friday so come at 2", "offer", "choose"), ("周五我两点开店，三点来", "offer", "choose"), ("viernes, el perro no muerde", "offer", "choose"), ("sexta, o cachorro é manso", "offer", "choose"),
        ("samedi, le chien est gentil", "offer", "choose"), ("shukrawar theek hai, kutta bandha rahega", "offer", "choose"), ("jumat, anjing saya jinak kok", "offer", "choose"), ("الجمعة تمام والكلب مربوط", "offer", "choose"),
        ("fine, my wife will be in", "notice", "confirm"), ("没问题，狗我会拴好", "notice", "confirm"), ("ok, ahí nos vemos el viernes", "notice", "confirm"), ("combinado, até sexta", "notice", "confirm"),
        ("c'est noté, à vendredi", "notice", "confirm"), ("thik hai, shukrawar ko milte hain", "notice", "confirm"), ("siap, ketemu hari jumat", "notice", "confirm"), ("تمام موعدنا الجمعة", "notice", "confirm"),
        ("I'm not home, don't come", "offer", "decline"), ("不用来了，没什么好谈的", "offer", "decline"), ("no me interesa que vengan", "offer", "decline"), ("não precisa vir aqui não", "offer", "decline"),
        ("inutile de venir chez moi", "offer", "decline"), ("ghar mat aana", "offer", "decline"), ("gak usah datang ke rumah", "offer", "decline"), ("لا تجون للبيت", "offer", "decline"),
        ("I get paid compliments on mondays, come monday at 3", "offer", "propose"), ("这几天出差，下周三上午行吗", "offer", "propose"), ("esos días estoy de viaje, ¿el martes a las 4?", "offer", "propose"), ("não dá nesses dias, pode ser terça às 15h?", "offer", "propose"),
        ("je travaille ces jours-là, mardi à 10h ?", "offer", "propose"), ("in dino bahar hu, mangalvar ko 4 baje aa jao", "offer", "propose"), ("hari itu saya kerja, selasa jam 10 gimana", "offer", "propose"), ("هالايام مشغول، ممكن الثلاثاء الساعة ٤؟", "offer", "propose"),
        ("something's come up at work, can we move it", "notice", "reschedule"), ("se me complicó, ¿podemos cambiar la cita?", "notice", "reschedule"), ("surgiu um imprevisto, dá pra remarcar?", "notice", "reschedule"), ("j'ai un empêchement, peut-on décaler le rendez-vous", "notice", "reschedule"),
        ("us din kaam aa gaya, koi aur din rakh lo", "notice", "reschedule"), ("mendadak ada acara, bisa ganti hari?", "notice", "reschedule"), ("طرأ لي شغل، ممكن نغير الموعد؟", "notice", "reschedule"),
        ("patni se puch ke batata hu", "offer", "unclear"), ("بسأل زوجي وارد عليكم", "offer", "unclear"),
        ("lovely weather we're having", "reminder", "unclear"), ("今天天气不错", "reminder", "unclear"), ("c'est mort", "reminder", "unclear"), ("estoy muerto de cansancio jaja", "reminder", "unclear"),
        ("tô morto de sono kkk", "reminder", "unclear"), ("lucu banget sampai mati ketawa", "reminder", "unclear"),
    ],
)  # fmt: skip
def test_ordinary_answers_are_no_brakes(text: str, asked: AskedKind, wanted: str) -> None:
    assert meanings(text, asked) == [wanted]
