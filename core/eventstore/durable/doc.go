// Package durable keeps a log where a browser can keep one, so that nothing
// that was acknowledged is lost: in a database, and once more in files.
//
// The database (IndexedDB in the page) has for every log
//
//	an entry    its id, how often its name was reset, its head
//	records     runs of events that follow each other, by their first position
//	set aside   bytes that could not be read back, kept as they are
//
// An append is one transaction: it compares the entry with what this store
// has in memory, reads what others have added, checks the append against all
// of it, and writes. Browsers run such transactions one after the other, also
// across tabs, so the check and the write cannot be torn apart; nothing else is
// relied on. Appends fill a tail of small records; when it is long enough, the
// append that makes it so replaces it by segments in the same transaction.
//
// The second copy is for a browser that loses its database, which happens
// when it is killed while it writes. Every store has a file of its own, to
// which nobody else writes. What holds at every moment in which an append is
// acknowledged: the files of all stores together, as far as they are flushed,
// hold every event up to the append's last one. So a store does not only write
// what it appended, but all that it has seen since it last did.
//
// Opening compares both copies and mends either from the other, as far as the
// chain of hashes fits. What cannot be mended is set aside and told, never
// dropped.
//
// A log's records are found by its id alone, and an entry has room for a
// parent and a position: a branch will be an entry whose records begin where
// it left its parent, and share all before.
package durable
