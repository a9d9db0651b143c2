"""A name beside a value says what the value is: in elements, parts, tables, COPY, errors of databases, bound values."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from detect.engines import ENGINES
from detect.marks import unmark
from sealog.detect.engine.scanner import Scanner
from sealog.detect.structured.names_beside import NAME_RULES

if TYPE_CHECKING:
    from sealog.detect.regex import Engine

HITS = [
    '<wsse:Password Type="http://docs.oasis-open.org/x#PasswordText">«zq8-Gruen»</wsse:Password>',
    "<ns:ssn kind='x'>«local 47»</ns:ssn>",
    "<password><![CDATA[«zq<8>»]]></password>",
    '<Data Name="Password">«zq8»</Data>',
    '<property name="password" value="«zq8»"/>',
    '<property name="password"><value>«zq8»</value></property>',
    '<add key="Password" value="«zq8»" />',
    '<input type="hidden" value="«zq8»" name="password">',
    "<key>password</key><string>«zq8»</string>",
    "<name>javax.jdo.option.ConnectionPassword</name>\n  <value>«zq8»</value>",
    '--b\r\nContent-Disposition: form-data; name="password"\r\n\r\n«zq8 x»\r\n--b--',
    '--b\r\nContent-Disposition: form-data; name="username"\r\nContent-Type: text/plain\r\n\r\n«mira»\r\n--b--',
    "Key (last_name)=(«Osei») already exists.",
    "DETAIL:  Key (username, id)=(«mira», 7) already exists.",
    "INSERT INTO users (id, username) VALUES (?, ?)\n[generated in 0.00016s] (7, '«mosei»')",
    "SELECT * FROM users WHERE last_name = ? [cached since 3.1s ago] ('«Osei»',)",
    'array(2) {\n  ["password"]=>\n  string(9) "«Gr8nbaum»"\n  ["id"]=>\n  int(3)\n}',
    "INSERT INTO u (last_name) VALUES (%s); args=('«Osei»',); alias=default",
    "[Parameters=[@p0='«Osei»' (Size = 50), @p1='7']] INSERT INTO [U] ([LastName], [Id]) VALUES (@p0, @p1);",
    "[Parameters=[@__user_0='«Osei»'], CommandType='Text'] SELECT 1 FROM [U] AS [u] WHERE [u].[LastName] = @__user_0",
    "Key (tenant, lower((last_name)::text))=(7, «osei (jr)») already exists.",
    "Key (lower(last_name::text))=(«osei») already exists.",
    'Key ("lastName", during)=(«Osei», [1,2)) conflicts with existing key (id)=(7).',
    "Failing row contains (7, «Osei», f, null, 2026-01-01 00:00:00+00, 3f2b8c1e-5d4a-4b6c-9e7f-0a1b2c3d4e5f).",
    'CONTEXT:  COPY users, line 3: "7\t«Osei»\tt"',
    r'{"m":"DETAIL: Failing row contains (7, «Osei Lind», null).\nCONTEXT:  COPY u, line 3: \"7,«Osei»\""}',
    "key row in object 'dbo.Users' with unique index 'IX_Users_LastName'. The duplicate key value is («Osei»).",
    "in object 'dbo.Users' with unique index 'IX_Users_Id_LastName'. The duplicate key value is («7, Osei, Jr»).",
    "of UNIQUE KEY constraint 'UQ__Users__A9D10534B6'. The duplicate key value is («Osei», 7).",
    "in table 'shop.dbo.Users', column 'LastName'. Truncated value: '«Osei-L»'.",
    "Incorrect string value: '«Osei»' for column `shop`.`users`.`last_name` at row 1",
    'E11000 duplicate key error index: shop.users.$last_name_1_age_-1 dup key: { : "«Osei»", : 7 }',
    'E11000 duplicate key error index: last_name_1 dup key: { last_name: "«Osei»" }',
    "ORA-03301: row with column values (LAST_NAME:'«Osei»', ID:7) already exists",
    "Duplicate entry '«mira»' for key 'users.username'",
    r"{\"m\":\"Duplicate entry \'«mira»\' for key \'users.username\'\"}",
    "Duplicate entry '«mira»' for key 'uq_username'",
    "- name: DB_PASSWORD\n  value: «zq8 x»",
    "- name: DB_PASSWORD\n  value: !!str «zq8 x»",
    "passwords:\n  - «zq8 x»\n  - '«zq9 y»' # the old one\n  - !!str «zq7»\nuser: bob",
    "last_name:\n- «Osei»\n- «van Dongen»\nage: 3",
    'env:\n- name: DB_PASSWORD\n  value: "«zq8»"',
    "id,username,password\n7,«mira»,«zq8»\n8,«enver»,«pw9»\n",
    "id\tusername\n7\t«mira»",
    'id;username\n7;"«mira; osei»"',
    "Field error in object 'user' on field 'password': rejected value [«zq8 x»]; codes [Size.user.password]",
    "on field 'account.ssn': rejected value [«local 47»]; codes [NotBlank]; default message [must not be blank]",
    "1 validation error for U\npassword\n  Too short [type=too_short, input_value='«zq8»', input_type=str]",
    r"1 validation error for U\nuser.ssn\n  No string [type=string_type, input_value=«536228712», input_type=int]",
    "[{'type': 'string_too_short', 'loc': ('body', 'password'), 'msg': 'too short', 'input': '«zq8-x»'}]",
    " id | username | n \n----+----------+---\n  7 | «mira»     | 1\n  8 | «enver»    | 2\n",
    "+----+----------+\n| id | username |\n+----+----------+\n|  7 | «mira»     |\n+----+----------+",
    "COPY users (id, username, last_name) FROM stdin;\n7\t«mira»\t«Osei»\n8\t«enver»\t«Demir»\n\\.\n",
    "-[ RECORD 1 ]----\nid       | 7\nusername | «mira»\n-[ RECORD 2 ]----\nusername | «enver»\n",
    "INSERT INTO users (username, password) VALUES (%s, %s)' parameters: ('«mira»', '«zq8»')",
    "[SQL: UPDATE users SET password = %s WHERE id = %s]\n[parameters: ('«zq8»', 7)]",
    '{:password, "«zq8»"}, [{:user, 1}, {:api_key, "«zq81-xk»"}]',
    '{<<"password">>, <<"«zq8»">>}, {<<"password">>,"«zq8 x»"}',
    '((user . 7) (password . "«zq8 x»"))',
    "Map(id -> 7, password -> «zq8», passphrase -> «hunter»)",
    'HashMap(password -> "«zq8 x»")',
    "KeyValue{key:password value:«zq8»}",
    "key: password, value: «zq8»",
    "POST /form name=password&value=«zq8»&n=1",
    "<tr><td>Last name:</td><td>«Osei»</td></tr><tr><th>password</th>\n  <td class='x'>«zq8 x»</td></tr>",
    "<dt>password</dt><dd>«zq8»</dd> <label>ssn</label><span>«local 47»</span>",
    "<param><name>password</name><value><string>«zq8»</string></value></param>",
    "field 'password' with value '«zq8 x»' is invalid; parameter ssn has value \"«local 47»\"",
    "last_name changed from '«Osei»' to '«Lind»'",
    "Invalid value '«zq8 x»' for parameter 'password'; illegal value \"«Osei»\" in field last_name",
    "Array\n(\n    [password:protected] => «zq8 x»\n    [last_name] => «Osei»\n)",
    'object(U)#3 (1) {\n  ["password":protected]=>\n  string(5) "«zq8 x»"\n}',
    "SELECT 1 FROM u WHERE last_name LIKE '%«Osei»%' OR LOWER(last_name) = '«osei»'",
    "DELETE FROM u WHERE password IN ('«zq8»', '«pw9 x»') AND n IN (7)",
    "INSERT INTO u (id, last_name) VALUES (?, ?) [7, '«Osei»']",
    "INSERT INTO u (id, last_name) VALUES (%s, %s) (7, '«Osei»')",
    '{"columns": ["id", "password"], "rows": [[7, "«zq8»"], [8, "«pw9 x»"]]}',
    "{'fields': ['id', 'last_name'], 'values': [7, '«Osei»']}",
    'fields { key: "password" value { string_value: "«zq8 x»" } }',
    "db:\n  password:\n    value: «zq8 x»\n  port: 5432",
    "--b\r\nContent-Disposition: form-data; name=password\r\n\r\n«zq8 x»\r\n--b--",
    "execute <unnamed>: SELECT * FROM users WHERE username = $1\nDETAIL:  parameters: $1 = '«mira»'",
]
MISSES = [
    "<tr><td>Colour</td><td>red</td></tr> <th>password</th><th>email</th>",
    "field 'colour' with value 'red' is invalid; colour changed from 'red' to 'blue'",
    "Invalid value 'red' for colour, bad value '7' in the row",
    "[colour] => red\n[password] => \n[secrets] => Array\n(",
    "WHERE colour LIKE '%red%' AND size IN ('7', '8') OR lower(colour) = 'red'",
    "INSERT INTO p (id, colour) VALUES (?, ?) [7, 'red']",
    '{"columns": ["id", "colour"], "rows": [[7, "red"]], "fields": ["password"]}',
    'key: "colour" value { string_value: "red" }',
    "colour:\n  value: red\n",
    "form-data; name=colour\r\n\r\nred",
    "on field 'colour': rejected value [red-4]; codes [Size]",
    "on field 'password': rejected value [null]; codes [NotNull]",
    "the rejected value [zq8-x] of password",
    "1 validation error for Item\nsize\n  No integer [type=int_parsing, input_value='zq8', input_type=str]",
    "the password\n  input_value='zq8', input_type=str",
    '<Data Name="Colour">red</Data> <name>password</name><size>3</size>',
    '<input name="password" type="password">',
    "<password></password><password>****</password>",
    "Key (id)=(7) already exists.",
    "Duplicate entry '7' for key 'PRIMARY'",
    "Key (slug)=(red-shoes) already exists.",
    "SELECT * FROM p WHERE sku = ? [generated in 0.0001s] ('red-shoes',)",
    "report was [generated in 3s] ('Osei',)",
    "[Parameters=[@p0='red' (Size = 50)], CommandType='Text'] INSERT INTO [P] ([Colour]) VALUES (@p0);",
    "with unique index 'IX_Products_Sku'. The duplicate key value is (red-shoes).",
    "Failing row contains (7, null, t, 12.50, 2026-01-01).",
    'E11000 duplicate key error index: sku_1 dup key: { : "red-shoes" }',
    "Incorrect integer value: 'red' for column 'colour' at row 1",
    "UNIQUE constraint failed: users.email",
    "context: copy of the plan, line 3",
    "- name: COLOUR\n  value: red",
    "id,colour\n7,red\n",
    "username, password and token are missing\nplease add them",
    "COPY users (id, colour) FROM stdin;\n7\tred\n\\.\n",
    "parameters: ('a', 'b')",
    'name="password"',
    '{:colour, "red"} {<<"colour">>, <<"red">>} (colour . "red")',
    "password -> zq8, [login -> password -> token] (password -> String) f(password -> None)",
    "Map(password -> ****, colour -> red)",
    "key: colour, value: red name=colour&value=red value=zq8 key:password values:3",
    "label key: password, value: length; sort key=email value=12",
]


@cache
def scanner_of(engine: Engine) -> Scanner:
    """Give the scanner of an engine."""
    return Scanner(engine=engine)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("marked", HITS)
def test_a_value_beside_its_name_is_found(marked: str, engine: Engine) -> None:
    text, spans = unmark(marked)
    found = [(finding.start, finding.end) for finding in scanner_of(engine).scan(text)]
    assert [text[start:end] for start, end in found] == [text[start:end] for start, end in spans]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("text", MISSES)
def test_what_stands_beside_another_name_is_left(text: str, engine: Engine) -> None:
    assert scanner_of(engine).scan(text) == []


def test_no_reader_looks_past_the_end_of_its_text() -> None:
    for marked in HITS:
        text, spans = unmark(marked)
        start, end = spans[0]
        for cut in range(start + 1, end):
            for finding in scanner_of(ENGINES[0]).scan(f"{text[:cut]}\x1e{text[cut:]}"):
                assert not finding.start < cut < finding.end


def test_letters_of_keywords_are_ascii_in_lower_case() -> None:
    for rule in NAME_RULES:
        for word in rule.keywords:
            assert all(sign.isascii() or not sign.isalpha() for sign in word)
            assert word == word.lower()
