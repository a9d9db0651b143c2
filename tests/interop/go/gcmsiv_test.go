package main

import (
	"bytes"
	"encoding/hex"
	"testing"
)

// The first vectors of RFC 8452 appendix C.2, and POLYVAL's of appendix A.
func TestVectorsOfTheRFC(t *testing.T) {
	decode := func(text string) []byte {
		raw, err := hex.DecodeString(text)
		if err != nil {
			t.Fatal(err)
		}
		return raw
	}
	key := decode("0100000000000000000000000000000000000000000000000000000000000000")
	nonce := decode("030000000000000000000000")
	for _, one := range []struct{ plaintext, aad, result string }{
		{"", "", "07f5f4169bbf55a8400cd47ea6fd400f"},
		{"0100000000000000", "", "c2ef328e5c71c83b843122130f7364b761e0b97427e3df28"},
		{"0200000000000000", "01", "1de22967237a813291213f267e3b452f02d01ae33e4ec854"},
	} {
		sealed, err := gcmSivSeal(key, nonce, decode(one.plaintext), decode(one.aad))
		if err != nil || hex.EncodeToString(sealed) != one.result {
			t.Errorf("%v: %x", one, sealed)
		}
		opened, err := gcmSivOpen(key, nonce, sealed, decode(one.aad))
		if err != nil || !bytes.Equal(opened, decode(one.plaintext)) {
			t.Errorf("%v: %x %v", one, opened, err)
		}
	}
}
