// Package indexeddb is the durable.Database that the browser's IndexedDB makes,
// and the hints by which tabs tell each other that a log has changed.
//
// All logs of a page live side by side in one database with these object
// stores:
//
//	logs     name of the log                  → { id, era, head, hash, mended }
//	batches  [log id, position]               → events that follow each other, encoded
//	asides   [log id, position, from, check]  → { first, from, reason, bytes }
//
// The first version of the database had no asides, and of a log only id and head. It is upgraded
// in place: a log's records are the same in both.
//
// The keys of persons are in a database of their own, so that they are in no
// copy of a log:
//
//	keys     [name of the log, person]        → the key's bytes
//	forgets  name of the log                  → how many keys were destroyed
//
// A key is deleted when the transaction is complete, with durability strict.
// What becomes of the bytes in the browser's files below is up to the browser:
// LevelDB and SQLite overwrite them when they tidy up.
//
// Checkpoints are in a database of their own too, since all of it can be made again:
//
//	checkpoints  [name of the log, position]  → a sealed checkpoint
//
// Two rules of IndexedDB shape the code. A transaction ends by itself as soon
// as it has nothing to do, so its body is one chain of its own requests, each
// made in the handler of the one before. And a request's success means little:
// recorded means that the transaction's complete event came.
package indexeddb
