// Package eventstore keeps events in the order in which they happened.
//
// A [Store] keeps one log. Each event of the log belongs to a stream, has a
// [Version] in that stream and a [Position] in the log, both counted from 1
// without gaps, and carries a SHA-256 that is chained to the event before, so
// that a changed copy shows. An event is never changed and never deleted.
//
// Writers say what they believe about the stream with an [ExpectedVersion];
// whoever comes second gets a [*ConcurrencyError]. The id of an event makes
// an append repeatable: the same ids again record nothing and return what was
// recorded. Readers and subscribers pass the last version or position they
// have seen, and get what comes after it.
//
// [Memory] is the store without a disk. [Log] is what all stores are made of:
// the state of one log and the rules of appending to it, without locks and
// without I/O. Package storetest is the suite that every store passes.
//
// Nothing here reads a clock or makes an id: both come with the [EventData].
package eventstore
