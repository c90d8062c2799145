"""What is a threat whatever stands beside it, told of who comes: weapons kept ready, hungry dogs, how they will leave.

One pattern for each script, a line for each language, to be reviewed by who speaks it; written as it is folded (see
`threat_words`). Tools and toys that are called as weapons are ("glue gun"), and what is cut with, are none.
"""

# ruff: noqa: E501 (a pattern is read in one line or not at all)
from __future__ import annotations

_HE = r"(?:he|she|they|you|u|ya|your \w+|ur \w+|the (?:collector|agent|guy|man|bloke)|who(?:ever)? \w+|any(?:one|body)(?: who)? \w+|some(?:one|body))"
_WILL = r"(?:'?ll| will| gonna|'?s gonna|'re gonna| is gonna| are gonna| is going to| are going to|'s going to)?"
_GUN = r"(?<!glue )(?<!nail )(?<!heat )(?<!water )(?<!toy )(?<!staple )(?<!massage )(?<!spray )(?:guns?|handgun|rifles?|pistols?|revolvers?|glock|firearms?|ak(?:-?47)?|9 ?mm|kalash\w*|uzi|machetes?|cutlass|panga|crossbow|sword|katana|taser|pepper spray|bear spray|baseball bat|cricket bat|crowbar|pitchfork|axe|hatchet|(?:12|twelve)[ -]gauge|ammo)\b(?! (?:shop|store|range|club|cabinet|safe|licen\w+|sign|dog|show))"
_BLADE = rf"(?:{_GUN}|(?:knife|knives|blades?|hammer|bat)\b)"
_OF_HIM = r"(?:him|her|them|you|u|his|your|ur|their|who ?ever|any ?(?:one|body))"
_OWN = r"(?:(?!not\b|no\b|never\b|don'?t\b)[\w']+ ){0,3}?"
_HOUNDS = r"(?:rottweilers?|rotties|pit ?bulls?|dobermann?s?|alsatians?|shepherds?|mastiffs?|dogs|hounds)"
_ENGLISH = (
    rf"(?:i|im|ill|ive|i'm|i'll|i've|we|we've|we'll|my \w+) {_OWN}(?:get|got|grab|fetch|bring|load|cleaning|polishing|sharpening|have|keep|own|carry|sleep with|holding) {_OWN}{_GUN}"
    rf"|{_BLADE}(?:'s| is| are)? (?:\w+ )?(?:ready|loaded|cocked|waiting|sharp(?:ened)?|drawn|in hand|behind (?:the|my) door|by (?:the|my) door|under (?:the|my) (?:pillow|bed))\b"
    rf"|(?:i'?m|i am|i'?ll be|i will be|we'?re|we are|we'?ll be|heavily|(?:husband|son|brother|dad|boyfriend) is) armed\b(?! with (?!(?:a |my |the )?{_BLADE}))|locked (?:and|n|&) loaded|(?:pepper|bear) spray (?:works|for)\b"
    r"|(?:know|knows|not afraid|not scared|ready|prepared|allowed|will not hesitate|won'?t hesitate) (?:how )?to (?:shoot|stab|use (?:my|a|the|it as a) (?:gun|knife|weapon))\b(?! (?:photos?|pictures?|videos?|films?|you an?|weddings?))"
    rf"|(?:put|puts|get|gets|catch|take|takes|eat|eats|give|plant|stick)(?: \w+){{0,3}} (?:bullets?|knife|blade|slug|lead|pitchfork|axe|hammer) (?:in|into|through|between|to) (?:{_OF_HIM}|the (?:ribs|head|face|back|chest|guts?|belly|neck|leg|skull|heart|eyes))\b"
    rf"|(?:and|n|&|{_HE}{_WILL}) get(?:s|ting)? (?:\w+ )?(?:stabbed|shot|knifed|punched|slapped|beaten|battered|lynched|jumped|mauled|maced|tased|pepper sprayed|run over|smacked|decked|floored|the hose|hosed)\b"
    r"|(?:last|first|next) (?:guy|one|man|person|bloke|fella|collector|agent|bailiff)(?: (?:who|that|you) \w+(?: \w+){0,2}?)? (?:got|gets|will get|left in|ended up in|is getting) (?:stabbed|shot|knifed|punched|slapped|beaten|battered|mauled|bitten|hospital|an? (?:ambulance|bag|box|beating|punch)|hurt|the hose)\b"
    r"|(?:anyone|whoever|the (?:guy|man|one)) (?:who )?(?:comes|turns up|shows up|knocks)(?: \w+){0,2} (?:is getting|gets) (?:the hose|hosed|hurt|it|a (?:beating|punch|kicking))\b"
    r"|(?:his|your|ur|their|her) (?:ass|arse|butt|head|teeth|face|legs?|nose|jaw|knee ?caps?|skull) (?:kicked|whooped|beat|beaten|smashed|bashed|caved|knocked|broken|busted|blown|punched)\b"
    rf"|(?:knock|come|enter|step|visit|show up|turn up|trespass|ring)(?: (?!out|off|and|or)\w+){{0,4}}?,? ?(?:and|n|&|or|then|you|u|you will|you'?ll|u will) (?:will )?(?:die|bleed|perish)\b|(?:comes?|knocks?|shows up|turns up|enters?|sets foot)(?: [\w']+){{0,3}}?,? (?:he|they|you|u)(?:'s|'re| is| are|ll|'ll| will|s|re)? (?:dead(?! (?:tired|busy|serious|sure|set|on|right|beat|certain))|dies?|bleeds?|toast|finished|dead meat|gonna die)\b|(?:you|u|he)(?:'re|re|r|'s|s| are| is)? (?:a )?dead (?:man|meat)\b"
    rf"|set(?:ting)? fire to (?:{_OF_HIM}|the (?:collector|agent|car|van|man))\b|(?:i'?ll|i will|we'?ll|we will|gonna|going to|my \w+ will) (?:burn|torch|smash|slash|key|wreck|trash|puncture|total|blow)(?: up| out)? (?:his|her|your|ur|their|the|that|whoever'?s)(?: \w+'?s?)? ?(?:cars?|van|bike|scooter|motorbike|vehicle|truck|tyres?|tires?|windscreen|office)\b"
    rf"|{_HE}{_WILL} (?:leave|leaves|go|goes|going) (?:\w+ )?in (?:a|an) (?:\w+ )?(?:bag|box|hearse|stretcher)\b|{_HE} (?:won'?t|will not|not gonna) be (?:walking (?:home|out|away|again|straight|back)|leaving (?:alive|in one piece|on (?:his|their|your) feet))|{_HE} (?:won'?t|will not) (?:get|go|come|make it) (?:out|home|back|away)(?: \w+){{0,3}} (?:walking|alive|in one piece|on (?:his|their|your) feet)\b|(?:throw|chuck|splash) acid (?:on|at|in|over) {_OF_HIM}\b"
    rf"|{_HE}(?:'d|d| had| has)? better (?:\w+ ){{0,4}}?(?:run(?! (?:it|this|that|by|through))|life insurance|insured|helmet|vest|bodyguards?|backup|armou?r|armed|bulletproof|pray|watch (?:his|their|your|ur|out))\b|hope {_HE}(?:'s|'ve|s|ve)? (?:\w+ ){{0,2}}?(?:life|health|medical|dental|funeral) (?:insurance|cover|plan)"
    r"|(?:bring|brings|wear|wears|bringing) (?:\w+ ){0,2}?(?:helmets?|bodyguards?|body armou?r|(?:bullet ?proof|stab) vests?|coffin|hearse)\b"
    rf"|(?:the (?:boys|lads)|my (?:boys|lads|crew|gang|mates|homies)|(?:the|my|our) {_HOUNDS})(?:'ll| will| are| gonna| is) (?:\w+ )?(?:be )?(?:waiting|greet\w*|welcom\w*|sort|deal)\b|out of (?:prison|jail)(?: [\w']+){{0,4}} (?:greet|meet|wait|welcome|deal with|sort)\b|deal with (?:any(?:one|body)|whoever) (?:who )?\w+|(?:police|cops|feds|sheriff|garda\w*) (?:will|'?ll|are going to|gonna) be waiting (?:for|to)\b"
    rf"|{_HOUNDS}(?: [\w']+){{0,3}}? (?:(?:has|have)n'?t (?:eaten|been fed)|(?:is|are|'s|'re)? ?(?:\w+ )?(?:hungry|starving)(?! (?:at|by|around|in|after|now)\b))\b|(?:{_HOUNDS}|dog)(?: [\w']+){{0,3}}? (?:eats?|bites?|hates?|loves?|likes?|(?:do|does)(?:n'?t| not) like) (?:\w+ )?(?:bank\w*|(?:debt )?collectors?|bailiffs?|your (?:guys?|man|men|people))\b"
    rf"|(?:like|love) to see (?:you|u|him|them|any\w*|someone) (?:try|dare)\b(?! (?:the|my|our|some))|{_HE}(?:'?ll| will| gonna|'re gonna| are going to) (?:\w+ )?(?:regret (?:it|this|coming)|be sorry\b(?! (?:to|for)))|(?:boiling|scalding) (?:water|oil)(?: \w+){{0,3}} (?:on|over|at|for) {_OF_HIM}\b|(?:dig|digging|dug) (?:your|his|their|ur|a) grave"
)
_ARMA = r"(?:pistolas?|armas?|revolver|rifle|machete|navaja|bate|metralleta|fusil|punal|cuchillo)"
_SPANISH = (
    rf"(?:tengo|traigo|guardo|saco|cargo|cargue|cargada|preparo|afilo|preparad[oa]|list[oa]|espero con) (?:(?!que|no|ni)\w+ ){{0,3}}?{_ARMA}\b|{_ARMA} (?:\w+ )?(?:cargad[oa]|list[oa]|preparad[oa]|afilad[oa])\b|(?:estoy|estare|estamos|estaremos|espero|esperare) (?:bien )?armad[oa]s?\b"
    r"|(?:le|les|lo|los|te|os) (?:voy a |vamos a )?(?:peg[ao]\w*|doy|dar\w*|met[eo]\w*|clav[ao]\w*|parto) (?:un|una|dos|tres|unos|unas|cuatro|mi|el|cuatro) (?:tiros?|balazos?|punaladas?|navajazos?|cuchill\w+|paliza|machetazos?|hostias?|punetazos?|balas?|golpiza|madriza|escopetazos?|plomazos?|palos?|patadas?)\b"
    r"|(?:sale|salen|saldra\w*|se va|se van|se ira\w*|vuelve) (?:\w+ ){0,2}?(?:con los pies (?:por|para|hacia) (?:de|a)lante|(?:de aqui|de mi casa) en (?:ambulancia|camilla)|en (?:una )?bolsa|en (?:un )?(?:cajon|ataud)|muert\w+)\b|(?:traiga\w*|traigan|traer|pongase|ponganse) (?:\w+ )?(?:casco|chaleco|guardaespaldas)\b|sorpresa (?:muy )?(?:desagradable|fea)|mala sorpresa"
    r"|perr[oa]s?(?: \w+){0,5}? (?:(?:muerden?|comen?|odian?) (?:a )?(?:los |sus |la )?(?:cobradores|banqueros|gente del banco|del banco))|perr[oa]s(?: \w+){0,4}? (?:(?:tienen|con) hambre|no han comido)|perr[oa] (?:\w+ )?suelt[oa](?: \w+){0,3} hambre|(?:quem[oa]r?|incendi[oa]r?|prendo fuego a|destroz[oa]r?|pinch[oa]r?) (?:el|su|tu|las|sus|tus|la) (?:coche|carro|auto|moto|ruedas|llantas)(?: \w+)? ?(?:del? cobrador|al que|de quien|de (?:ese|su)|si vien\w+|si vuelv\w+)"
    r"|(?:quien|el que|al que|los que) (?:venga|vengan|viene|toque|entre|pise|aparezca)(?: \w+){0,3}? (?:muere|se muere|recibe (?:plomo|palos|golpes)|sangra|lo lamenta\w*|es hombre muerto)\b|hombre muerto"
)
_PORTUGUESE = (
    r"(?:tenho|guardo|carrego|uso|puxo|afio|espero com) (?:(?!que|nao|n|sem)\w+ ){0,3}?(?:pistola|armas?|revolver|facao|catana|cacadeira|peixeira|machado|fuzil|faca)\b|(?:pistola|arma|revolver|faca|facao|cacadeira) (?:\w+ )?(?:carregad[oa]|pront[oa]|afiad[oa]|preparad[oa])\b|(?:estou|estarei|vou estar|estamos|estaremos|tou) (?:bem )?armad[oa]s?\b"
    r"|(?:sai|saem|saira\w*|volta|voltam) (?:\w+ ){0,2}?(?:(?<=daqui )de (?:ambulancia|maca)|num caixao|no caixao|num saco|mort[oa]s?|com os pes para a frente)\b|(?:dou|meto|espeto|enfio|lev[ae]s?|levam)(?:-?lhe|-?te)? (?:um|uma|uns|dois|duas|tres) (?:tiros?|facadas?|murros?|socos?|balas?|pauladas?|navalhadas?)\b"
    r"|quem (?:vier|vem|aparecer|bater|entrar|tocar|pisar|chegar)(?: \w+){0,3}? (?:apanha|morre|leva (?:porrada|pau|chumbo)|se arrepende|sangra|paga caro)\b|(?:caes|cachorros|cadelas)(?: \w+){0,4}? com fome|(?:queimo|incendeio|(?:ponho|toco|boto) fogo n?[oa]s?|furo os) (?:o |seu |teu |os |vosso )*(?:carro|moto|pneus) (?:de quem|dele|do cobrador|se)|(?:traga|tragam|venha com|venham com) (?:\w+ )?(?:capacete|colete|guarda-?costas)\b"
)
_FRENCH = (
    r"(?:ma|mon|une|un|la|le|sors|charge|ai) (?:kalach\w*|kalash\w*|flingue|pistolet|revolver|carabine|machette|glock|winchester)\b(?! (?:a (?:eau|colle|peinture)|de peinture|jouet))|(?:j'ai|je garde|je sors|je prepare|je prends) (?:(?!pas|jamais|rien)\w+ ){0,3}?(?:armes?|couteaux?|batte|hache)\b|(?:je suis|je serai|nous serons|on sera|on est) armee?s?\b"
    r"|(?:prend|prendra|prends|recoit|recevra|aura|mange|mangera|goute\w*) (?:\w+ )?(?:mon|mes|un|une|des|ma) (?:poings?|balles?|coups? de \w+|batte|droite|baffe|plomb|chevrotine|raclee)\b|(?:mets|colle|fous|plante|loge|mettre|coller|foutre|planter) (?:lui |vous |te )?(?:une|deux|mon|un) (?:balles?|couteau|coups? de \w+|poing)\b"
    r"|(?:repart\w*|sort\w*|ressort\w*|finir\w*) (?:\w+ ){0,2}?(?:sur une civiere|sur un brancard|en corbillard|dans un sac mortuaire|entre quatre planches|en morceaux)|qu'(?:il|elle|ils|on) vien\w+,? (?:il|elle|ils|on) (?:va|vont) (?:voir(?= ?(?:$|[.!,]|ce qu))|comprendre|regretter|le regretter|souffrir)|chiens?(?: [\w']+){0,4}? (?:a faim|ont faim|affames?|(?:rien|pas) mange|pas (?:les )?(?:banqu\w+|huissiers?|agents?|recouvre\w+))\b"
    r"|(?:je|on|vais|va) (?:\w+ )?(?:cram|brul|crev|ray|defonc|explos|cass)(?:e|er|erai) (?:sa|ta|votre|vos|ses|leur) (?:voiture|bagnole|caisse|moto|pneus?|scooter)|le feu a (?:sa|ta|votre|leur) \w+|(?:qui|quiconque) (?:vien\w*|sonne\w*|entre\w*|frappe\w*|approche\w*|se pointe)(?: \w+){0,3}? (?:meurt|creve|est mort|y passe|saigne|le regrette\w*)\b"
)
_INDONESIAN = r"(?:punya|bawa|siapkan|siapin|pegang|simpan|ambil) (?:\w+ )?(?:senjata|pistol|senpi|samurai|pisau(?! dapur)|badik|keris|tombak|bedil)\b|bakar (?:mobil|motor)(?:nya|mu| kalian| lu| dia| penagih| orang)|(?:pulang|keluar|balik) (?:\w+ ){0,2}?(?:peti mati|kantong mayat|kain kafan|berdarah|jadi mayat)|(?:yang|siapa(?: pun)?(?: yang)?) (?:datang|masuk|ketuk)\w*(?: \w+){0,3}? (?:mati|mampus|modar|babak belur|berdarah|kena (?:bogem|golok|parang))\b|anjing(?:nya)?(?: \w+){0,3}? (?:lapar|belum makan)"
_WAFFEN = r"(?:pistole|waffen?|knarre|machete|messer)"
_OTHERS = (
    rf"(?:ich|wir) (?:hab\w*|hol\w*|lad\w*|nehm\w*) (?:(?!kein|nicht)\w+ ){{0,3}}?{_WAFFEN}\b|(?:heb|pak|haal|laad) (?:(?!geen|niet)\w+ ){{0,3}}?(?:pistool|wapens?|mes|machete|bijl)\b|(?:ho|prendo|tengo|carico) (?:(?!non)\w+ ){{0,2}}?(?:pistola|coltello|machete|mazza|armi)\b"
    r"|(?:mere|hamare|mer[aei]|apn[aei]) (?:paa?s )?(?:(?!nahi|nhi|na\b)\w+ ){0,2}?(?:bandoo?k|banduk|pistol|katta|talwar|talvar|chaa?ku|gun|hathiyar|rifle)\b(?! (?:nahi|nhi|na\b))|(?:bandoo?k|banduk|pistol|katta|talwar|talvar|chaa?ku|hathiyar|lathi|danda) (?:(?!nahi|nhi|na\b)\w+ )?(?:nikal|tayar|taiyar|ready|le ?ke|lekar|utha)\w*|(?:gaa?di|car|bike) (?:\w+ )?(?:jala|phod|phoo?k|tod) (?:dung|deng)\w*|(?:jo|jo bhi|koi) aa?y\w+(?: \w+){0,3}? (?:marega|pitega|laash)\b"
)
_DEVANAGARI = r"(?:बंदूक|बन्दूक|पिस्तौल|पिस्टल|कट्टा|तलवार|चाकू|हथियार|राइफल|तमंचा)(?: (?!नही|ना |न )\S+){0,2}? (?:है|हैं|तैयार|निकाल\S*|रखा|रखी|रखता|लेकर|चला\S*|उठा\S*)|गाड[ी़]*(?: \S+)? (?:जला|फोड़?|तोड़?) ?(?:दूं|दूँ|देंगे)|जो (?:भी )?आएगा(?: \S+){0,3}? (?:मरेगा|पिटेगा)"
_CHINESE = (
    r"(?:准备好?|备好|拿着?|磨好?|带着|藏着|有|握着)了?(?:一?[把支杆条根]|我的)?(?:菜|砍|西瓜|开山|猎)?(?:刀|枪|斧头?|棍子|球棒|棒球棍|钢管|铁棍|家伙)(?![叉具卡工店架片客法手战])|(?:刀|枪|棍子?|斧头?|家伙)(?:都|已经?|我)?(?:准备|磨|备)好了|看(?:他|你|他们|你们)?(?:怎么|能不能|还能不能)(?:活着)?(?:走|爬)(?:得)?出去|让(?:你|他)们?(?:走不出|站不起|躺着|爬着)"
    r"|(?:烧|砸|划|扎)(?:了|掉|烂|破)?(?:你|他)们?的?(?:车|轮?胎)|(?:来|上门).{0,4}(?:死定了|就死|没命|找死)|狗(?:都|已经?)?(?:饿|没吃(?!药)|还没吃(?!药)|好几天没)"
)
_ARABIC = (
    r"(?:عندي|معي|معاي|لدي|املك|جهزت|بجهز|حضرت|احمل|مجهز)(?: (?!مش|ما|لا)\S+){0,2}? (?:ال)?(?:سلاح|مسدس|رشاش|سكين(?! مطبخ|ه مطبخ)|ساطور|كلاشن|بارود|خنجر|اسلح)\S*|(?:سلاحي|مسدسي|رشاشي)\b|(?:سا|ب|ه|ا)حرق (?:ال)?(?:سيار|عرب)(?:تكم|تك|ته|يتكم|يته)\S*"
    r"|(?:اللي|الي|مين|من) (?:ب?يجي|ييجي|ياتي|يدق|يقرب)(?: \S+){0,3}? (?:يموت|بموت|سيموت|هيموت)|(?:يطلع|يخرج|يرجع|سيخرج|بيطلع|سيرجع)(?: \S+){0,2}? (?:ميت|جث|بالاسعاف|بكفن|محمول)\S*"
)
ARMED: tuple[str, ...] = (
    "|".join((_ENGLISH, _SPANISH, _PORTUGUESE, _FRENCH, _INDONESIAN, _OTHERS)), _CHINESE, _DEVANAGARI, _ARABIC,
)  # fmt: skip
"""In the order of the scripts of `threats`."""
