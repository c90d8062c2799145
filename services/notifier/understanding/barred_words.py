"""What bars a place or refuses visits as such, in words that no rule has: "no entry", "visits are not welcome".

One pattern for each script, a line for each language, to be reviewed by who speaks it; written as it is folded (see
`threat_words`). A time or a condition beside it makes it less, as everywhere: see `visits_refused`.
"""

# ruff: noqa: E501 (a pattern is read in one line or not at all)
from __future__ import annotations

_WAY = r"(?! (?:\w+ )?(?:through|via|by|from|before|after|with|without|until|unless|if|for|fee|code|sign|road|on|the code|the (?:front|back|side|main|garage))\b)"
_ENGLISH = (
    rf"over my (?:dead|cold|rotting) body|no (?:entry|admittance|door ?step\w*|house ?calls?|home ?visits?|cold callers?)\b{_WAY}|(?:home|house|my (?:home|house|place|property|address|door|flat|land)|visits?) (?:is|are) (?:\w+ )?(?:off[ -]limits|out of bounds)"
    r"|visits? (?:(?:are|is|will be|be) )?(?:not|un|never|no longer) ?(?:wanted|welcome|permitted|acceptable|accepted|allowed|an option)\b|visits[,:]? (?:no|never|nope|no way|no thanks?|please no)\W*$|no (?:more )?visits? (?:ever|please)\b"
    rf"|(?:you|u|they|he|your \w+|no ?one|nobody) (?:may|must|shall|can|are|is)(?:n'?t|nt| not) (?:to )?(?:enter|set foot|attend|be let in|be allowed in)\b{_WAY}|(?<!i )(?<!we )(?:do not|don'?t|never|not to) (?:attend(?! to\b)|doorstep|set foot|enter (?:my|our) (?:home|house|property|land|flat|premises))\b{_WAY}"
    r"|visits? (?:\w+ ){0,2}?(?:makes? (?:me|us) (?:\w+ )?(?:anx\w+|nervous|sick|ill|uncomfortable|scared|afraid|panic\w*|unsafe|stressed|uneasy|frightened|cry)|(?:gives?|causes?) (?:\w+ )?(?:anxiety|panic|stress|fear)|(?:scares?|frightens?|terrif(?:y|ies)|stress(?:es)?|upsets?|distress(?:es)?|triggers?) (?:me|my|us))\b"
    r"|keep (?:your|ur|those|these) (?:people|men|man|agents?|collectors?|goons|thugs|guys|boys|lads|bailiffs?|staff) (?:\w+ )?(?:away|off|out|far|back)\b|(?:stay|keep) (?:the \w+ )?away from (?:me|us|here|my (?:kids|children|family|wife|husband|parents))\b|no (?:\w+ )?(?:agents?|collectors?|bailiffs?|strangers|people|men) (?:at|on|near|in|to) my (?:gate|door|house|home|property|land|doorstep|place)\b|(?:you|u|they|he) (?:need|needs|will need|'ll need) (?:\w+ )?warrant\b"
    r"|(?:i|we)(?:'ll| will|'m| am)? ?(?:not|won'?t|never|wont) (?:going to |gonna |be )?let(?:ting)? (?:you|him|them|any(?:one|body)|your \w+) in(?:side)?\b(?! (?:\w+ )?(?:without|until|unless|if|before|through))|told (?:\w+ ){0,3}not to let (?:you|him|them|any(?:one|body)|your \w+) (?:in|up|inside|through)\b"
    r"|(?:this is|it'?s|my (?:house|home|land) is) private (?:property|land)\W*$|never (?:plan|book|schedule|arrange|send|try) (?:another|one again|any)\b"
)
_SPANISH = (
    r"ningun[ao]s? visitas?\b|visitas[,:]? (?:no|nunca|jamas|ninguna|ni hablar)\W*$|visitas? prohibidas?|(?:nada de|sin|basta de|cero|no mas|ni una) visitas?\b|(?:rechazo|me (?:niego|opongo) a) (?:(?:las|sus|toda|todas|cualquier|recibir|tener|mas) ){0,3}visitas?\b|(?:por )?(?:sobre|encima de) mi cadaver"
    r"|(?:acceso|entrada) (?:prohibid[oa]|denegad[oa])|prohibido (?:entrar|pasar|visitar|venir|el acceso)|(?:no|ni|jamas|nunca) (?:se les ocurra )?(?:vuelvan? a )?(?:ponga?n?|poner|pise?n?|pisar) (?:\w+ )?(?:(?:los )?pies? (?:aqui|en mi|en esta)|mi (?:casa|puerta|propiedad|terreno))|no (?:son|es) bienvenid\w+|(?:alejen|mantengan|quiten)(?:se)? (?:\w+ ){0,3}?(?:de mi casa|lejos de mi)\b"
)
_PORTUGUESE = (
    r"nenhumas? visitas?\b|visitas[,:]? (?:nao|nunca|jamais|nem pensar)\W*$|visitas? proibidas?|(?:nada de|sem|chega de|zero|nem mais uma|nao quero) visitas?\b|(?:recuso|oponho-me a|me oponho a|me recuso a) (?:(?:as|suas|toda|todas|qualquer|receber|mais) ){0,3}visitas?\b|(?:por cima do|so sobre o) meu cadaver"
    r"|acesso (?:proibido|negado|interdito|vedado)|entrada (?:interdita|vedada)|proibido (?:entrar|visitar|vir)\b|(?:nao|nunca|jamais) (?:voltem? a )?(?:ponham?|metam?|pise?m?|coloquem?|por|bote?m?) (?:mais )?(?:(?:os? )?pes? (?:aqui|na minha|em minha|ca)|(?:na )?minha (?:casa|porta))|nao (?:sao|e) bem[ -]?vind\w+"
)
_FRENCH = (
    r"aucunes? visites?\b|visites[,:]? (?:non|jamais)\W*$|visites? (?:interdites?|refusees?)|plus (?:de|aucune) visites?\b|(?:pas une seule|zero) visite\b|refuse (?:toutes?|les|vos|des)(?: les)? visites?\b|(?:sur mon cadavre|passer sur le corps|passer sur mon corps|moi vivante?,? (?:jamais|personne))"
    r"|(?:acces|entree) (?:\w+ )?(?:interdite?|refusee?|prohibee?)\b|(?:ne |n')?met(?:tez|s|tre|te|tent)?(?: \w+)? (?:(?:plus|pas|jamais|surtout) )+(?:un |les |vos |le |tes )?pieds?\b(?! (?:sur|dans) (?:la|le|les|l'))|(?:ne )?remet(?:tez|s|tre|te|tent)(?: \w+)? (?:(?:plus|pas|jamais) )+(?:un |les |vos |le |tes )?pieds?\b|(?:pas|plus) (?:les |le )?bienvenue?s?\b"
    r"|(?:gardez|eloignez|tenez)(?: \w+){0,2} (?:gens|agents|sbires|hommes|gars) (?:loin|a distance|a l'ecart)"
)
_OTHERS = (
    r"(?:tolak|menolak|nolak|tanpa|stop|larang|melarang) (?:\w+ )?kunjungan|kunjungan (?:\w+ )?(?:dilarang|ditolak|tidak diterima|tidak diizinkan)|langkahi (?:dulu )?mayat|(?:menjauh(?:lah)?|jauh-?jauh) dari (?:rumah|tanah|keluarga) (?:saya|kami|aku|gue)"
    r"|(?:visit|mulaka+t) (?:nahi|nhi|mat) (?:chahiye|karo|karna|kijiye)\b|(?:ghar|andar) (?:pe |par )?aa?na (?:\w+ )?mana\b|meri laa?sh|keine (?:haus)?besuche\b|nur uber meine leiche|nessuna visita\b|geen (?:huis)?bezoek\w*\b|over mijn lijk|sul mio cadavere"
)
_DEVANAGARI = r"(?:विजिट|मुलाकात|दौरा) (?:नहीं चाहिए|मत|मना|बंद)|प्रवेश (?:निषेध|वर्जित|मना)|(?:घर|अंदर) (?:पर |पे )?आना (?:\S+ )?(?:मना|वर्जित)|मेरी लाश"
_CHINESE = r"(?:禁止|不准|不许|谢绝|拒绝|不接受|抗拒|反对)(?:任何)?人?(?:上门|登门|拜访|来访|家访|探访)|(?:上门|登门|家访)(?:一律|绝对|都)?(?:免谈|禁止|拒绝|没门|休想)|除非我死|我(?:的)?尸体|我家不欢迎|不欢迎(?:你|任何人|上门)|(?:别|不要|勿)再?踏[进入]"
_ARABIC = r"(?:ارفض|نرفض|رافض|بدون|لا اقبل|ممنوع|لا) (?:(?:اي|كل|جميع|استقبال|هذه) )?(?:ال)?زيار\S*|(?:ال)?زيار\S* (?:المنزلي\S* )?(?:ممنوع|مرفوض|غير مقبول|غير مرحب)\S*|(?:ابتعدوا?|ابعدوا?) عن (?:ارضي|بيتي|منزلي|بابي|داري|عا[يئ]لتي|ملكي\S*|البيت|هنا)|(?:ال)?دخول (?:ممنوع|محظور|مرفوض)|(?:عل[يى]|فوق) جثتي|غير مرحب ب\S+"
BARRED: tuple[str, ...] = (
    "|".join((_ENGLISH, _SPANISH, _PORTUGUESE, _FRENCH, _OTHERS)), _CHINESE, _DEVANAGARI, _ARABIC,
)  # fmt: skip
"""In the order of `threats.SCRIPTS`."""
_NO = r"(?:no|nope|not|and|ever|again|absolutely|tidak|[\s,.!])"
NEVER = rf"{_NO}*(?:\b(?:never|jamas|nunca|jamais|jangan pernah|kabhi n(?:a)?hi)\b|कभी (?:भी )?नहीं|لا[\s,.]*ابدا|永远不|绝不|休想){_NO}*"
"""A reply of nothing but "never" (in Arabic alone it is written as "begin" is): it is one of visits where one is offered or agreed."""
