"""What of a message is a value by its shape, and what stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sealog_exporters.templates.forms.form import MAX_TOKENS, form_of
from sealog_exporters.templates.template import rendered


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("took 35 ms for 12 rows", "took <*> for <*> rows"),
        ("open /var/lib/x.db twice", "open <*> twice"),
        ("fetch https://example.org/a?b=c now", "fetch <*> now"),
        ("mail from seal1~email_address~abcdefghijklm~AAAA was sent", "mail from <email_address> was sent"),
        ("mail from [masked:email_address] was sent", "mail from <email_address> was sent"),
        ("user=alice id=7 done", "user=<*> id=<*> done"),
        ('name="two words" done', "name=<*> done"),
        ("state changed err=could not reach it at all", "state changed err=<*>"),
        ("state changed err=could not reach it at all retries=3", "state changed err=<*> retries=<*>"),
        ("got Task(id=3, name=x) again", "got <*> again"),
        ("got <Task object at 0x7f00> again", "got <*> again"),
        ("got &{a 1 [b]} again", "got <*> again"),
        ("items [a, b, c] left", "items <*> left"),
        ("items {} left", "items <*> left"),
        ("sshd[4711]: session closed", "sshd <*> session closed"),
        ("read failed: java.io.IOException: Broken pipe", "read failed: <*>"),
        ("read failed: connection refused", "read failed: <*>"),
        ("connection refused by policy", "connection refused by policy"),
        ("on Mon 3 Mar 2026 it ran", "on <*> it ran"),
        ("a 1, a 2, a 3", "a <*>"),
        ("cannot bind to 10.0.0.1:443: permission denied", "cannot bind to <*>: <*>"),
        ("Starting!", "Starting"),
        ("Watch:", "Watch: <*>"),
        ("inflate() failed", "inflate failed"),
        ("4711", "<*>"),
        ("", "<*>"),
        ('10.0.0.1 "GET /a HTTP/1.1" 200', '<*> "GET <*>'),
    ],
)
def test_values_are_known_by_their_shape(message: str, expected: str) -> None:
    assert rendered(form_of(message)) == expected


def test_only_the_method_of_a_request_line_stays_of_a_quoted_text() -> None:
    assert form_of('"GET /a HTTP/1.1" 200') != form_of('"POST /a HTTP/1.1" 200')
    assert form_of('say "GET out"') == form_of('say "POST out"')


@given(st.text(max_size=300), st.text(alphabet="0123456789", min_size=1, max_size=6))
def test_digits_do_not_matter(text: str, digits: str) -> None:
    """The miner's cache relies on it: lines that differ in digits only have one form."""
    assert form_of(f"{text} 0 {text}") == form_of(f"{text} {digits} {text}")


@given(st.text(max_size=500))
def test_any_text_has_a_form(text: str) -> None:
    form = form_of(text)
    assert form
    assert all(form)


def test_a_form_is_bounded() -> None:
    assert len(form_of("word other " * 100_000)) <= MAX_TOKENS + 3
    assert len(form_of("(" * 100_000)) <= MAX_TOKENS
    assert len(form_of('"' * 100_000)) <= MAX_TOKENS


@pytest.mark.parametrize("end", ["", " ", ".", "!", "...", "\n", " \t"])
def test_what_ends_a_sentence_is_no_part_of_it(end: str) -> None:
    assert form_of(f"the server has started{end}") == ("the", "server", "has", "started")


def test_a_sentence_has_the_words_that_it_would_have_beside_a_value() -> None:
    text = "cache was dropped cache was dropped for good"
    assert form_of(text) == form_of(f"{text} 7")[:-1]


@given(
    st.lists(st.text(alphabet="abzAZ", min_size=1, max_size=4), min_size=1, max_size=200),
    st.sampled_from(("", ".", "!..")),
)
def test_a_sentence_is_cut_short_to_the_same_form(words: list[str], end: str) -> None:
    sentence = " ".join(words) + end
    assert form_of(sentence) == form_of(f"{sentence} ;")
