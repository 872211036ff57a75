package sealing

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"strings"

	"github.com/google/uuid"
)

// mark begins every sealed text; the digit is the version of the form.
const mark = "sealed:1:"

// IsSealed reports whether a text looks sealed.
func IsSealed(text string) bool { return strings.HasPrefix(text, mark) }

// Place is where in a log a text stands.
type Place struct {
	Event uuid.UUID
	Field string // the path of JSON keys, such as "address" or "contacts.0.name"
}

// bytes writes a place so that no two are written alike: the id has a fixed length.
func (p Place) bytes() []byte { return append(p.Event[:], p.Field...) }

// padding is the multiple to which texts are filled up before they are sealed:
// a name and an address look alike then.
const padding = 32

// box seals and opens with one key. It is safe for use by several goroutines.
type box struct {
	key         Key
	fingerprint string
	gcm         cipher.AEAD
	nonceKey    []byte
}

func newBox(key Key) *box {
	block, err := aes.NewCipher(key[:])
	if err != nil {
		panic(err) // only for a key of another length, which a Key cannot have
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		panic(err) // only for a cipher of another block size
	}
	derive := hmac.New(sha256.New, key[:])
	derive.Write([]byte("playhead nonce"))
	return &box{key, key.Fingerprint(), gcm, derive.Sum(nil)}
}

// seal returns the sealed form of a text.
func (b *box) seal(at Place, text string) string {
	place := at.bytes()
	nonce := b.nonce(append(place, 0), []byte(text)) // a field's name has no zero byte, so that it ends here
	return mark + b.fingerprint + ":" + base64.RawURLEncoding.EncodeToString(b.gcm.Seal(nonce, nonce, pad(text), place))
}

// nonce returns the beginning of an HMAC over a place and what stands there: the place
// must be written so that it is known where it ends.
func (b *box) nonce(place, plain []byte) []byte {
	h := hmac.New(sha256.New, b.nonceKey)
	h.Write(place)
	h.Write(plain)
	return h.Sum(nil)[:b.gcm.NonceSize()]
}

// open returns the text. It is not ok when it was not sealed with this key at
// this place, or was changed since.
func (b *box) open(at Place, sealed string) (text string, ok bool) {
	fingerprint, body, ok := parts(sealed)
	if !ok || fingerprint != b.fingerprint || len(body) < b.gcm.NonceSize() {
		return "", false
	}
	nonce, rest := body[:b.gcm.NonceSize()], body[b.gcm.NonceSize():]
	plain, err := b.gcm.Open(rest[:0], nonce, rest, at.bytes())
	if err != nil {
		return "", false
	}
	return unpad(plain)
}

// maxSealed is the longest sealed text that is looked at: more than an event's
// data may have.
const maxSealed = 512 << 10

// Fingerprint returns the name of the key that a text was sealed with. It is
// not ok for a text that is not of the form.
func Fingerprint(sealed string) (fingerprint string, ok bool) {
	fingerprint, _, ok = parts(sealed)
	return fingerprint, ok
}

// parts takes a sealed text apart.
func parts(sealed string) (fingerprint string, body []byte, ok bool) {
	rest, ok := strings.CutPrefix(sealed, mark)
	if !ok || len(rest) <= fingerprintDigits || rest[fingerprintDigits] != ':' || len(rest) > maxSealed {
		return "", nil, false
	}
	fingerprint = rest[:fingerprintDigits]
	if strings.Trim(fingerprint, "0123456789abcdef") != "" {
		return "", nil, false
	}
	body, err := base64.RawURLEncoding.Strict().DecodeString(rest[fingerprintDigits+1:])
	return fingerprint, body, err == nil
}

// pad fills a text up: a byte 0x80, then zeros.
func pad(text string) []byte {
	plain := make([]byte, (len(text)/padding+1)*padding)
	copy(plain, text)
	plain[len(text)] = 0x80
	return plain
}

// unpad undoes pad. It is not ok for bytes that pad did not make.
func unpad(plain []byte) (text string, ok bool) {
	for i := len(plain) - 1; i >= 0; i-- {
		switch plain[i] {
		case 0:
		case 0x80:
			return string(plain[:i]), true
		default:
			return "", false
		}
	}
	return "", false
}
