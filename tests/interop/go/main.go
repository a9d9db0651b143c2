// Command interop verifies what sealog wrote with other people's code: proofs and trails by Go's and Filippo Valsorda's
// transparency log packages. It shares no code with sealog.
package main

import (
	"bytes"
	"fmt"
	"os"
)

func main() {
	commands := map[string]func([]string) error{
		"index":   turnTags,
		"open":    openVector,
		"proof":   verifyProof,
		"receipt": verifyReceipt,
		"seal":    sealValue,
		"trail":   verifyTrail,
	}
	if len(os.Args) < 2 || commands[os.Args[1]] == nil {
		fmt.Fprintln(os.Stderr, "usage: interop index VECTOR | open VECTOR | seal BUNDLE ENTITY VALUE | proof POLICY PROOF | receipt POLICY RECEIPT | trail VKEY TRAIL CHECKPOINT")
		os.Exit(2)
	}
	if err := commands[os.Args[1]](os.Args[2:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func read(names []string, wanted int) ([][]byte, error) {
	if len(names) != wanted {
		return nil, fmt.Errorf("%d files are wanted", wanted)
	}
	contents := make([][]byte, 0, wanted)
	for _, name := range names {
		content, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		contents = append(contents, content)
	}
	return contents, nil
}

// lines gives the whole lines of a file, without their line feeds.
func lines(content []byte) [][]byte {
	split := bytes.Split(content, []byte("\n"))
	return split[:len(split)-1]
}
