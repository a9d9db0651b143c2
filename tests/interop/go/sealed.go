package main

import (
	"bytes"
	"crypto/ecdh"
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/hpke"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"regexp"
)

// Sealed values, version 1, from docs/spec/sealed-value.md alone.

var (
	spelling = regexp.MustCompile(`\A(seal1k?)~([a-z][a-z0-9_]{0,39})~([a-z2-7]{13}|0)~([A-Za-z0-9_-]+)(?:~([A-Za-z0-9_-]+))?\z`)
	version  = regexp.MustCompile(`\Aseal([0-9]+)k?~`)
	keyText  = regexp.MustCompile(`\Akey1~([A-Za-z0-9_-]{6})~([A-Za-z0-9_-]+)\z`)
	base     = base64.RawURLEncoding.Strict()

	errSpelling = errors.New("bad_spelling")
	errVersion  = errors.New("unknown_version")
	errKey      = errors.New("unknown_key")
)

type vector struct {
	Tenant     string  `json:"tenant"`
	PrivateKey string  `json:"private_key"`
	SealedKey  *string `json:"sealed_key"`
	Token      string  `json:"token"`
	Origins    []struct {
		Name      string `json:"name"`
		PublicKey string `json:"public_key"`
	} `json:"origins"`
}

type sealedValue struct {
	entity, index         string
	id, nonce, ciphertext []byte
	key                   []byte // commitment and recipients, where the value carries them
}

const originMark = "sealog/v1/origin"

// openVector opens the value of a vector file and prints its outcome; value, path and origin as bytes in hexadecimal.
func openVector(names []string) error {
	files, err := read(names, 1)
	if err != nil {
		return err
	}
	var given vector
	if err := json.Unmarshal(files[0], &given); err != nil {
		return err
	}
	value, path, origin, err := open(given)
	outcome := "ok"
	if err != nil {
		outcome = err.Error()
	}
	return json.NewEncoder(os.Stdout).Encode(map[string]string{
		"outcome": outcome, "value": hex.EncodeToString(value), "path": hex.EncodeToString(path),
		"origin": hex.EncodeToString([]byte(origin)),
	})
}

func open(given vector) (value, path []byte, origin string, err error) {
	sealed, err := parseValue(given.Token)
	if err != nil {
		return nil, nil, "", err
	}
	body := sealed.key
	if body == nil && given.SealedKey != nil && *given.SealedKey != "" {
		if body, err = parseKey(*given.SealedKey); err != nil {
			return nil, nil, "", err
		}
	}
	if body == nil || !bytes.Equal(body[:4], sealed.id) {
		return nil, nil, "", errKey
	}
	private, err := hex.DecodeString(given.PrivateKey)
	if err != nil {
		return nil, nil, "", err
	}
	aead, err := unwrap(body, private, given.Tenant)
	if err != nil {
		return nil, nil, "", err
	}
	frame, err := gcmSivOpen(aead, sealed.nonce, sealed.ciphertext, aad(sealed, given.Tenant))
	if err != nil {
		return nil, nil, "", err
	}
	value, rest, found := bytes.Cut(frame, []byte{0xff})
	if !found {
		return nil, nil, "", errSpelling
	}
	path, _, _ = bytes.Cut(rest, []byte{0xff})
	return value, path, originOf(body, given), nil
}

// originOf names the application that signed a data key, or gives nothing.
func originOf(body []byte, given vector) string {
	last := body[len(body)-84:]
	if len(body) == 32+84 || string(last[68:]) != originMark {
		return ""
	}
	message := append([]byte(originMark+"\x00"+given.Tenant+"\x00"), body[:32]...)
	for _, one := range given.Origins {
		public, err := hex.DecodeString(one.PublicKey)
		if err != nil || len(public) != ed25519.PublicKeySize {
			continue
		}
		id := sha256.Sum256(append([]byte(originMark+"\x00"), public...))
		if bytes.Equal(id[:4], last[:4]) && ed25519.Verify(public, message, last[4:68]) {
			return one.Name
		}
	}
	return ""
}

func parseValue(token string) (*sealedValue, error) {
	if found := version.FindStringSubmatch(token); found != nil && found[1] != "1" {
		return nil, errVersion
	}
	found := spelling.FindStringSubmatch(token)
	if found == nil || (found[1] == "seal1k") != (found[5] != "") {
		return nil, errSpelling
	}
	payload, err := base.DecodeString(found[4])
	if err != nil || len(payload) < 4+12+32+16 || len(payload)%16 != 0 {
		return nil, errSpelling
	}
	sealed := &sealedValue{entity: found[2], index: found[3], id: payload[:4], nonce: payload[4:16], ciphertext: payload[16:]}
	if found[5] != "" {
		if sealed.key, err = parseBody(found[5]); err != nil || !bytes.Equal(sealed.key[:4], sealed.id) {
			return nil, errSpelling
		}
	}
	return sealed, nil
}

func parseKey(text string) ([]byte, error) {
	found := keyText.FindStringSubmatch(text)
	if found == nil {
		return nil, errSpelling
	}
	body, err := parseBody(found[2])
	if err != nil || base.EncodeToString(body[:4]) != found[1] {
		return nil, errSpelling
	}
	return body, nil
}

func parseBody(text string) ([]byte, error) {
	body, err := base.DecodeString(text)
	if err != nil || len(body) < 32+84 || len(body) > 32+16*84 || (len(body)-32)%84 != 0 {
		return nil, errSpelling
	}
	return body, nil
}

// unwrap opens the data key with a private key and gives the key that values are sealed under.
func unwrap(body, private []byte, tenant string) ([]byte, error) {
	kem := hpke.DHKEM(ecdh.X25519())
	key, err := kem.NewPrivateKey(private)
	if err != nil {
		return nil, err
	}
	mine := recipientID(key.PublicKey().Bytes())
	failure := errKey
	for recipient := body[32:]; len(recipient) > 0; recipient = recipient[84:] {
		if !bytes.Equal(recipient[:4], mine) {
			continue
		}
		failure = errTag
		dek, err := hpke.Open(key, hpke.HKDFSHA256(), hpke.AES256GCM(), []byte("sealog/v1/wrap\x00"+tenant), recipient[4:84])
		if err != nil {
			continue
		}
		okm, err := dataKey(dek, tenant)
		if err != nil {
			return nil, err
		}
		if subtle.ConstantTimeCompare(okm[32:], body[:32]) == 1 {
			return okm[:32], nil
		}
	}
	return nil, failure
}

func dataKey(dek []byte, tenant string) ([]byte, error) {
	return hkdf.Expand(sha256.New, dek, "sealog/v1/data-key\x00"+tenant, 64)
}

func recipientID(public []byte) []byte {
	sum := sha256.Sum256(append([]byte("sealog/v1/recipient\x00"), public...))
	return sum[:4]
}

func aad(sealed *sealedValue, tenant string) []byte {
	return append([]byte("seal1~"+sealed.entity+"~"+sealed.index+"~"+tenant+"~"), sealed.id...)
}

type bundle struct {
	Tenant     string `json:"tenant"`
	Recipients []struct {
		PublicKey []byte `json:"public_key"`
	} `json:"recipients"`
}

// sealValue seals a value for a bundle and prints it with its data key: `seal BUNDLE ENTITY VALUE`.
func sealValue(arguments []string) error {
	if len(arguments) != 3 {
		return errors.New("seal BUNDLE ENTITY VALUE")
	}
	files, err := read(arguments[:1], 1)
	if err != nil {
		return err
	}
	var to bundle
	if err := json.Unmarshal(files[0], &to); err != nil {
		return err
	}
	random := make([]byte, 32+12)
	if _, err := rand.Read(random); err != nil {
		return err
	}
	dek, nonce := random[:32], random[32:]
	okm, err := dataKey(dek, to.Tenant)
	if err != nil {
		return err
	}
	body := okm[32:]
	for _, recipient := range to.Recipients {
		public, err := hpke.DHKEM(ecdh.X25519()).NewPublicKey(recipient.PublicKey)
		if err != nil {
			return err
		}
		wrapped, err := hpke.Seal(public, hpke.HKDFSHA256(), hpke.AES256GCM(), []byte("sealog/v1/wrap\x00"+to.Tenant), dek)
		if err != nil {
			return err
		}
		body = append(append(body, recipientID(recipient.PublicKey)...), wrapped...)
	}
	sealed := &sealedValue{entity: arguments[1], index: "0", id: body[:4], nonce: nonce}
	frame := append([]byte(arguments[2]), 0xff, '$')
	for len(frame) < 32 || len(frame)%16 != 0 {
		frame = append(frame, 0xff)
	}
	ciphertext, err := gcmSivSeal(okm[:32], nonce, frame, aad(sealed, to.Tenant))
	if err != nil {
		return err
	}
	payload := bytes.Join([][]byte{sealed.id, nonce, ciphertext}, nil)
	fmt.Printf("seal1k~%s~0~%s~%s\n", sealed.entity, base.EncodeToString(payload), base.EncodeToString(body))
	return nil
}
