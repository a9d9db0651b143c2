package main

import (
	"bytes"
	"crypto/ecdh"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/hpke"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
)

// The index service, from docs/spec/index-service.md alone.

var indexSpelling = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// serviceKeys are the keys of one epoch of an index service, in hexadecimal, and what a record has in sealog.index_tag.
type serviceKeys struct {
	Tenant     string   `json:"tenant"`
	Epoch      int      `json:"epoch"`
	PrivateKey string   `json:"private_key"`
	IndexKey   string   `json:"index_key"`
	Tags       []string `json:"tags"`
	Bundle     struct {
		Epoch    int    `json:"epoch"`
		IndexKey string `json:"index_key"`
		Entity   string `json:"entity"`
		Value    string `json:"value"`
	} `json:"bundle"`
}

// turnTags prints the blind indexes of a record's tags, and the one that a search for a value of the bundle asks for.
func turnTags(names []string) error {
	files, err := read(names, 1)
	if err != nil {
		return err
	}
	var given serviceKeys
	if err := json.Unmarshal(files[0], &given); err != nil {
		return err
	}
	outer, err := derived(given.IndexKey, fmt.Sprintf("sealog/v1/index-outer\x00%s\x00%d", given.Tenant, given.Epoch))
	if err != nil {
		return err
	}
	made := []string{}
	var key []byte
	for _, text := range given.Tags {
		if sealed, isKey := strings.CutPrefix(text, "tagkey1~"); isKey {
			key, err = openTagKey(sealed, given)
		} else if sealed, isTag := strings.CutPrefix(text, "tag1~"); isTag && key != nil {
			var inner []byte
			if inner, err = openTag(sealed, key); err == nil {
				made = append(made, indexOf(outer, inner))
			}
		} else {
			err = errors.New("neither a tag behind its key, nor a key")
		}
		if err != nil {
			return err
		}
	}
	of := given.Bundle
	first, err := derived(of.IndexKey, fmt.Sprintf("sealog/v1/index-inner\x00%s\x00%d\x00%s", given.Tenant, of.Epoch, of.Entity))
	if err != nil {
		return err
	}
	searched := indexOf(outer, authenticated(first, []byte(of.Value))[:16])
	return json.NewEncoder(os.Stdout).Encode(map[string]any{"made": made, "searched": searched})
}

func openTagKey(text string, given serviceKeys) ([]byte, error) {
	raw, err := fromLetters(text, 84)
	if err != nil {
		return nil, err
	}
	private, err := hex.DecodeString(given.PrivateKey)
	if err != nil {
		return nil, err
	}
	key, err := hpke.DHKEM(ecdh.X25519()).NewPrivateKey(private)
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(raw[:4], recipientID(key.PublicKey().Bytes())) {
		return nil, errKey
	}
	return hpke.Open(key, hpke.HKDFSHA256(), hpke.AES256GCM(), []byte("sealog/v1/index-tag-key\x00"+given.Tenant), raw[4:])
}

func openTag(text string, key []byte) ([]byte, error) {
	raw, err := fromLetters(text, 44)
	if err != nil {
		return nil, err
	}
	return gcmSivOpen(key, raw[:12], raw[12:], nil)
}

func derived(key, info string) ([]byte, error) {
	raw, err := hex.DecodeString(key)
	if err != nil {
		return nil, err
	}
	return hkdf.Expand(sha256.New, raw, info, 32)
}

func authenticated(key, message []byte) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write(message)
	return mac.Sum(nil)
}

func indexOf(outer, inner []byte) string {
	return indexSpelling.EncodeToString(authenticated(outer, inner)[:8])
}

// fromLetters reads hexadecimal with the letters a to p for 0 to f.
func fromLetters(text string, size int) ([]byte, error) {
	if len(text) != 2*size {
		return nil, errSpelling
	}
	raw := make([]byte, size)
	for place, letter := range []byte(text) {
		if letter < 'a' || letter > 'p' {
			return nil, errSpelling
		}
		raw[place/2] = raw[place/2]<<4 | (letter - 'a')
	}
	return raw, nil
}
