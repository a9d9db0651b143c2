package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"

	"filippo.io/torchwood"
	"golang.org/x/mod/sumdb/tlog"
)

// verifyReceipt verifies, under a policy, that the audit trail knows a receipt as it is, and prints the trail's entry.
func verifyReceipt(names []string) error {
	files, err := read(names, 2)
	if err != nil {
		return err
	}
	policy, err := torchwood.ParsePolicy(files[0])
	if err != nil {
		return err
	}
	var receipt struct {
		Body  json.RawMessage `json:"body"`
		Proof string          `json:"proof"`
	}
	if err := json.Unmarshal(files[1], &receipt); err != nil {
		return err
	}
	entry, err := extra(receipt.Proof)
	if err != nil {
		return err
	}
	if err := torchwood.VerifyProof(policy, tlog.RecordHash(entry), []byte(receipt.Proof)); err != nil {
		return err
	}
	var known struct {
		Action string `json:"action"`
		Sha256 string `json:"receipt_sha256"`
	}
	if err := json.Unmarshal(entry, &known); err != nil {
		return err
	}
	body, err := canonical(receipt.Body)
	if err != nil {
		return err
	}
	hash := sha256.Sum256(body)
	if known.Action != "erased" || known.Sha256 != hex.EncodeToString(hash[:]) {
		return fmt.Errorf("the trail's entry is not of this receipt")
	}
	_, err = os.Stdout.Write(append(entry, '\n'))
	return err
}

// canonical gives JSON in the form of RFC 8785, as far as receipts need it: texts, whole numbers, lists and objects.
func canonical(text []byte) ([]byte, error) {
	var value any
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&value); err != nil {
		return nil, err
	}
	var written bytes.Buffer
	encoder := json.NewEncoder(&written)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(written.Bytes(), []byte("\n")), nil
}
