"""What sealog does with a text: find values, seal them, open them again for a stated reason."""

import sealog

text = "confirmation sent to ada@example.com, paid with 4111 1111 1111 1111"

for finding in sealog.scan(text):
    print(finding.entity, text[finding.start : finding.end])

sealed = sealog.seal_text(text)
print(sealed)

with sealog.Opener("ticket 4711: the customer asks for her data") as opener:
    print(opener.open_text(sealed).text)
