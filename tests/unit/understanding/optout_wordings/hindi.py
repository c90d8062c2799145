"""Opt-outs of Hindi, and what only looks so."""

# ruff: noqa: E501 (texts are read as lists)
from __future__ import annotations

from .grammar import Grammar

HINDI: Grammar = {
    "optout": (
        "{pls}{mujhe}{msg} {mat} {bhejo}", "{pls}{mujhe}{msg} bhejna {band}", "{pls}{msg} {band}", "{pls}ye {msg} {band}", "{msg} bhejna band {kardo} {yaar}", "{mujhe}{msg} {nahi} chahiye", "{mujhe}aapke {msg} {nahi} chahiye", "{mujhe}{msg} bhejne ki zarurat {nahi}", "{mujhe}contact {mat} {karo}", "{mujhe}sampark {mat} {karo}", "mujhe {dobara}{msg} {mat} {karna}", "aage se {msg} {mat} {bhejna}",
        "{msg} {mat} {karo}", "{msg} {mat} {kiya}", "{mujhe}pareshan {mat} {karo}", "{mujhe}tang {mat} {karo}", "mujhe pareshan karna {band}", "tang karna {band}", "{pls}mera number {hata}", "{pls}mera number list se {hata}", "mera number {hata} apne system se", "mera naam list se {hata}", "{pls}mujhe list se {hata}", "mujhe unsubscribe {karo}", "unsubscribe {karo}", "unsubscribe karna hai", "mujhe unsubscribe karna hai", "dnd laga do", "{msg} kaise band kare", "ye {msg} kaise band hoge", "{msg} band karna hai", "mujhe {msg} band karwane hai",
        "mera pichha chhodo", "peecha chodo mera", "mujhe akela chhod do", "chain se jeene do", "bas karo {msg} {mat} {bhejo}", "bahut ho gaya {msg} {band}", "tang aa gaya hu {msg} se", "{msg} se pareshan ho gaya hu {band}", "kitni baar bola {msg} {mat} {bhejo}", "pehle bhi bola tha {msg} {mat} {karo}", "maine bola tha {msg} {band}", "agar phir {msg} kiya to complaint {karunga}", "ab {msg} aaya to police me complaint {karunga}", "ek aur {msg} aaya to case {karunga}", "block kar dunga", "number block kar raha hu", "meri permission ke bina {msg} {mat} {bhejo}", "main apni sahmati wapas leta hu", "mujhe {msg} nahi chahiye {band}",
        "stop", "STOP", "band karo", "band kro", "{msg} stop karo", "stop {msg}", "stop karo ye sab", "ab {msg} nahi aana chahiye", "{mujhe}{msg} aana band hona chahiye", "sirf chitthi bhejo {msg} {mat} {bhejo}", "please stop bhai", "mujhe koi {msg} {nahi} chahiye", "koi {msg} {mat} {bhejna}", "{msg} lena {nahi} chahta", "main {msg} nahi chahta", "mere number par {msg} {mat} {bhejo}", "is number pe {msg} {mat} {bhejo}",
        "{कृपया}{मुझे}{संदेश} {मत} {भेजो}", "{कृपया}{संदेश} भेजना {बंद}", "{कृपया}{संदेश} {बंद}", "मुझे {संदेश} नहीं चाहिए", "मुझे अब {संदेश} नहीं चाहिए", "{कृपया}मुझे परेशान मत {करो}", "{कृपया}मुझे परेशान न {करें}", "मुझे तंग मत {करो}", "परेशान करना {बंद}", "{कृपया}मेरा नंबर {हटा}", "{कृपया}मेरा नंबर सूची से {हटा}", "मुझे लिस्ट से {हटा}", "मेरा नाम लिस्ट से {हटा}", "मुझसे संपर्क न {करें}", "मुझसे संपर्क मत {करो}", "मुझे दोबारा {संदेश} मत {भेजो}", "आगे से {संदेश} मत {भेजो}", "मैं {संदेश} नहीं चाहता", "मैं अपनी सहमति वापस लेता हूं", "मेरा पीछा छोड़ो", "मुझे अकेला छोड़ दो", "चैन से जीने दो",
        "बहुत हो गया {संदेश} {बंद}", "कितनी बार बोला {संदेश} मत {भेजो}", "अब {संदेश} आया तो शिकायत करूंगा", "ब्लॉक कर दूंगा", "{संदेश} कैसे बंद करें", "अनसब्सक्राइब करो", "बंद करो", "बंद करें", "{संदेश} भेजने की जरूरत नहीं", "{संदेश} नहीं भेजें", "ये {संदेश} {बंद}", "स्टॉप", "{संदेश} रोको", "{संदेश} भेजना रोकिए", "तंग आ गया हूं इन {संदेश} से",
    ),
    "pls": ("", "", "please ", "plz ", "kripya ", "bhai ", "sir ", "arre ", "meherbani karke ", "madam "),
    "mujhe": ("", "mujhe ", "mujhko ", "mere ko ", "hume "),
    "msg": ("msg", "message", "sms", "messages", "msgs", "mesg", "text"),
    "mat": ("mat", "mt", "na", "mat"),
    "nahi": ("nahi", "nhi", "nahin", "nai"),
    "bhejo": ("bhejo", "bhejna", "bhejiye", "bheje", "karo", "kro", "bhejo yaar", "bheja karo", "bhejo dobara"),
    "bhejna": ("bhejna", "karna", "bhejiyega", "krna"),
    "karo": ("karo", "karna", "kijiye", "kro", "kare", "kariye"),
    "karna": ("karna", "bhejna", "krna"),
    "kiya": ("kiya karo", "bheja karo", "kiya kare"),
    "kardo": ("kar do", "kardo", "karo", "kijiye"),
    "band": ("band karo", "band kardo", "band kar do", "band kijiye", "bnd kro", "band kariye", "band kr do", "rok do"),
    "hata": ("hata do", "hatao", "nikal do", "delete kar do", "delete karo", "remove karo", "hata dijiye", "mita do", "htado"),
    "yaar": ("", "yaar", "please", "bhai", "ab"),
    "dobara": ("", "dobara ", "phir se ", "kabhi "),
    "karunga": ("kar dunga", "karunga", "kar dungi"),
    "कृपया": ("", "", "कृपया ", "प्लीज ", "भाई ", "सर "),
    "मुझे": ("", "मुझे ", "हमें ", "मेरे को "),
    "संदेश": ("मैसेज", "संदेश", "एसएमएस", "मेसेज"),
    "मत": ("मत", "न", "ना", "मत"),
    "भेजो": ("भेजो", "भेजना", "भेजिए", "भेजें", "करो", "भेजा करो"),
    "करो": ("करो", "करना", "कीजिए", "करिए"),
    "करें": ("करें", "करे"),
    "बंद": ("बंद करो", "बंद कर दो", "बंद करें", "बंद कीजिए", "बंद कर दीजिए", "बन्द करो"),
    "हटा": ("हटा दो", "हटाओ", "निकाल दो", "डिलीट कर दो", "हटा दीजिए", "हटाएं", "मिटा दो"),
    "other": (
        "message band mat karna", "msg band mat karo", "msg bhejna band mat karo", "sms bhejte rahiye", "maine stop nahi bola", "maine band karne ko nahi kaha", "{bete} ne galti se stop bhej diya", "agar stop likhu to kya hoga", "stop ka matlab kya hai", "kam msg bhejo", "itne msg mat bhejo", "roz roz msg mat karo", "hafte me ek msg kafi hai", "office me call mat karo", "duty time pe phone mat karo", "raat ko msg mat karna", "sunday ko call mat karna", "bus stop ke paas", "bus stop pe milo", "dukaan band hai", "aaj dukan band rahegi", "factory band ho gayi", "kaam band hai", "salary band hai", "mera kaam band ho gaya", "raasta band hai",
        "phone band tha", "mera phone band ho jata hai", "mahine ke end me dunga", "mahine ke aakhir me", "visit cancel karo", "{din} wala cancel kar do", "byaj hata do", "late fee hata do", "charge hatao please", "card block ho gaya", "account block hai", "msg nahi mila", "koi message nahi aaya", "message mila", "link bhejo msg me", "address msg karo", "aane se pehle msg karo", "{din} ko msg karna", "call karo {din} ko", "call mat karo msg karo", "phone mat karo message bhejo", "kaun hai ye kyu msg kar rahe ho", "ye message asli hai kya", "message samajh nahi aaya", "{din} ko mat aana", "ghar mat aao", "kisi ko mat bhejo", "kisi ko ghar mat bhejna", "aane ki zarurat nahi", "aane ki jarurat nahi pay kar diya",
        "paise nahi hai", "paisa khatam ho gaya", "naukri chali gayi", "naukri chhod di", "paise bhej diye", "kal bhej dunga", "{din} ko bheja tha", "{din} theek hai", "{din} chalega", "dusra wala", "koi aur din", "galat number", "mera koi loan nahi", "vakil se baat karo", "papa guzar gaye", "haan", "nahi", "ok ji", "yaad dilane ke liye shukriya", "msg ke liye dhanyavad", "sorry msg abhi dekha", "msg phir se chalu karo", "dobara msg bhejna shuru karo", "receipt bhejna mat bhulna", "bhoolna mat", "tension mat lo", "ghanti mat bajana", "bas stand ke paas ghar hai", "bas ek hafta do", "bas thoda time chahiye", "bas aa raha hu", "meri maa ko pareshan mat karo, mujhe call karo",
        "मैसेज बंद मत करना", "मैसेज भेजते रहिए", "मैंने स्टॉप नहीं बोला", "बेटे ने गलती से स्टॉप भेज दिया", "इतने मैसेज मत भेजो", "रोज मैसेज मत भेजो", "ऑफिस में फोन मत करो", "रात को मैसेज मत करना", "दुकान बंद है", "काम बंद है", "फैक्ट्री बंद हो गई", "वेतन बंद है", "बस स्टॉप के पास", "ब्याज हटा दो", "कार्ड ब्लॉक हो गया", "मैसेज नहीं मिला", "मैसेज मिल गया", "लिंक भेजो", "पता मैसेज कर दो", "फोन मत करो मैसेज करो", "घर मत आओ", "किसी को मत भेजो", "आने की जरूरत नहीं", "पैसे नहीं हैं", "शुक्रवार ठीक है", "गलत नंबर", "भुगतान कर दिया", "मैसेज फिर से चालू करो", "भूलना मत", "बस एक हफ्ता दो",
    ),
    "bete": ("bete", "beti", "biwi", "bhai"),
    "din": ("shukrawar", "somvar", "kal", "friday", "monday"),
}  # fmt: skip
