// Package indexeddb keeps logs of events in the browser's IndexedDB.
//
// All logs of a page live side by side in one database with two object stores:
//
//	logs     name of the log      → { id, head }
//	batches  [log id, position]   → the events of one append, encoded
//
// A Store holds its whole log in memory as well, and reads from there. An
// append is one strict transaction that compares the log's record with the
// memory, reads what other tabs have added, checks the append against all of
// it, and writes. Browsers run such transactions one after the other, also
// across tabs, and so the check and the write cannot be torn apart. What other
// tabs announce over a BroadcastChannel is only a hint to look.
//
// Two rules of IndexedDB shape the code. A transaction ends by itself as soon
// as it has nothing to do, so its body is one chain of its own requests, each
// made in the handler of the one before. And a request's success means little:
// recorded means that the transaction's complete event came.
package indexeddb
