"""Words beside `name` or `address` that say whose it is: a person's, or a thing's.

All words are folded (see `spelling.fold`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_TEXT = """
account billing buyer client contact customer delivery driver employee guest home member owner patient payer
payment person private receiver recipient sender shipping student subscriber user work cliente usuario
utilisateur utilisatrice kunde kunden benutzer nutzer klient klienta klijent uzytkownika uzytkownik paciente
pacient empleado employe salarie mitarbeiter angestellte titular titulaire comprador acheteur destinatario
destinataire empfanger remitente expediteur absender contacto contato contatto persona personne pessoa osoba
osoby beneficiario beneficiaire livraison facturation envio entrega facturacion lieferung rechnung alumno aluno
eleve schuler klant gebruiker bruker anvandare kund kunde asiakas kayttaja zakaznik zakaznika uzivatel
uzivatele korisnik korisnika kullanici musteri hasta felhasznalo ugyfel utilizator utilizatorului clientului
pengguna pelanggan khachhang nguoidung клиента клиент пользователя пользователь пациента пациент покупателя
получателя отправителя сотрудника заказчика владельца абонента доставки клиєнта користувача клиента потребител
"""
_WRITTEN = frozenset(_TEXT.split())

_SIZES = sorted(set(map(len, _WRITTEN)), reverse=True)

_ARTICLES = ("", "l", "la", "le", "les", "el", "lo", "los", "las")
_OF = ("", "de", "des", "del", "della", "dello", "du", "da", "do", "dos", "di", "d", "von", "vom", "van", "of")
_LINKS = frozenset(f"{of}{article}" for of in _OF for article in _ARTICLES)
_LONGEST_LINK = max(map(len, _LINKS))

HOLDERS = frozenset(
    {
        *_WRITTEN,
        *("body", "form", "formdata", "data", "payload", "params", "param", "query", "request", "req", "json", "input"),
        *(
            "fields",
            "field",
            "attributes",
            "attrs",
            "args",
            "kwargs",
            "record",
            "profile",
            "people",
            "persons",
            "users",
        ),
        *("clients", "customers", "extra", "context", "details", "info", "personal", "beneficiary", "applicant"),
        *(
            "profil",
            "perfil",
            "profilo",
            "datos",
            "donnees",
            "daten",
            "dati",
            "dados",
            "usuarios",
            "clientes",
            "felder",
        ),
        *("identite", "formulaire", "formulario", "formular", "antrag", "personalia", "профиль", "данные", "анкета"),
        *(
            "用户",
            "客户",
            "会员",
            "顾客",
            "使用者",
            "顧客",
            "会員",
            "ユーザー",
            "사용자",
            "고객",
            "회원",
            "ผู้ใช้",
            "ลูกค้า",
        ),
    }
)
"""Words before a bare `nom`, `имя` or `이름` with which it is a person's; other things have names too."""

MACHINES = frozenset(
    {
        *("ip", "mac", "server", "host", "mail", "email", "e", "web", "http", "https", "url", "uri", "bind", "listen"),
        *("remote", "local", "memory", "mem", "network", "net", "proxy", "dns", "node", "contract", "wallet", "base"),
        *("hardware", "peer", "socket", "tcp", "udp", "ipv4", "ipv6", "source", "destination", "src", "dst", "target"),
        *("сервера", "хоста", "сети", "электронныи", "почтовыи", "服务器", "网络", "内存", "서버", "サーバー"),
    }
)
"""Words before `adresse` or `адрес` with which it is a machine's."""

_TEXT_OF_THINGS = """
service servicio serviço servizio dienst tjänst tjeneste palvelu usługa сервис служба сервіс サービス 服务 服務 서비스
server serveur servidor сервер サーバー 서버 服务器 system sistema système система システム 系统 系統 시스템
module módulo modulo модуль モジュール 模块 모듈 database datenbank база процесс プロセス 进程 프로세스
"""
THINGS = tuple(dict.fromkeys(_TEXT_OF_THINGS.split()))
"""Ends of names of programs and machines, which stand behind a bare `nombre` or `имя` as people's do."""

_TEXT_OF_PASSWORDS = """
db database user login admin root app auth smtp imap pop3 mail ftp sftp ssh ldap mysql pg postgres mssql sql oracle
mongo redis rabbit rabbitmq http proxy vpn wifi wlan key keystore store truststore git svn bind basic sudo vnc rdp ssl
tls cert radius smb samba service backup wp sa
"""
OF_PASSWORDS = frozenset(_TEXT_OF_PASSWORDS.split())
"""Words that are written together with `pass` or `pw` behind them: `dbpass`, `rootpw`."""


def without_owner(name: str) -> tuple[str, str]:
    """Give a joined name without the owner that it begins with, and without the one that it ends with.

    What is left is never empty. The longest owner goes, and at the end a plural `s` and what links the two
    (`apellidodelcliente`) as well. Sets are asked, since a regular expression of all owners takes 2 ms to compile.
    """
    begin = next((size for size in _SIZES if size < len(name) and name[:size] in _WRITTEN), 0)
    return name[begin:], name[: min(_ends_before_owner(name), default=len(name))]


def _ends_before_owner(name: str) -> Iterator[int]:
    """Give each place at which a name may end so that a link and an owner follow."""
    for whole in (name, name[:-1]) if name.endswith("s") else (name,):
        for size in _SIZES:
            at = len(whole) - size
            if at > 0 and whole[at:] in _WRITTEN:
                yield next(cut for cut in range(max(1, at - _LONGEST_LINK), at + 1) if whole[cut:at] in _LINKS)
