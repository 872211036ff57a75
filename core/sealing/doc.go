// Package sealing keeps a person's data in a log from which nothing is ever
// deleted, so that it can be forgotten all the same: each text is encrypted
// with a key of the person's own, and the keys live outside of the log. When a
// key is destroyed, what it sealed is noise for ever, in every copy of the log,
// while the log itself and its hashes stay as they were recorded.
//
// A sealed text is
//
//	sealed:1:<fingerprint of the key>:<nonce, ciphertext and tag in base64>
//
// made by AES-256-GCM. It is bound to its place, an event and a field of it:
// moved elsewhere, it does not open. Its length tells the text's only to
// within 32 bytes.
//
// A nonce must never come twice for a key. It is the beginning of an HMAC, with
// a key derived from the person's, over the event's id, the field and the
// text. The id is unique in a log, and a field is there once: so two texts at
// different places have different nonces, except with the chance of 96 bits
// colliding, which stays below 2^-50 for a person with a million texts. One
// place can meet two texts when a command is decided twice, of which one is
// recorded; the text being hashed along, these too have nonces of their own.
// And the same text at the same place gives the same bytes, so that an append
// that is repeated is the same append.
package sealing
