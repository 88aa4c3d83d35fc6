"""Mail providers under which people have nothing to do with one another: the domain says nothing there, only the address does."""

FREEMAIL = frozenset(
    {
        *("gmail.com", "googlemail.com", "outlook.com", "outlook.de", "hotmail.com", "hotmail.de", "live.com", "live.de"),
        *("msn.com", "yahoo.com", "yahoo.de", "yahoo.fr", "yahoo.it", "yahoo.co.uk", "ymail.com", "aol.com", "aol.de"),
        *("gmx.de", "gmx.net", "gmx.com", "gmx.at", "gmx.ch", "web.de", "t-online.de", "freenet.de", "mail.de", "posteo.de"),
        *("arcor.de", "mailbox.org", "icloud.com", "me.com", "mac.com", "proton.me", "protonmail.com", "pm.me", "tutanota.com"),
        *("fastmail.com", "zoho.com", "mail.com", "mail.ru", "yandex.ru", "yandex.com", "qq.com", "163.com", "126.com"),
        *("orange.fr", "wanadoo.fr", "free.fr", "sfr.fr", "laposte.net", "libero.it", "virgilio.it", "tiscali.it", "alice.it"),
        *("wp.pl", "o2.pl", "onet.pl", "interia.pl", "seznam.cz", "bluewin.ch", "bigpond.com", "btinternet.com", "comcast.net"),
        *("naver.com", "hanmail.net", "rediffmail.com", "uol.com.br", "bol.com.br", "telenet.be", "skynet.be", "ziggo.nl"),
    }
)
