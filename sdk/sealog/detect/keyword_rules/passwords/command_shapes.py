"""Where well-known commands, databases and devices take a password that no name stands before.

A shape is matched where its keyword ends; its group `value` is the password. Sources: the manuals of the commands, of
Oracle, SQL Server, MySQL, MongoDB and Redis (SQL and shells), Cisco IOS and ASA (configuration), PowerShell.
"""

from __future__ import annotations

import re

from sealog.pattern import pattern

_BARE = r"[^\s\"'\x1e]{3,128}"
VALUE = rf"(?P<q>[\"'])?(?P<value>(?(q)(?:(?!(?P=q))[^\n\x1e]){{3,128}}|{_BARE}))"
GAP = r"[ ]{1,8}"
"""Between arguments: a blank, or what a list had there (see `commands.py`)."""
ARGUMENTS = r"(?:[^\n\\\x1e|;]|\\.|\\\n){0,160}?[ ]"  # also over continued lines
_ACCOUNT = r"(?:\s{1,4}account\s{1,4}\S{1,128})?"
_NETRC = rf"\s{{1,4}}login\s{{1,4}}\S{{1,128}}{_ACCOUNT}\s{{1,4}}password\s{{1,4}}{VALUE}"
_FLAGS = r"(?:[ ]-\w{1,6}){1,4}"
_BATCH = r"(?=(?:[ ]-\w{1,6}){0,3}[ ]-\w{0,5}b)"
_NO_FILE = rf"(?=(?:[ ]-\w{{1,6}}){{0,3}}[ ]-\w{{0,5}}n){_FLAGS}"
_USER = r"[\w.@\\-]{1,64}"
_STRONG = r"(?=\S{0,63}[A-Za-z])\S{0,63}[0-9!@#$%^&*+=?~]"
"""A value that is no mere word of a sentence."""
_QUOTED = r"(?P<q>\\?[\"'])(?P<value>(?:(?!(?P=q))[^\n\x1e]){3,128})(?P=q)"
_OF_ORACLE = r"(?P<q>[\"'])?(?P<value>(?(q)(?:(?!(?P=q))[^\n\x1e]){3,128}|[^\s@\"'\x1e/]{3,128}))(?(q)(?P=q))"
_TOOLS_OF_ORACLE = ("rman", "expdp", "impdp", "sqlldr")
_SETTINGS = (
    "enable secret",
    "enable password",
    "snmp-server community",
    "tacacs-server key",
    "radius-server key",
    "key-string",
    "chap password",
)
_SETTING = (
    rf"(?={_STRONG}|\S{{3,128}}\s{{0,4}}(?:\Z|[\n\x1e\"'<\]])|\S{{3,128}}[ ](?:RO|RW|ro|rw|encrypted|pbkdf2)\b){VALUE}"
)

SHAPES = {
    "mysql": pattern(rf"(?:dump|admin|import|show)?(?=[ ]){ARGUMENTS}-p{VALUE}", re.ASCII),
    "mariadb": pattern(rf"(?:-dump|-admin)?(?=[ ]){ARGUMENTS}-p{VALUE}", re.ASCII),
    "sshpass": pattern(rf"{GAP}-p[ ]{{0,8}}{VALUE}", re.ASCII),
    "curl": pattern(
        rf"(?=[ ]){ARGUMENTS}(?:-u|--user|-U|--proxy-user)[ =]{{0,8}}"
        rf"(?P<q>[\"'])?[^\s:\"'\x1e]{{0,64}}(?:[\"']:(?P<r>[\"'])|[\"']?:(?(q)|(?P<s>[\"'])?))"
        r"(?P<value>(?(r)(?:(?!(?P=r))[^\n\x1e]){3,128}|(?(q)(?:(?!(?P=q))[^\n\x1e]){3,128}"
        rf"|(?(s)(?:(?!(?P=s))[^\n\x1e]){{3,128}}|{_BARE}))))",
        re.ASCII,
    ),
    "http -a": pattern(rf"{GAP}[^\s:\"'\x1e]{{1,64}}:{VALUE}", re.ASCII),
    "http --auth": pattern(rf"[ =][^\s:\"'\x1e]{{1,64}}:{VALUE}", re.ASCII),
    **{f"{kind}_psk='": pattern(r"(?P<value>[^'\n\x1e]{3,128})'", re.ASCII) for kind in ("wifi", "wlan", "wpa")},
    **{f'{kind}_psk="': pattern(r"(?P<value>[^\"\n\x1e]{3,128})\"", re.ASCII) for kind in ("wifi", "wlan", "wpa")},
    "psk='": pattern(r"(?P<value>[^'\n\x1e]{3,128})'", re.ASCII),
    'psk="': pattern(r"(?P<value>[^\"\n\x1e]{3,128})\"", re.ASCII),
    'psk "': pattern(r"(?P<value>[^\"\n\x1e]{3,128})\"", re.ASCII),
    "redis-cli": pattern(rf"(?=[ ]){ARGUMENTS}-a{GAP}{VALUE}", re.ASCII),
    "etcdctl": pattern(rf"(?=[ ]){ARGUMENTS}--user[ =][\"']?{_USER}:{VALUE}", re.ASCII),
    "ldapsearch": pattern(rf"(?=[ ]){ARGUMENTS}-w[ ]{{0,8}}{VALUE}", re.ASCII),
    "machine": pattern(rf"[ ]\S{{1,128}}{_NETRC}", re.ASCII),
    "default login": pattern(rf"\s{{1,4}}\S{{1,128}}{_ACCOUNT}\s{{1,4}}password\s{{1,4}}{VALUE}", re.ASCII),
    "sqlplus": pattern(rf"(?=[ ])(?:[ ]-\w{{1,8}}){{0,4}}[ ][\"']?[\w.$-]{{1,64}}/{_OF_ORACLE}", re.ASCII),
    "jdbc:oracle:": pattern(r"(?:thin|oci8?):[\w.$-]{1,64}/(?P<value>[^\s\"'\x1e]{3,128})@", re.ASCII),
    "rclone obscure": pattern(rf"{GAP}{VALUE}", re.ASCII),
    "requirepass": pattern(rf"[\"']?{GAP}{VALUE}", re.ASCII),
    "masterauth": pattern(rf"[\"']?{GAP}{VALUE}", re.ASCII),
    '"auth" "': pattern(r"(?:[\w.-]{1,64}\"[ ]\")?(?P<value>[^\"\n\x1e]{3,128})\"", re.ASCII),
    "-passin pass": pattern(rf":{VALUE}", re.ASCII),
    "-passout pass": pattern(rf":{VALUE}", re.ASCII),
    "smbclient": pattern(
        rf"(?:(?=[ ]){ARGUMENTS}-U[ ]?[\"']?[\w.\\-]{{1,64}}%"
        rf"|[ ](?:-\w[ ])?[\"']?[/\\]{{2}}\S{{1,128}}[ ](?!-)){VALUE}",
        re.ASCII,
    ),
    "rpcclient": pattern(rf"(?=[ ]){ARGUMENTS}-U[ ]?[\"']?[\w.\\-]{{1,64}}%{VALUE}", re.ASCII),
    "chpasswd": pattern(rf"[ ]?<<<[ ]?[\"']?[\w.-]{{1,64}}:{VALUE}", re.ASCII),
    "passwd --stdin": pattern(
        r"(?:[ ][\w.-]{1,64})?[ ]?<<<[ ]?(?P<q>[\"']?)(?P<value>[^\"'\n\x1e]{3,128}?)(?P=q)(?=[\s\x1e]|\Z)", re.ASCII
    ),
    # Lines of `.pgpass`: host, port, database, user, password (PostgreSQL, section 34.16).
    **{
        f":{port}:": pattern(
            r"[\w*.-]{1,64}:[A-Za-z_*][\w.@-]{0,63}:(?P<value>(?:\\[:\\]|[^\s\\\"'\x1e]){3,128})", re.ASCII
        )
        for port in ("5432", "5433", "6432", "*")
    },
    # Protocols of mail, files and Redis in capitals, as their debuggers show them (RFC 4954, 1939, 959).
    "auth plain": pattern(r"(?<=AUTH PLAIN)[ ](?=[A-Z0-9+/]*[a-z=])(?P<value>[A-Za-z0-9+/]{8,512}={0,2})", re.ASCII),
    "auth login": pattern(
        r"(?<=AUTH LOGIN)[ ](?=[A-Z0-9+/]*[a-z=])(?P<value>[A-Za-z0-9+/]{4,512}={0,2})(?=[\s\\'\"\x1e]|\Z)", re.ASCII
    ),
    "auth default": pattern(rf"(?<=AUTH default){GAP}{VALUE}", re.ASCII),
    **{
        f"{sign}pass ": pattern(r"(?<=PASS )(?P<value>[^\s'\"\\\x1e]{3,128})", re.ASCII)
        for sign in ("'", '"', "> ", "c: ")
    },
    "docker login": pattern(rf"(?=[ ]){ARGUMENTS}-p{GAP}{VALUE}", re.ASCII),
    "-pass pass": pattern(rf":{VALUE}", re.ASCII),
    "openssl enc": pattern(rf"(?=[ ]){ARGUMENTS}-k{GAP}{VALUE}", re.ASCII),
    "zip -": pattern(rf"(?:\w{{1,6}}{ARGUMENTS}-|\w{{0,6}})P[ ]?{VALUE}", re.ASCII),
    "unzip -": pattern(rf"(?:\w{{1,6}}{ARGUMENTS}-|\w{{0,6}})P[ ]?{VALUE}", re.ASCII),
    **{
        f"{packer} ": pattern(rf"[aextl][ ](?:{ARGUMENTS})?-p{VALUE}", re.ASCII)
        for packer in ("7z", "7za", "rar", "unrar")
    },
    "htpasswd": pattern(rf"{_BATCH}(?:{_NO_FILE}|{_FLAGS}[ ]\S{{1,128}}){GAP}{_USER}{GAP}{VALUE}", re.ASCII),
    "mosquitto_passwd": pattern(rf"{_BATCH}{_FLAGS}[ ]\S{{1,128}}{GAP}{_USER}{GAP}{VALUE}", re.ASCII),
    "net use": pattern(
        rf"[ ](?:(?:\w:|\*)[ ])?\\{{2,8}}\S{{1,128}}[ ](?:/user:\S{{1,64}}[ ])?(?![/*]){VALUE}",
        re.ASCII | re.IGNORECASE,
    ),
    "net user": pattern(rf"{GAP}{_USER}[ ](?![/*])(?={_STRONG}|\S{{3,64}}[ ]/add\b){VALUE}", re.ASCII | re.IGNORECASE),
    "cmdkey": pattern(rf"(?=[ ]){ARGUMENTS}/pass:{VALUE}", re.ASCII | re.IGNORECASE),
    "schtasks": pattern(rf"(?=[ ]){ARGUMENTS}/rp{GAP}{VALUE}", re.ASCII | re.IGNORECASE),
    "xfreerdp": pattern(rf"(?=[ ]){ARGUMENTS}/p:{VALUE}", re.ASCII),
    "useradd": pattern(rf"(?=[ ]){ARGUMENTS}-p{GAP}{VALUE}", re.ASCII),
    "usermod": pattern(rf"(?=[ ]){ARGUMENTS}-p{GAP}{VALUE}", re.ASCII),
    "kadmin": pattern(rf"(?:\.local)?(?=[ ]){ARGUMENTS}-w{GAP}{VALUE}", re.ASCII),
    "wpa_passphrase": pattern(rf"[ ](?:\"[^\"\n\x1e]{{1,32}}\"|[^\s\"\x1e]{{1,32}}){GAP}{VALUE}", re.ASCII),
    "nmcli": pattern(rf"(?=[ ]){ARGUMENTS}password{GAP}{VALUE}", re.ASCII),
    "lftp": pattern(rf"(?=[ ]){ARGUMENTS}-u[ ][\"']?[\w.@-]{{1,64}},{VALUE}", re.ASCII),
    "rabbitmqctl": pattern(
        rf"(?=[ ]){ARGUMENTS}(?:add_user|change_password|authenticate_user){GAP}{_USER}{GAP}{VALUE}", re.ASCII
    ),
    "vault login": pattern(rf"[ ](?!-)(?={_STRONG}){VALUE}", re.ASCII),
    "aws configure set": pattern(rf"[ ][\w.-]{{0,64}}(?:secret_access_key|session_token){GAP}{VALUE}", re.ASCII),
    **{
        f"rclone config {step}": pattern(
            rf"(?=[ ]){ARGUMENTS}(?:pass|password|secret_access_key|client_secret|token){GAP}{VALUE}", re.ASCII
        )
        for step in ("create", "update", "password")
    },
    **{
        f"snmp{tool}": pattern(rf"(?=[ ]){ARGUMENTS}-[cAX]{GAP}{VALUE}", re.ASCII)
        for tool in ("walk", "get", "set", "bulkwalk", "table")
    },
    "mc alias set": pattern(rf"[ ][\w-]{{1,64}}[ ]https?://\S{{1,128}}[ ]\S{{3,128}}{GAP}{VALUE}", re.ASCII),
    "doctl auth init": pattern(rf"(?=[ ]){ARGUMENTS}-t{GAP}{VALUE}", re.ASCII),
    **{
        f"{tool} ": pattern(rf"(?:target[ ])?[\w.$-]{{1,64}}/{_OF_ORACLE}(?=[@ ]|\Z)", re.ASCII)
        for tool in _TOOLS_OF_ORACLE
    },
    "identified by": pattern(
        r"(?<=IDENTIFIED BY)[ ](?!(?:VALUES|PASSWORD|RANDOM)\b)(?P<value>[^\s\"'`;,\x1e]{3,128})", re.ASCII
    ),
    "identified with": pattern(rf"[ ][\w'\"`]{{1,64}}[ ](?:by|as|BY|AS)[ ]{_QUOTED}", re.ASCII),
    "sp_addlogin": pattern(rf"[ ]{{1,4}}N?'[^'\n\x1e]{{1,128}}'[ ]?,[ ]?N?{_QUOTED}", re.ASCII),
    "sp_password": pattern(
        rf"[ ]{{1,4}}(?:NULL|N?'[^'\n\x1e]{{0,128}}')[ ]?,[ ]?N?{_QUOTED}", re.ASCII | re.IGNORECASE
    ),
    **{
        call: pattern(rf"\\?[\"'][\w.@-]{{1,64}}\\?[\"'][ ]?,[ ]?{_QUOTED}", re.ASCII)
        for call in ("db.auth(", "changeuserpassword(", "pscredential(", "networkcredential(")
    },
    "acl setuser": pattern(r"[ ][\w.@-]{1,64}[ ](?:[^\n\x1e]{0,96}?[ ])?>(?P<value>[^\s\"'\x1e]{3,128})", re.ASCII),
    "convertto-securestring": pattern(
        rf"(?:[ ]-(?:String|AsPlainText|Force)){{0,3}}[ ](?![$(-]){VALUE}", re.ASCII | re.IGNORECASE
    ),
    **{f"{setting} ": pattern(rf"(?:[0-9][ ])?{_SETTING}", re.ASCII) for setting in _SETTINGS},
    **{f"{word} {kind} ": pattern(_SETTING, re.ASCII) for word in ("password", "secret") for kind in "056789"},
    "pre-shared-key ": pattern(
        rf"(?:(?:local|remote|ascii-text|hexadecimal)[ ]|address[ ]\S{{1,64}}[ ]key[ ])?(?:[0-9][ ])?{_SETTING}",
        re.ASCII,
    ),
    "isakmp key ": pattern(rf"(?:[0-9][ ])?{_SETTING}(?=[ ](?:address|hostname)\b)", re.ASCII),
    "username ": pattern(
        rf"{_USER}(?:[ ](?:privilege|role|group)[ ]\S{{1,32}}){{0,2}}[ ](?:password|secret)[ ]"
        rf"(?:[0-9][ ])?(?={_STRONG}){VALUE}",
        re.ASCII,
    ),
    "neighbor ": pattern(rf"\S{{1,64}}[ ]password[ ](?:[0-9][ ])?{_SETTING}", re.ASCII),
}
"""By keyword, in small letters."""
