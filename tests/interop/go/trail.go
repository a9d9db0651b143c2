package main

import (
	"encoding/base64"
	"fmt"
	"os"
	"strings"

	"filippo.io/torchwood"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// verifyProof verifies a tlog-proof@v1 under a policy and prints the entry that it proves.
func verifyProof(names []string) error {
	files, err := read(names, 2)
	if err != nil {
		return err
	}
	policy, err := torchwood.ParsePolicy(files[0])
	if err != nil {
		return err
	}
	entry, err := extra(string(files[1]))
	if err != nil {
		return err
	}
	if err := torchwood.VerifyProof(policy, tlog.RecordHash(entry), files[1]); err != nil {
		return err
	}
	_, err = os.Stdout.Write(append(entry, '\n'))
	return err
}

func extra(proof string) ([]byte, error) {
	for _, line := range strings.Split(proof, "\n") {
		if encoded, found := strings.CutPrefix(line, "extra "); found {
			return base64.StdEncoding.DecodeString(encoded)
		}
	}
	return nil, fmt.Errorf("the proof has no extra line")
}

// verifyTrail verifies that a signed checkpoint is the beginning of a trail, and prints how many entries it counts.
func verifyTrail(names []string) error {
	files, err := read(names, 3)
	if err != nil {
		return err
	}
	verifier, err := note.NewVerifier(strings.TrimSpace(string(files[0])))
	if err != nil {
		return err
	}
	signed, err := note.Open(files[2], note.VerifierList(verifier))
	if err != nil {
		return err
	}
	checkpoint, err := torchwood.ParseCheckpoint(signed.Text)
	if err != nil {
		return err
	}
	entries := lines(files[1])
	if int64(len(entries)) < checkpoint.N {
		return fmt.Errorf("%d entries are signed, and there are %d", checkpoint.N, len(entries))
	}
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		found := make([]tlog.Hash, 0, len(indexes))
		for _, index := range indexes {
			found = append(found, stored[index])
		}
		return found, nil
	})
	for number, entry := range entries[:checkpoint.N] {
		hashes, err := tlog.StoredHashes(int64(number), entry, reader)
		if err != nil {
			return err
		}
		stored = append(stored, hashes...)
	}
	root, err := tlog.TreeHash(checkpoint.N, reader)
	if err != nil {
		return err
	}
	if root != checkpoint.Hash {
		return fmt.Errorf("the first %d entries are not those that were signed", checkpoint.N)
	}
	fmt.Println(checkpoint.N)
	return nil
}
