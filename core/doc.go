// Package core is the pure heart of Playhead: nothing in it, or below it,
// reads a clock, rolls dice, does I/O or knows of a browser. What it needs of
// the world is handed to playground.New, so the same code runs in `go test`
// and in a Web Worker, and does the same.
//
// What the words mean, from the bottom up:
//
//   - An event is something that happened, recorded for ever. Its type is in
//     the past tense; its data is JSON of some schema version.
//   - A stream is the events of one thing, such as account-7, counted by
//     version from 1. A log is all streams in the order of recording, counted
//     by position from 1. Package eventstore keeps them; eventstore/durable
//     keeps them twice, so that what was acknowledged outlives a browser that
//     loses its database.
//   - An upcaster turns an event of an old schema version, as it is read, into
//     one of the next, or of one of several that its type was split into.
//     Package schema knows the types and the upcasters; package evolution
//     measures what they do to a log.
//   - An aggregate is what a stream's events add up to. A command asks it for
//     something; it decides on events, or refuses. Package aggregate. That a
//     decision still stands when its events are recorded is found out by
//     stream, from the expected version, or by query, when nothing came since
//     that the rule looks at in any stream.
//   - A snapshot is an aggregate's state at some version, from which a load can
//     go on, as long as the same code folds. Package snapshot.
//   - A projection folds the log into a read model, which answers one question
//     about all streams. Its checkpoint is the last event that it has seen,
//     its lag what it has not. Package projection. A subscriber is handed events
//     by a channel that has faults; package delivery simulates what becomes of it.
//   - A process manager sees a matter through that takes several aggregates.
//     Its progress is events in a stream of its own; what is recorded there and
//     not answered yet is its outbox. A compensation undoes what a step did.
//     Package process.
//     What has happened is never taken back: to undo an event is to let its opposite
//     happen as well, where the world says what that is (world.Compensate).
//   - The playhead is a position; the state of everything there is a moment.
//     Package timetravel finds it; package blame says which events made a value
//     what it is there, package causes what hangs together with an event. Package
//     checkpoint keeps some moments beside the log, so that one that is opened
//     again begins where every aggregate and projection stood, without folding.
//   - A branch is a log that begins with the past of another, which it shares
//     (eventstore.Past), and goes on by itself. Package branch keeps the list of
//     them, package whatif tells what a log would be if one event had been otherwise.
//   - A world is a domain: types, rules, projections and a short history, in
//     one file. Package world is what it is written against.
//   - A row of a table updated in place (package crud) and a partitioned topic
//     (package topic) are made of the same events, to be compared with the log.
//   - A person's data is sealed with a key that can be destroyed: package
//     sealing. What is odd in the design of a world: package lint.
//   - The playground answers a page's requests about one open world.
package core
