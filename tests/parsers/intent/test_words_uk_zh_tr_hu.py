"""Plain business in Ukrainian, Chinese, Turkish and Hungarian, and what beside it must move nothing."""

from collections.abc import Callable

import pytest

from tests.parsers.intent.conftest import acts_anywhere

Read = Callable[..., object]
Short = Callable[[object], str]

TRAPS = {
    "uk": (
        "Наш менеджер приїде до вас 18 травня.",
        "Новий працівник прийде до нас 18 травня.",
        "Креслення прийдуть 18 травня.",
        "Товар мав би прибути 15 травня.",
        "Не те щоб ми відмовлялися від позиції 2.",
        "У нас інвентаризація 12 травня.",
        "Робимо все можливе.",
        "Сподіваємося привезти каструлі 19 травня.",
        "Відповідь ви отримаєте 18 травня.",
        "Прийдіть 18 травня.",
        "Маємо доїхати до вас 18 травня.",
        "Ремонт складу завершимо 18 травня.",
        "Зробимо перерву 18 травня.",
        "Не можна сказати, що ми відхилили замовлення.",
        "Ваше замовлення одержано та передано у відділ збуту.",
        "Замовлення скоро відвантажимо.",
    ),
    "zh": (
        "我们的经理5月18日到贵司。",
        "新同事5月18日到岗。",
        "图纸5月18日送到。",
        "样品5月18日能到。",
        "货物应该5月15日到。",
        "我们5月12日盘点。",
        "打算接受订单，但还要商量。",
        "要和工厂沟通后才能确认。",
        "不能说我们拒绝了订单。",
        "5月18日之前我们给消息。",
        "仓库装修5月18日完成。",
        "新厂房5月18日完工。",
        "订单马上发货。",
    ),
    "tr": (
        "Müdürümüz 18 Mayıs'ta size gelecek.",
        "Patron 18 Mayıs'ta gelir, o zaman onaylarız.",
        "Yeni arkadaşımız 18 Mayıs'ta geliyor.",
        "Toplantımız 18 Mayıs'ta olacak.",
        "Çizimler 18 Mayıs'ta gelir.",
        "12 Mayıs'ta sayım var.",
        "2. kalemi reddediyor değiliz.",
        "2. kaleme bakıyoruz, cevap 18 Mayıs'ta gelir.",
        "Üretimle görüşmeden onaylayamayız.",
        "18 Mayıs'ta Ankara'ya gelir misiniz?",
        "Depo tadilatı 18 Mayıs'ta bitecek.",
        "Taşınma 18 Mayıs'ta tamamlanacak.",
        "Siparişi yakında kargoya vereceğiz.",
    ),
    "hu": (
        "Az igazgatónk május 18-án megy Önökhöz.",
        "A kollégám május 18-án lesz Önöknél.",
        "Az új kollégánk május 18-án jön.",
        "A rajzok május 18-án érkeznek.",
        "A 2. tételt nézzük, a válasz május 18-án jön.",
        "A választ május 18-án megkapják.",
        "Május 12-én leltár van.",
        "Nem arról van szó, hogy elutasítjuk a 2. tételt.",
        "A rendelést megkaptuk, rövidesen visszaigazoljuk.",
        "A partnerünk mesélte, hogy visszaigazolták a 2. tételt.",
        "Nem mondható, hogy elutasítottuk a rendelést.",
        "A raktár felújítása május 18-án készül el.",
        "A rendelést hamarosan feladjuk.",
    ),
}


@pytest.mark.parametrize(("language", "words"), [(language, words) for language, many in TRAPS.items() for words in many])
def test_what_else_comes_or_is_said_moves_nothing(language: str, words: str) -> None:
    """People, drawings and answers come too; what is hoped, put off or denied to be refused is no word on the order."""
    assert not acts_anywhere(words, language)


@pytest.mark.parametrize(
    ("language", "words", "means"),
    [
        ("uk", "Ок, робимо.", "accept"),
        ("uk", "Замовлення прийняте до виконання, відвантажимо вчасно.", "accept"),
        ("uk", "Дякуємо за замовлення, все буде поставлено в строк.", "accept"),
        ("uk", "Каструлі надійдуть 19 травня.", "change 2 d2026-05-19"),
        ("uk", "Сковорідки доїдуть до вас лише 18 травня.", "change 1 d2026-05-18"),
        ("uk", "Позицію 1 зможемо відвантажити 18 травня.", "change 1 d2026-05-18"),
        ("uk", "Дякую, отримано, відповідь дамо завтра.", "received"),
        ("uk", "Ваше замовлення одержано та передано у відділ збуту.", "received"),
        ("uk", "Що від нас потрібно?", "help"),
        ("uk", "Не треба писати нам щодня.", "quiet"),
        ("uk", "Надалі пишіть на office@corvina.example.", "contact +office@corvina.example"),
        ("uk", "Сьогодні відправили замовлення Новою Поштою.", "ship d2026-04-24 c=Новою Поштою"),
        ("zh", "订单内容核对无误，我们接单。", "accept"),
        ("zh", "都没问题，安排生产。", "accept"),
        ("zh", "汤锅5月20日能到，另外两项没问题。", "accept 1 3 + change 2 d2026-05-20"),
        ("zh", "平底锅没有货，其余两项确认。", "accept 2 3 + reject 1"),
        ("zh", "第3项6月2日送到贵司。", "change 3 d2026-06-02"),
        ("zh", "第1项5月18日可以出货。", "change 1 d2026-05-18"),
        ("zh", "很抱歉，这个订单我们不能接。", "reject"),
        ("zh", "我们还有什么没处理的？", "open"),
        ("zh", "汤锅延误到5月22日。", "change 2 d2026-05-22"),
        ("zh", "第2项我们不接。", "reject 2"),
        ("zh", "需要我们做什么？", "help"),
        ("zh", "已排产，保证按时交货。", "accept"),
        ("zh", "请忽略我刚才的回复。", "withdraw"),
        ("tr", "2. kalem 20 Mayıs'ta gelecek, diğerleri tamam.", "accept 1 3 + change 2 d2026-05-20"),
        ("tr", "2. kalemi 19 Mayıs'ta getiririz.", "change 2 d2026-05-19"),
        ("tr", "Üçüncü kalem 2 Haziran'da elinizde olur.", "change 3 d2026-06-02"),
        ("tr", "Tavalar ancak 18 Mayıs'ta gelir.", "change 1 d2026-05-18"),
        ("tr", "Bizde bekleyen ne var?", "open"),
        ("tr", "Tencereler ancak 22 Mayıs'ta olur, kalanlar tamam.", "accept 1 3 + change 2 d2026-05-22"),
        ("tr", "Siparişinizi programa aldık, zamanında göndereceğiz.", "accept"),
        ("tr", "Bizden ne yapmamızı istiyorsunuz?", "help"),
        ("tr", "Fatura numaramız F-418, siparişteki gibi.", "invoice F-418 ordered"),
        ("hu", "Nekünk így megfelel, visszaigazolva.", "accept"),
        ("hu", "A fazekak május 20-ra készülnek el, a másik kettő rendben van.", "accept 1 3 + change 2 d2026-05-20"),
        ("hu", "A fazekak május 19-én jönnek meg.", "change 2 d2026-05-19"),
        ("hu", "A 2. tételt május 19-én visszük ki.", "change 2 d2026-05-19"),
        ("hu", "A harmadik tétel június 2-án lesz Önöknél.", "change 3 d2026-06-02"),
        ("hu", "A rendelést megkaptuk, hamarosan visszaigazoljuk.", "received"),
        ("hu", "A csomagok tegnap elindultak DPD-vel.", "ship d2026-04-23 c=DPD"),
        ("hu", "Mi van még függőben nálunk?", "open"),
        ("hu", "Ne írjanak nekünk minden nap.", "quiet"),
    ],
)
def test_what_is_plain_is_read(language: str, words: str, means: str, read: Read, short: Short) -> None:
    """Goods that come, are brought or are ready; a yes and a receipt in the words of a sales office."""
    assert short(read(words, language)) == means


def test_one_article_that_is_not_made_declines_one_item(read: Read, short: Short) -> None:
    """The endings of a noun are no other noun: what is not known would decline the whole request."""
    assert short(read("Fogót nem gyártunk.", "hu", "RFP-7")) == "decline 2"
