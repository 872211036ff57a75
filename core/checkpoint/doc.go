// Package checkpoint keeps, beside a log, what its events came to at some of its
// positions, so that a long log need not be folded anew whenever it is opened.
//
// The checkpoints of a log are a chain: each says how the moment at its position
// differs from the one before it. So one costs what changed since, and is written once.
//
// A checkpoint is only ever a shortcut, and never believed for its place alone. It
// carries the code that folded it, the position that it goes on from and the hash of
// the event that it was taken after, and is sealed with the keys of all persons whose data
// is in it. When any of these is not what it was (other code, another log, a person who was
// forgotten), the chain ends there: the rest is thrown away and folded again.
package checkpoint
