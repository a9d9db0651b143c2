"""Codes of an account or a payer: accounts without IBAN, ABA routing numbers, BIC (`swift_code`), EU VAT numbers.

They count only beside a word that names them: a BIC is any eight capital letters, and one number in ten passes for ABA.
Standards: ABA routing number policy (weights 3, 7, 1), ISO 9362 (country in the middle), EU Directive 2006/112 article
215 with the member states' check digits; for `bank_account` what UK Finance (sort codes), Deutsche Bundesbank (BLZ),
AusPayNet (BSB), Payments Canada and Banxico (CLABE, weights 3, 7, 1) print. Misses: accounts without a word, numbers in
small letters.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sealog.detect.checksums.check_digits import standard
from sealog.detect.rules.support.context import labelled, near
from sealog.detect.rules.support.numbers import compact, is_tied, issued, number_rule, said, unsaid
from sealog.pattern import pattern

if TYPE_CHECKING:
    from sealog.detect.model.rule import Rule, Span

bic = standard("bic")
vat = standard("eu.vat")
rtn = standard("us.rtn")

_VAT_COUNTRIES = "AT|BE|BG|CY|CZ|DE|DK|EE|EL|ES|EU|FI|FR|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK|XI"
_NEXT_TO = 20  # a BIC stands right behind its label; other words in capitals may follow later

_ACCOUNT_WORDS = (
    *("account number", "account num", "account no", "acct no", "acct number", "bank account", "bank account number"),
    *(
        "checking account",
        "savings account",
        "kontonummer",
        "konto nr",
        "kontonr",
        "kto nr",
        "kto",
        "bankkonto",
        "konto no",
    ),
    *(
        "rekeningnummer",
        "numéro de compte",
        "numero de compte",
        "número de cuenta",
        "numero de cuenta",
        "cuenta bancaria",
    ),
    *("compte bancaire", "conto corrente", "numero di conto", "número da conta", "conta corrente", "kontonummeret"),
    *(
        "tilinumero",
        "numer konta",
        "beneficiary account",
        "iban or account",
        "numer rachunku",
        "nr konta",
        "nr rachunku",
    ),
    *(
        "číslo účtu",
        "bankszámlaszám",
        "számlaszám",
        "hesap numaras\u0131",
        "hesap no",
        "număr cont",
        "numărul contului",
    ),
    *("αριθμός λογαριασμού", "broj računa", "številka računa", "sąskaitos numeris", "konta numurs", "reikningsnúmer"),
    *("bankkontonummer", "pangakonto", "số tài khoản", "nomor rekening", "no rekening", "номер счета", "номер счёта"),
    *("расчетный счет", "расчётный счёт", "лицевой счет", "лицевой счёт", "номер рахунку", "номер на сметка"),
    *("رقم الحساب", "شماره حساب", "מספר חשבון", "खाता संख्या", "खाता नंबर"),
    *("银行账号", "银行帐号", "銀行帳號", "口座番号", "계좌번호", "เลขที่บัญชี", "เลขบัญชี"),
)
_BANK_WORDS = (
    *("sort code", "sortcode", "blz", "bankleitzahl", "bsb", "bsb number", "transit number", "institution number"),
)
_NEXT_TO_ACCOUNT = 26  # a label, a copula and a quote
_NEAR_BANK = 64
_BANK_CODE = pattern(
    r"[0-9]{2}([ -])[0-9]{2}\1[0-9]{2}|[0-9]{3}[ -]?[0-9]{3}(?:[ ]?[0-9]{2})?|[0-9]{5}-[0-9]{3}|[0-9]{8}"
)
_TIME = pattern(r"(?:19|20)[0-9]{2}[01][0-9][0-3][0-9]")
_FEWEST_DIGITS, _MOST_DIGITS = 6, 17
_CLABE_WEIGHTS = (3, 7, 1)

_is_account = near(_ACCOUNT_WORDS, _NEXT_TO_ACCOUNT, behind=0)
_is_weak_account = near(("account", "acct", "konto", "compte", "cuenta", "conto"), _NEXT_TO_ACCOUNT, behind=0)
_is_konto = labelled(("konto",), _NEXT_TO_ACCOUNT)
_is_bank_code = labelled(_BANK_WORDS, _NEXT_TO_ACCOUNT)
_is_near_bank = near((*_BANK_WORDS, "aba", "routing"), _NEAR_BANK, behind=_NEAR_BANK)


def _validate_account(text: str, start: int, end: int) -> Span | None:
    if is_tied(text, start, end) or text[end : end + 1] == ":":
        return None
    value = text[start:end]
    digits = compact(value)
    if not _FEWEST_DIGITS <= len(digits) <= _MOST_DIGITS or _TIME.fullmatch(digits):
        return None
    if _BANK_CODE.fullmatch(value) and _is_bank_code(text, start, end):
        return start, end
    is_one = (
        _is_account(text, start, end)
        or _is_konto(text, start, end)
        or (_is_weak_account(text, start, end) and _is_near_bank(text, start, end))
    )
    return (start, end) if is_one else None


def _is_clabe(value: str) -> bool:
    products = (int(digit) * _CLABE_WEIGHTS[place % 3] % 10 for place, digit in enumerate(value[:-1]))
    return (-sum(products)) % 10 == int(value[-1])


_ACCOUNT: Rule = replace(
    number_rule(
        "bank_account",
        group="payment",
        shape=r"[0-9]{6,17}|[0-9]{2,4}(?:[ -][0-9]{2,4}){1,4}|[0-9]{5}-[0-9]{3}",
        check=issued,
        words=(*_ACCOUNT_WORDS, *_BANK_WORDS, "konto", "routing", "aba"),
        hits=(
            "Kontonummer «0532013000» BLZ «37040044»",
            "account number: «12345678» sort code «12-34-56»",
            '{"accountNumber": "«0532013000»", "sortCode": "«12-34-56»"}',
            "BSB «062-000» account number «12345678»",
            "Konto-Nr. «532013000», BLZ: «370 400 44»",
            "numéro de compte : «00012345678»",
            "número de cuenta: «0000123456»",
            "Konto: «532013000» gesperrt",
            "bank_account=«12345678»; acct no «000123456789»",
            "номер счёта: «3590342233»; číslo účtu «3590342233»",
            "口座番号\uff1a«3590342» رقم الحساب: «3590342233»",
        ),
        misses=(
            "account number 20240518 was opened",
            "account 12345678 suspended, account id 123456789012",
            "account number is the word that stands too far away from 12345678",
            "account number 123 and account number 12345678901234567890",
            "account number x12345678, account number 12345678-b",
            "the account number is missing, retry in 100000000 ms",
            "sort code path in 123456 steps",
            "konto 4711 gesperrt um 12:30:45",
            "order 12345678 shipped to 12-34-56",
        ),
    ),
    validate=_validate_account,
    twin=None,
)

RULES = (
    _ACCOUNT,
    number_rule(
        "bank_account",
        group="payment",
        shape="[0-9]{18}",
        check=_is_clabe,
        words=("clabe", "clabe interbancaria", "cuenta", "spei"),
        hits=said("CLABE", "032180000118359719", "002010077777777771"),
        misses=unsaid("CLABE", "032180000118359719", "032180000118359718"),
    ),
    number_rule(
        "aba_routing_number",
        group="payment",
        shape="[0-36-8][0-9]{8}|[0-36-8][0-9]{3}-[0-9]{4}-[0-9]",
        check=rtn.is_valid,
        compiled_check="us.rtn",
        words=("aba", "routing", "routing number", "rtn", "routing no", "routing transit"),
        hits=said("routing number", "111003954", "021024722"),
        misses=unsaid("ABA", "111003954", "111003955", "911003954"),
    ),
    number_rule(
        "eu_vat",
        group="payment",
        shape=rf"(?:{_VAT_COUNTRIES}) ?[0-9A-Z][0-9]{{6,10}}(?:[0-9A-Z]{{1,3}})?",
        check=vat.is_valid,
        words=(
            *(
                "vat",
                "vat id",
                "vat number",
                "vat no",
                "ust id",
                "ust idnr",
                "ust-idnr",
                "ustid",
                "umsatzsteuer",
            ),
            *("tva", "iva", "btw", "moms", "alv", "partita iva", "mwst", "nip ue", "tax id", "tax number"),
        ),
        hits=said("VAT", "DE541123074", "IT01636520189", "NL853111728B01", "ATU56182561"),
        misses=unsaid("VAT", "DE541123074", "DE541123075", "XX541123074"),
    ),
    number_rule(
        "swift_code",
        group="payment",
        shape="[A-Z]{6}[0-9A-Z]{2}(?:[0-9A-Z]{3})?",
        check=bic.is_valid,
        words=("bic", "swift", "swift code", "bic code", "bic swift", "swift bic"),
        reach=_NEXT_TO,
        hits=said("BIC", "DEUTDEFF", "COBADEFFXXX", "NEDSZAJJ"),
        misses=(*unsaid("SWIFT", "DEUTDEFF", "DEUTXXFF", "DEUTDEF"), "swift CONTAINER created"),
    ),
)
