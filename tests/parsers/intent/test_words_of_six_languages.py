"""Plain business in Spanish, Italian, Polish, Portuguese, French and Dutch, and what beside it must move nothing."""

from collections.abc import Callable

import pytest

from tests.parsers.intent.conftest import acts_anywhere

Read = Callable[..., object]
Short = Callable[[object], str]

TRAPS = {
    "es": (
        "El 18 de mayo llega el nuevo jefe de almacén.",
        "Parece ser que las ollas llegarían el 19 de mayo.",
        "Los planos os llegarán el 18 de mayo.",
        "Las muestras llegarán el 18 de mayo.",
        "El 12 de mayo hacemos inventario.",
        "Cuando tengamos la chapa, las ollas estarán listas el 19 de mayo.",
        "El otro pedido llegará el 18 de mayo.",
        "El 18 de mayo tendremos la nueva máquina.",
        "El 18 de mayo pasamos a horario de verano.",
        "Que no, que no rechazamos la línea 2.",
        "Tenemos reunión el 18 de mayo por los cazos.",
        "La línea 2 la confirmaría, pero me falta el precio.",
        "El jefe quiere aceptar el pedido.",
        "El catálogo nuevo sale el 18 de mayo.",
        "Mañana os escribo sobre los cazos.",
        "La respuesta la tendréis el 18 de mayo.",
    ),
    "it": (
        "Il 18 maggio arriva il nuovo responsabile del magazzino.",
        "Il 12 maggio facciamo l'inventario.",
        "I campioni arrivano il 18 maggio.",
        "Quando avremo la lamiera, le pentole saranno pronte il 19 maggio.",
        "L'altro ordine arriverà il 18 maggio.",
        "Il 18 maggio avremo la nuova macchina.",
        "No no, non rifiutiamo la riga 2.",
        "Abbiamo riunione il 18 maggio per i mestoli.",
        "Il capo vuole accettare l'ordine.",
        "La riga 2 la confermerei, ma manca il prezzo.",
        "La fattura la riceverete il 18 maggio.",
        "Domani vi scrivo per i mestoli.",
        "La risposta l'avrete il 18 maggio.",
    ),
    "pl": (
        "Nasz handlowiec przyjedzie do państwa 18 maja.",
        "Rysunki dotrą 18 maja.",
        "Próbki dotrą 18 maja.",
        "Nie chodzi o to, że odrzucamy zamówienie, brakuje tylko podpisu.",
        "12 maja mamy inwentaryzację.",
        "Kiedy dostaniemy blachę, garnki będą gotowe 19 maja.",
        "To drugie zamówienie dotrze 18 maja.",
        "18 maja przyjadą serwisanci.",
        "Nie, nie, nie odrzucamy pozycji 2.",
        "Mamy spotkanie 18 maja w sprawie chochli.",
        "18 maja przenosimy się do nowej hali.",
        "Nowy katalog wyjdzie 18 maja.",
        "Odpowiedź otrzymają państwo 18 maja.",
        "Fakturę otrzymają państwo 18 maja.",
    ),
    "pt": (
        "Não é que recusemos a encomenda, só falta a assinatura.",
        "A 12 de maio fazemos inventário.",
        "Quando tivermos a chapa, as panelas ficam prontas a 19 de maio.",
        "A outra encomenda chega a 18 de maio.",
        "A 18 de maio teremos a máquina nova.",
        "Não, não, não recusamos a linha 2.",
        "Temos reunião a 18 de maio por causa das conchas.",
        "A linha 2 confirmava, mas falta o preço.",
        "O chefe quer aceitar a encomenda.",
        "Mudamos para o novo pavilhão a 18 de maio.",
        "A minha colega sai da empresa a 18 de maio.",
        "As amostras chegam a 18 de maio.",
        "A resposta chega a 18 de maio.",
    ),
    "fr": (
        "Notre commercial passe chez vous le 18 mai.",
        "Le 18 mai arrive le nouveau chef de dépôt.",
        "La réponse arrivera le 18 mai.",
        "Ce n'est pas que nous refusions la commande, il manque juste la signature.",
        "Le 12 mai nous faisons l'inventaire.",
        "Le chauffeur dit que les poêles sont déjà parties.",
        "Les échantillons arrivent le 18 mai.",
        "Quand nous aurons la tôle, les marmites seront prêtes le 19 mai.",
        "L'autre commande arrivera le 18 mai.",
        "Le 18 mai nous aurons la nouvelle machine.",
        "Nous avons une réunion le 18 mai pour les louches.",
        "Le patron veut accepter la commande.",
        "Ma collègue part le 18 mai.",
        "Vous recevrez la facture le 18 mai.",
    ),
    "nl": (
        "Onze vertegenwoordiger komt 18 mei bij u langs.",
        "Op 18 mei komt de nieuwe magazijnchef.",
        "De tekeningen komen 18 mei.",
        "De verbouwing van de loods is 18 mei klaar.",
        "De monsters komen 18 mei.",
        "Op 18 mei krijgen we de nieuwe machine.",
        "We hebben op 18 mei vergadering over de soeplepels.",
        "De baas wil de order accepteren.",
        "Mijn collega gaat op 18 mei weg.",
        "De andere bestelling komt op 18 mei.",
        "De factuur ontvangt u op 18 mei.",
        "Het antwoord krijgt u 18 mei.",
    ),
}


@pytest.mark.parametrize(("language", "words"), [(language, words) for language, many in TRAPS.items() for words in many])
def test_what_else_comes_or_is_said_moves_nothing(language: str, words: str) -> None:
    """People, samples, answers, other orders come too; what is hoped, wished or denied to be refused is no word on the order."""
    assert not acts_anywhere(words, language)


@pytest.mark.parametrize(
    ("language", "words", "means"),
    [
        ("es", "Pedido aceptado en las condiciones indicadas.", "accept"),
        ("es", "Por nuestra parte está todo correcto, lo ponemos en marcha.", "accept"),
        ("es", "Nos parece perfecto, lo preparamos para la fecha.", "accept"),
        ("es", "Las ollas se os entregarían el 19 de mayo.", "change 2 d2026-05-19"),
        ("es", "Los cazos los recibiréis el 2 de junio.", "change 3 d2026-06-02"),
        ("es", "Los cazos los tendréis ahí el 2 de junio.", "change 3 d2026-06-02"),
        ("es", "La línea 3 pasaría al 2 de junio.", "change 3 d2026-06-02"),
        ("es", "Los cazos vendrán el 2 de junio.", "change 3 d2026-06-02"),
        ("es", "El pedido sale hoy con DHL.", "ship d2026-04-24 c=DHL"),
        ("it", "Va tutto bene, lo mettiamo in lavorazione.", "accept"),
        ("it", "Per noi va benissimo così, grazie dell'ordine.", "accept"),
        (
            "it",
            "Le pentole saranno pronte solo il 20 maggio, le altre due righe vanno bene.",
            "accept 1 3 + change 2 d2026-05-20",
        ),
        ("it", "Confermiamo le righe 1 e 2; i mestoli non riusciamo a fornirli.", "accept 1 2 + reject 3"),
        ("it", "Le pentole verrebbero consegnate il 19 maggio.", "change 2 d2026-05-19"),
        ("it", "I mestoli li riceverete il 2 giugno.", "change 3 d2026-06-02"),
        ("it", "La riga 3 va al 2 giugno perché la macchina è guasta.", "change 3 d2026-06-02"),
        ("it", "Purtroppo non siamo in grado di accettare l'ordine.", "reject"),
        ("pl", "Wszystko pasuje, wrzucamy do produkcji.", "accept"),
        ("pl", "U nas wszystko gra, zamówienie idzie do realizacji.", "accept"),
        ("pl", "Chochle otrzymają państwo 2 czerwca.", "change 3 d2026-06-02"),
        ("pl", "Pozycja 3 przechodzi na 2 czerwca, bo maszyna się zepsuła.", "change 3 d2026-06-02"),
        ("pl", "Garnki przywieziemy 20 maja.", "change 2 d2026-05-20"),
        ("pl", "Garnki trafią do państwa 20 maja.", "change 2 d2026-05-20"),
        ("pl", "Niestety nie jesteśmy w stanie przyjąć zamówienia.", "reject"),
        ("pt", "Está tudo bem, pomos em produção.", "accept"),
        ("pt", "As conchas, recebem-nas a 2 de junho.", "change 3 d2026-06-02"),
        ("pt", "As conchas estarão aí a 2 de junho.", "change 3 d2026-06-02"),
        ("pt", "A linha 3 passaria para 2 de junho.", "change 3 d2026-06-02"),
        ("pt", "As panelas saem da produção a 20 de maio.", "change 2 d2026-05-20"),
        ("pt", "A encomenda segue hoje com a DHL.", "ship d2026-04-24 c=DHL"),
        ("fr", "Les marmites vous parviendront le 19 mai.", "change 2 d2026-05-19"),
        ("fr", "Vous recevrez les louches le 2 juin.", "change 3 d2026-06-02"),
        ("fr", "La ligne 3 glisse au 2 juin car la machine est en panne.", "change 3 d2026-06-02"),
        ("fr", "Les louches viendront le 2 juin.", "change 3 d2026-06-02"),
        ("fr", "Les marmites, nous n'en fabriquons plus depuis des mois.", "reject 2"),
        (
            "fr",
            "Pour les marmites nous ne pouvons en livrer que 50 faute de matière, le reste est confirmé.",
            "accept 1 3 + change 2 q50",
        ),
        ("nl", "Alles klopt, we zetten het in productie.", "accept"),
        ("nl", "Wij zijn het met alles eens en leveren op tijd.", "accept"),
        ("nl", "De soeppannen krijgt u 19 mei.", "change 2 d2026-05-19"),
        ("nl", "De soeplepels ontvangt u op 2 juni.", "change 3 d2026-06-02"),
        ("nl", "Regel 3 zou naar 2 juni gaan.", "change 3 d2026-06-02"),
        ("nl", "We moeten de soeppannen verplaatsen naar 20 mei.", "change 2 d2026-05-20"),
        ("nl", "De bestelling gaat vandaag weg met DHL.", "ship d2026-04-24 c=DHL"),
    ],
)
def test_what_is_plain_is_read(language: str, words: str, means: str, read: Read, short: Short) -> None:
    """Goods that come, are brought or are ready; a yes and a refusal in the words of a sales office."""
    assert short(read(words, language)) == means
