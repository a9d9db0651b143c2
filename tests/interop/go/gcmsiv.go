package main

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/subtle"
	"encoding/binary"
	"errors"
)

// AES-256-GCM-SIV by the words of RFC 8452: plain, slow, and written for these tests alone.

var errTag = errors.New("not_authentic")

type element struct{ low, high uint64 }

// dot is a*b*x^-128 in POLYVAL's field (section 3): each step adds one bit's share and divides by x.
func (a element) dot(b element) element {
	var z element
	for i := range 128 {
		bit := b.low >> i & 1
		if i >= 64 {
			bit = b.high >> (i - 64) & 1
		}
		z.low, z.high = z.low^a.low&-bit, z.high^a.high&-bit
		odd := z.low & 1
		z.low, z.high = z.low>>1|z.high<<63, z.high>>1^0xe1<<56&-odd
	}
	return z
}

func polyval(key []byte, parts ...[]byte) []byte {
	h, s := elementOf(key), element{}
	for _, part := range parts {
		for len(part) > 0 {
			var block [16]byte
			part = part[copy(block[:], part):]
			x := elementOf(block[:])
			s = element{s.low ^ x.low, s.high ^ x.high}.dot(h)
		}
	}
	return binary.LittleEndian.AppendUint64(binary.LittleEndian.AppendUint64(nil, s.low), s.high)
}

func elementOf(block []byte) element {
	return element{binary.LittleEndian.Uint64(block), binary.LittleEndian.Uint64(block[8:])}
}

// messageKeys derives the two keys of one nonce (section 4).
func messageKeys(key, nonce []byte) (authentication []byte, encryption cipher.Block, err error) {
	generator, err := aes.NewCipher(key)
	if err != nil {
		return nil, nil, err
	}
	var derived []byte
	for counter := range uint32(6) {
		block := append(binary.LittleEndian.AppendUint32(nil, counter), nonce...)
		generator.Encrypt(block, block)
		derived = append(derived, block[:8]...)
	}
	encryption, err = aes.NewCipher(derived[16:])
	return derived[:16], encryption, err
}

func tagOf(authentication []byte, encryption cipher.Block, nonce, plaintext, aad []byte) []byte {
	lengths := binary.LittleEndian.AppendUint64(nil, uint64(len(aad))*8)
	lengths = binary.LittleEndian.AppendUint64(lengths, uint64(len(plaintext))*8)
	tag := polyval(authentication, aad, plaintext, lengths)
	subtle.XORBytes(tag, tag, nonce)
	tag[15] &= 0x7f
	encryption.Encrypt(tag, tag)
	return tag
}

// stream is AES in counter mode from a tag, which it is its own inverse of.
func stream(encryption cipher.Block, tag, text []byte) []byte {
	counter := append([]byte(nil), tag...)
	counter[15] |= 0x80
	out := make([]byte, 0, len(text))
	for len(text) > 0 {
		var block [16]byte
		encryption.Encrypt(block[:], counter)
		n := subtle.XORBytes(block[:], block[:], text[:min(16, len(text))])
		out, text = append(out, block[:n]...), text[n:]
		binary.LittleEndian.PutUint32(counter, binary.LittleEndian.Uint32(counter)+1)
	}
	return out
}

func gcmSivSeal(key, nonce, plaintext, aad []byte) ([]byte, error) {
	authentication, encryption, err := messageKeys(key, nonce)
	if err != nil {
		return nil, err
	}
	tag := tagOf(authentication, encryption, nonce, plaintext, aad)
	return append(stream(encryption, tag, plaintext), tag...), nil
}

func gcmSivOpen(key, nonce, sealed, aad []byte) ([]byte, error) {
	authentication, encryption, err := messageKeys(key, nonce)
	if err != nil {
		return nil, err
	}
	text, tag := sealed[:len(sealed)-16], sealed[len(sealed)-16:]
	plaintext := stream(encryption, tag, text)
	if subtle.ConstantTimeCompare(tagOf(authentication, encryption, nonce, plaintext, aad), tag) != 1 {
		return nil, errTag
	}
	return plaintext, nil
}
