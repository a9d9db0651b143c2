"""Families of lines for what real use broke: each has values that are written in one way, and what they are.

The generators are ours, the values invented; no rule was written from them. A family is measured by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from quality.fill import Gold, Line, fill, read
from quality.values import MAKERS
from quality.writings import WRITINGS, joined

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from quality.source import Source

SPOKEN = (
    "mail from «email_address» arrived",
    "client «ip_address» closed the connection",
    "refused «ip_address/6» twice",
    "paid with card «credit_card» today",
    "transfer from «iban_code» booked",
    "applicant ssn «us_ssn» checked",
    "callback to phone «phone_number» planned",
    "token «github_token» was revoked",
    "session «jwt» expired",
    "login with password=«password» failed",
    "user «email_address» came from «ip_address»",
    "key «aws_access_key» rotated",
)
PAIRED = (
    "event=login user=17 email=«email_address» ok=1",
    "event=pay card=«credit_card» n=3",
    "event=pay iban=«iban_code» n=3",
    "event=login password=«password» ok=0",
    "event=call phone=«phone_number» n=1",
    "event=hire ssn=«us_ssn» n=2",
    "event=open client=«ip_address» n=5",
)
QUERY = (
    "/a?email=«email_address»&n=1",
    "/a?card=«credit_card»&n=1",
    "/a?iban=«iban_code»&n=1",
    "/a?phone=«phone_number»&n=1",
    "/a?password=«password»&n=1",
    "/a?q=x&client=«ip_address»&n=1",
)
MAILS = ("mail from «email_address» arrived", "user=«email_address» ok", '{"to":"«email_address»"}')
NUMBERED = (
    "mail from «email_address» arrived",
    "client «ip_address» left",
    "card «credit_card» was used",
    "ssn «us_ssn»",
)

BASES = {
    "coloured pairs": PAIRED,
    "percent-encoded": QUERY,
    "form-encoded": QUERY,
    "HTML entities": MAILS,
    "full-width": NUMBERED,
    "invisible characters": NUMBERED,
}

BESIDE = (
    '<wsse:Password Type="PasswordText">«password»</wsse:Password>',
    "<password><![CDATA[«password»]]></password>",
    '<Data Name="Password">«password»</Data>',
    '<property name="db.password" value="«password»"/>',
    '<add key="Password" value="«password»" />',
    '<user><lastName xml:lang="en">«person/last»</lastName></user>',
    '{"name":"X-Api-Key","value":"«secret»"}',
    '[{"name":"DB_PASSWORD","value":"«password»"},{"name":"PORT","value":"8080"}]',
    '{"key":"password","value":{"stringValue":"«password»"}}',
    "[('host', 'a.example'), ('password', '«password»')]",
    '[["user","app"],["password","«password»"]]',
    "password=[«password»]",
    '{"passwords":["«password»"]}',
    '{"password":{"value":"«password»"}}',
    "user[password]=«password»&user[n]=3",
    'Content-Disposition: form-data; name="password"\r\n\r\n«password»\r\n--x',
    "id,email,password\r\n7,«email_address»,«password»",
    "id\tphone\tpassword\n7\t«phone_number»\t«password»",
    "-[ RECORD 1 ]-----\nid       | 7\npassword | «password»\nlast_name | «person/last»",
    "COPY users (id, email, last_name) FROM stdin;\n7\t«email_address»\t«person/last»\n\\.",
    "DETAIL:  Key (last_name)=(«person/last») already exists.",
    "[parameters: {'password': '«password»', 'n': 3}]",
    '{"columns": ["id", "last_name"], "rows": [[7, "«person/last»"]]}',
    '{"field": "last_name", "from": "«person/last»", "to": "«person/last»"}',
    "SELECT id FROM users WHERE last_name = :n {'n': '«person/last»'}",
    "password -> '«password»'",
    "| password | «password» |",
    "user.password[0]=«password»",
    "last_name is '«person/last»'",
)

PASSWORDS = {
    "en": "password passwd pwd", "de": "passwort kennwort", "fr": "mot_de_passe", "es": "contraseña", "pt": "senha",
    "it": "codice_segreto", "nl": "wachtwoord", "pl": "hasło", "tr": "şifre parola", "ru": "пароль", "uk": "пароль",
    "ja": "パスワード", "zh": "密码 密碼", "ko": "비밀번호", "hi": "पासवर्ड", "ar": "كلمة_المرور", "he": "סיסמה",
    "sv": "lösenord", "fi": "salasana", "cs": "heslo", "hu": "jelszó", "el": "κωδικός_πρόσβασης",
}  # fmt: skip
"""What the login forms of well-known services say, by language."""

NAMES = {
    "en": "last_name", "de": "nachname", "fr": "nom prénom", "es": "apellido nombre", "pt": "sobrenome",
    "it": "cognome",
    "nl": "achternaam", "pl": "nazwisko", "tr": "soyad", "ru": "фамилия имя", "ja": "氏名", "zh": "姓名",
    "ko": "이름", "cs": "příjmení",
}  # fmt: skip
ADDRESSES = {
    "de": "straße anschrift", "fr": "adresse", "es": "dirección", "it": "indirizzo", "pt": "endereço", "ru": "адрес",
    "ja": "住所", "zh": "地址", "ko": "주소", "tr": "adres",
}  # fmt: skip
PHONES = (
    ("手机号", "138dddddddd"), ("电话", "138dddddddd"), ("휴대폰", "010-2ddd-dddd"), ("جوال", "05dddddddd"),
    ("मोबाइल", "98dddddddd"), ("телефон", "8 912 ddd dd dd"), ("тел.", "8 (495) ddd-dd-dd"), ("gsm", "0532 ddd dd dd"),
    ("tel", "040 / 123 dd dd"), ("Telefon", "0151 2ddddddd"), ("téléphone", "06 1d dd dd dd"),
    ("teléfono", "612 dd dd dd"),
    ("電話番号", "090-1ddd-dddd"), ("komórka", "601 ddd ddd"), ("cellulare", "347 ddddddd"),
)  # fmt: skip
IDENTITIES = (
    ("Personalausweisnummer", "LddXddTdd"), ("cédula", "d.ddd.ddd.ddd"), ("RUT", "dd.ddd.ddd-d"),
    ("CUIT", "dd-dddddddd-d"), ("ИНН", "dddddddddddd"), ("СНИЛС", "ddd-ddd-ddd dd"),
    ("паспорт", "dddd dddddd"), ("αφμ", "ddddddddd"), ("תעודת זהות", "ddddddddd"),
    ("رقم الهوية", "dddddddddd"), ("आधार", "dddd dddd dddd"), ("身份證字號", "Adddddddddd"),
    ("在留カード番号", "ABddddddddCD"), ("외국인등록번호", "dddddd-ddddddd"),
    ("dowód osobisty", "ABCdddddd"), ("carte d'identité", "dddddddddddd"), ("kimlik no", "ddddddddddd"),
    ("căn cước", "dddddddddddd"), ("เลขประจำตัวประชาชน", "d-dddd-ddddd-dd-d"), ("NIK", "dddddddddddddddd"),
)  # fmt: skip
"""Words on identity cards and tax forms, and how their numbers look; the check digits are as they come."""
FORMS = ("{name}: {value}", "{name}={value} n=1", '{{"{name}": "{value}"}}', "{{'{name}': '{value}'}}")


def _labelled(entity: str, names: dict[str, str], maker: str, source: Source) -> Line:
    name = source.random.choice(names[source.random.choice(sorted(names))].split())
    value = MAKERS[maker](source).strip()
    forms = FORMS[2:] if " " in value else FORMS  # who writes `name=value` puts quotes around a blank
    before, _, after = source.random.choice(forms).format(name=name, value="\0").partition("\0")
    return joined([(before, None), (value, Gold(entity, 0, 0)), (after, None)])


def _phone(source: Source) -> Line:
    label, form = source.random.choice(PHONES)
    value = "".join(source.digits(1, "2345678") if char == "d" else char for char in form)
    return joined([(f"{label}: ", None), (value, Gold("phone_number", 0, 0)), (" ", None)])


def identities(source: Source, count: int) -> Iterator[Line]:
    """Give numbers of identity cards, passports and registers beside their word, in twenty languages."""
    for number in range(count):
        label, shape = IDENTITIES[number % len(IDENTITIES)]
        value = "".join(source.digits(1, "123456789") if char == "d" else char for char in shape)
        before, _, after = source.random.choice(FORMS).format(name=label, value="\0").partition("\0")
        yield joined([(before, None), (value, Gold("identity_number", 0, 0)), (after, None)])


def languages(source: Source, count: int) -> Iterator[Line]:
    """Give lines of keys and values in more than fourteen languages."""
    kinds: tuple[Callable[[], Line], ...] = (
        lambda: _labelled("password", PASSWORDS, "password", source),
        lambda: _labelled("person", NAMES, "person/last", source),
        lambda: _labelled("location", ADDRESSES, "location", source),
        lambda: _phone(source),
    )
    for number in range(count):
        yield kinds[number % len(kinds)]()


def ibans(source: Source, count: int) -> Iterator[Line]:
    """Give IBANs as people write them."""
    for _ in range(count):
        plain = MAKERS["iban_code"](source).replace(" ", "")
        sign = source.random.choice([" ", "-", ".", "\u00a0", "  ", "\u2013", "\t"])
        sizes = source.random.choice(
            [(4,) * 8, (2, 2, 4, 4, 4, 4, 4, 4, 4), (2, 4, 4, 4, 4, 4, 4, 4), (4, 5, 5, 11, 2, 9)]
        )
        groups, at = [], 0
        for size in sizes:
            groups.append(plain[at : at + size])
            at += size
        value = sign.join(group for group in groups if group)
        value = source.random.choice([value, value, value.lower(), value[:1] + value[1:2].lower() + value[2:]])
        yield joined([("IBAN: ", None), (value, Gold("iban_code", 0, 0)), (", thanks", None)])


def secrets(source: Source, count: int) -> Iterator[Line]:
    """Give passwords, tokens and codes beside their names."""
    words = source.people()
    frames: tuple[tuple[str, str, Callable[[], str]], ...] = (
        ("password: '", "' ok", lambda: f"{words.word()} {words.word()} {source.digits(2)} {words.word()}"),
        ('"password": Some("', '")', lambda: MAKERS["password"](source)),
        ("pswd=", " n=1", lambda: MAKERS["password"](source)),
        ("csrf=", " n=1", lambda: source.text("abcdef0123456789", 32)),
        ("sessionId=", ";", lambda: source.text("ABCDEF0123456789", 32)),
        ("curl -u ", ": https://api.example", lambda: f"key{source.text('abcdefghijkmnp23456789', 24)}"),
        ("OTP is ", ".", lambda: source.digits(6, "123456789")),
        ("your verification code: ", "", lambda: source.digits(6, "123456789")),
        ("PIN: ", " entered", lambda: source.digits(4, "123456789")),
        ("postgres://app:", "@db.example/shop", lambda: f"Gr{source.digits(1)}n@{words.word()}!{source.digits(1)}"),
        ('{"api_key":"', '"}', lambda: f"zq{source.digits(2)}-{source.text('xkwv', 2)}"),
        ("pwd = ", "\n", lambda: f"Gr{source.digits(1)};{words.word()}{source.digits(2)}"),
    )
    for number in range(count):
        before, after, make = frames[number % len(frames)]
        yield joined([(before, None), (make(), Gold("secret", 0, 0)), (after, None)])


def written(name: str, source: Source, count: int) -> Iterator[Line]:
    """Give lines in one of the writings."""
    bases = BASES.get(name, SPOKEN)
    for number in range(count):
        yield WRITINGS[name](fill(bases[number % len(bases)], source), source)


def beside(source: Source, count: int) -> Iterator[Line]:
    """Give lines in which a name does not stand right before its value."""
    for number in range(count):
        yield fill(BESIDE[number % len(BESIDE)], source)


def clean(source: Source, count: int) -> Iterator[Line]:
    """Give lines of thirty kinds of program with nothing in them."""
    templates = [line for line in (*read("clean.txt"), *read("clean_more.txt")) if not line.startswith("## ")]
    for number in range(count):
        yield fill(templates[number % len(templates)], source)


FAMILIES: dict[str, Callable[[Source, int], Iterator[Line]]] = {
    **{name: lambda source, count, name=name: written(name, source, count) for name in WRITINGS},  # type: ignore[misc]
    "IBANs as people write them": ibans,
    "name beside the value": beside,
    "keys in many languages": languages,
    "identity numbers in many languages": identities,
    "passwords and codes": secrets,
}
