package sealing

import (
	"crypto/sha256"
	"encoding/hex"
)

// KeySize is how many bytes a key has: those of AES-256.
const KeySize = 32

// Key is a person's key. Whoever makes one takes it from a source of random
// bytes that nobody can foresee.
type Key [KeySize]byte

// fingerprintDigits is how much of a key's hash names it: enough to tell the
// keys apart that one person ever had.
const fingerprintDigits = 8

// Fingerprint names a key without telling anything of it.
func (k Key) Fingerprint() string {
	sum := sha256.Sum256(append([]byte("playhead key "), k[:]...))
	return hex.EncodeToString(sum[:])[:fingerprintDigits]
}
