"""Numbers written as words read back as what they are, in every language; what only looks like one is none."""

import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.intent.lexicon import LANGUAGES, lexicon
from parsers.intent.numbers import number_at
from parsers.intent.sentence import sentence

SMALL = {
    "en": "one two three four five six seven eight nine ten "
    "eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
    "de": "eins zwei drei vier fünf sechs sieben acht neun zehn "
    "elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn",
    "fr": "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf",
    "es": "uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince "
    "dieciséis diecisiete dieciocho diecinueve",
    "it": "uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici "
    "diciassette diciotto diciannove",
    "nl": "een twee drie vier vijf zes zeven acht negen tien "
    "elf twaalf dertien veertien vijftien zestien zeventien achttien negentien",
    "pl": "jeden dwa trzy cztery pięć sześć siedem osiem dziewięć dziesięć jedenaście dwanaście trzynaście czternaście "
    "piętnaście szesnaście siedemnaście osiemnaście dziewiętnaście",
    "pt": "um dois três quatro cinco seis sete oito nove dez onze doze treze catorze quinze dezesseis dezessete dezoito dezenove",
    "uk": "один два три чотири п'ять шість сім вісім дев'ять десять одинадцять дванадцять тринадцять чотирнадцять "
    "п'ятнадцять шістнадцять сімнадцять вісімнадцять дев'ятнадцять",
    "zh": "一 二 三 四 五 六 七 八 九 十 十一 十二 十三 十四 十五 十六 十七 十八 十九",
    "sv": "ett två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton sexton sjutton arton nitton",
    "da": "en to tre fire fem seks syv otte ni ti elleve tolv tretten fjorten femten seksten sytten atten nitten",
    "cs": "jedna dva tři čtyři pět šest sedm osm devět deset jedenáct dvanáct třináct čtrnáct patnáct šestnáct sedmnáct "
    "osmnáct devatenáct",
    "tr": "bir iki üç dört beş altı yedi sekiz dokuz on onbir oniki onüç ondört onbeş onaltı onyedi onsekiz ondokuz",
    "ro": "unu doi trei patru cinci șase șapte opt nouă zece unsprezece doisprezece treisprezece paisprezece cincisprezece "
    "șaisprezece șaptesprezece optsprezece nouăsprezece",
    "hu": "egy kettő három négy öt hat hét nyolc kilenc tíz tizenegy tizenkettő tizenhárom tizennégy tizenöt tizenhat "
    "tizenhét tizennyolc tizenkilenc",
}
TENS = {
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
    "de": "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig",
    "fr": "vingt trente quarante cinquante soixante soixante quatre-vingt quatre-vingt",
    "es": "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "it": "venti trenta quaranta cinquanta sessanta settanta ottanta novanta",
    "nl": "twintig dertig veertig vijftig zestig zeventig tachtig negentig",
    "pl": "dwadzieścia trzydzieści czterdzieści pięćdziesiąt sześćdziesiąt siedemdziesiąt osiemdziesiąt dziewięćdziesiąt",
    "pt": "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa",
    "uk": "двадцять тридцять сорок п'ятдесят шістдесят сімдесят вісімдесят дев'яносто",
    "zh": "二十 三十 四十 五十 六十 七十 八十 九十",
    "sv": "tjugo trettio fyrtio femtio sextio sjuttio åttio nittio",
    "da": "tyve tredive fyrre halvtreds tres halvfjerds firs halvfems",
    "cs": "dvacet třicet čtyřicet padesát šedesát sedmdesát osmdesát devadesát",
    "tr": "yirmi otuz kırk elli altmış yetmiş seksen doksan",
    "ro": "douăzeci treizeci patruzeci cincizeci șaizeci șaptezeci optzeci nouăzeci",
    "hu": "húsz harminc negyven ötven hatvan hetven nyolcvan kilencven",
}
HUNDREDS = {
    "es": "ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos",
    "pt": "cento duzentos trezentos quatrocentos quinhentos seiscentos setecentos oitocentos novecentos",
    "pl": "sto dwieście trzysta czterysta pięćset sześćset siedemset osiemset dziewięćset",
    "uk": "сто двісті триста чотириста п'ятсот шістсот сімсот вісімсот дев'ятсот",
    "cs": "sto|dvě stě|tři sta|čtyři sta|pět set|šest set|sedm set|osm set|devět set",
}
HUNDRED = {
    **{"en": " hundred", "de": "hundert", "fr": " cent", "it": "cento", "nl": "honderd", "zh": "百", "sv": "hundra"},
    **{"da": " hundrede", "tr": " yüz", "ro": " sute", "hu": "száz"},
}
BEFORE = {"en": " and ", "da": " og ", "pt": " e ", **dict.fromkeys(("de", "nl", "it", "sv", "hu", "zh"), "")}
Pair = Callable[[str, str, int], str]
PAIRS: dict[str, Pair] = {
    "de": lambda ten, unit, n: ("ein" if n == 1 else unit) + "und" + ten,
    "nl": lambda ten, unit, n: unit + ("ën" if n in (2, 3) else "en") + ten,
    "da": lambda ten, unit, _: unit + "og" + ten,
    "en": lambda ten, unit, _: f"{ten}-{unit}",
    "fr": lambda ten, unit, n: ten + (" et " if n in (1, 11) and ten[0] != "q" else "-") + unit,
    "es": lambda ten, unit, _: "veinti" + unit if ten == "veinte" else f"{ten} y {unit}",
    "pt": lambda ten, unit, _: f"{ten} e {unit}",
    "ro": lambda ten, unit, _: f"{ten} și {unit}",
    "it": lambda ten, unit, n: (ten[:-1] if n in (1, 8) else ten) + unit,
    "hu": lambda ten, unit, _: ("huszon" if ten == "húsz" else ten) + unit,
    **dict.fromkeys(("sv", "zh"), lambda ten, unit, _: ten + unit),
}
NOUNS = {"zh": "件", "ro": "bucăți"}
ORDINARY = {
    "de": "dreist achten sechster Einsatz fünfte fünfundvierzigste hunderter zweifel einzig neuneck dreizehnter",
    "en": "someone tenth seventeenth often stone anyone forties height weighty tenant",
    "fr": "centrale sixième dixième centime unique millet septembre",
    "it": "centrale settembre ottobre duetto unico centesimo venticinquesimo millesimo seit",
    "es": "central onceavo milagro trescuartos unos dosis",
    "nl": "achten eenvoudig tweede driehoek zestiende achteen vijfde",
    "sv": "entré tiotal femte sexa niod trettonde",
    "da": "toget entre tirsdag femte ottende trehed nitid",
    "hu": "ott ötödik hatás hatalom egyszer kétes hatvanadik százas ezred otet",
    "tr": "onu ona biri binde yüzünden yüzücü altında onuncu kırkıncı",
    "cs": "stopa pětina dvakrát setkat osmý",
    "pl": "stopa pięciokrotnie dwadzieścioro",
    "uk": "стоп п'ятий сорочка",
    "pt": "central umas setembro centro milagre",
    "ro": "noul optim miere sutien",
    "zh": "个",
}


def spell(language: str, n: int) -> str:
    """A number below a thousand as people write it."""
    small = SMALL[language].split()
    if n >= 100:
        left = spell(language, n % 100) if n % 100 else ""
        words = _hundreds(language, n // 100) + (_before(language, n % 100) + left if left else "")
        return words.replace(" ", "") if (language, n % 100) == ("da", 1) else words
    if n < 20:
        return small[n - 1]
    ten, unit = TENS[language].split()[n // 10 - 2], n % 10
    if language == "fr" and n // 10 in (7, 9):
        unit += 10
    pair = PAIRS.get(language, lambda ten, unit, _: f"{ten} {unit}")
    return pair(ten, small[unit - 1], unit) if unit else ten


def _hundreds(language: str, n: int) -> str:
    if language in HUNDREDS:
        words = HUNDREDS[language]
        return words.split("|" if "|" in words else None)[n - 1]
    if language == "ro" and n == 1:
        return "o sută"
    counted = {"ro": "două"}.get(language) if n == 2 else None
    one = {"en": "one", "sv": "ett", "da": "et", "zh": "一"}.get(language, "") if n == 1 else None
    many = counted or SMALL[language].split()[n - 1]
    return ((many if one is None else one) + HUNDRED[language]).strip()


def _before(language: str, left: int) -> str:
    return "零" if language == "zh" and left < 10 else "一" if language == "zh" and left < 20 else BEFORE.get(language, " ")


def read(language: str, words: str) -> int | None:
    """The number that begins a text and reaches its last word but one, the noun."""
    s = sentence(f"{words} {NOUNS.get(language, 'X')}", lexicon(language))
    number = number_at(s, 0, None)
    return int(number.value) if number is not None and number.last >= len(s.tokens) - 2 else None


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=150, deadline=None)
@given(n=st.integers(1, 999))
def test_a_spelled_number_reads_back(language: str, n: int) -> None:
    """Alone "hét" is a Hungarian week, and "hundrede og en" may go on with a Danish article: it counts in one word."""
    words = spell(language, n)
    assert read(language, words) == (None if (language, n) == ("hu", 7) else n), words


@pytest.mark.parametrize(
    ("language", "words", "value"),
    [
        *(
            ("de", "fuenfundvierzig", 45),
            ("de", "einhundertzwanzig", 120),
            ("de", "fünf und vierzig", 45),
            ("de", "zwölfhundert", 1200),
        ),
        ("de", "neunhundertneunundneunzigtausendneunhundertneunundneunzig", 999_999),
        *(("en", "a hundred and five", 105), ("en", "twelve thousand three hundred and one", 12_301), ("en", "forty five", 45)),
        *(
            ("fr", "vingt-et-un", 21),
            ("fr", "septante-deux", 72),
            ("fr", "deux mille trois cents", 2300),
            ("fr", "quatre-vingts", 80),
        ),
        *(("es", "doscientas cincuenta", 250), ("es", "dos mil quinientas", 2500), ("pt", "mil e duzentas", 1200)),
        *(("it", "duemilacento", 2100), ("it", "centotto", 108), ("nl", "honderdeneen", 101), ("nl", "twaalfduizend", 12_000)),
        *(("sv", "ettusen", 1000), ("sv", "tjugo fem", 25), ("da", "fem og fyrre", 45), ("da", "hundrede og femogfyrre", 145)),
        *(("hu", "százötvenet", 150), ("hu", "ötvenet", 50), ("hu", "kétezer-ötszáz", 2500), ("hu", "százhúszra", 120)),
        *(
            ("pl", "dwustu pięćdziesięciu", 250),
            ("pl", "pięć tysięcy", 5000),
            ("cs", "pětačtyřicet", 45),
            ("cs", "dva tisíce", 2000),
        ),
        *(
            ("uk", "двохсот п’ятдесяти", 250),
            ("uk", "дві тисячі", 2000),
            ("ro", "două mii", 2000),
            ("ro", "douăzeci de mii o sută", 20_100),
            ("ro", "o mie două sute", 1200),
        ),
        *(
            ("tr", "yüzelliye", 150),
            ("tr", "kırk beşe", 45),
            ("zh", "二百五", 250),
            ("zh", "一万二千", 12_000),
            ("zh", "两百", 200),
        ),
    ],
)
def test_other_spellings(language: str, words: str, value: int) -> None:
    """Case endings, thousands, old and careless spellings."""
    assert read(language, words) == value


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_number_inside_of_a_word(language: str) -> None:
    """A word that is more than its parts is no number, and nor is an ordinal."""
    for word in ORDINARY[language].split():
        assert read(language, word) is None, word


@pytest.mark.parametrize(
    ("language", "words", "value"),
    [
        ("en", "twenty and thirty", 20),
        ("sv", "hundra en vecka senare", 100),
        ("hu", "ötven egy héten belül", 50),
        ("hu", "negyven hét", 40),
        ("de", "hundert eine Woche später", 100),
        ("nl", "honderd en een deel later", 100),
        ("tr", "on bira", 10),
        ("fr", "cent et deux cents", 100),
    ],
)
def test_what_follows_is_no_part(language: str, words: str, value: int) -> None:
    """Two numbers stay two, and an article is no "one"."""
    number = number_at(sentence(words, lexicon(language)), 0, None)
    assert number is not None and (number.value, number.last) == (value, 0)


def test_an_ordinal_of_two_words_is_no_number() -> None:
    """Neither its tens nor its whole."""
    assert number_at(sentence("twenty-first of them", lexicon("en")), 0, None) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_linear(language: str) -> None:
    """A long text of nothing but parts takes no longer a word than a short one."""
    parts = " ".join([SMALL[language], TENS[language]])
    for text in (parts.replace(" ", "") * 40, f"{parts} " * 40, "-".join(parts.split() * 40)):
        began = time.process_time()
        sentence(text, lexicon(language))
        assert time.process_time() - began < 3
