// Package filter is the language in which a person asks for some of the
// events of a log:
//
//	type:Money* stream:account-* data.amount>100 after:14:03
//
// # Terms
//
// An event must fit every term. A minus turns a term around (-type:Money*),
// OR in capitals stands between alternatives and binds weaker than terms side
// by side, parentheses group. AND in capitals may be written and says nothing
// new.
//
// A term is a field, an operator and a value. A value with spaces or
// parentheses is put in quotes, where \" is a quote and \\ a backslash. What
// is in quotes is meant literally: it has no wildcards and is never a number.
//
//	:            is, in any case of letters; * stands for anything
//	=  !=        is exactly, is something else (a value that is not there is not)
//	>  >=  <  <= compares numbers, or text by its bytes
//
// A value that is only * asks whether there is one, data.note:* or actor:*, and
// -data.note:* whether there is none.
//
// # Fields
//
//	type, stream, category       what happened, where, in what kind of stream
//	actor, command               who asked for it, by which command
//	id, correlation, causation   identifiers; with : their beginning is enough
//	caused-by:#842               what event 842 led to, directly or through others
//	position, version, schema    whole numbers; position:840..880 is a range
//	#842                         the same as position:842
//	after, before, on            times, see below
//	unknown:true                 events that the world has no type for
//	data.amount                  a value in the event's data
//	anything                     a bare word: type, stream or data contain it
//
// # Data
//
// A path names keys, data.address.city, and elements of lists from 0,
// data.items.0.price. Without a number a list stands for each of its elements:
// data.items.price>100 asks whether any price is above 100.
//
// Numbers are compared digit by digit, so none is ever rounded. A number typed
// for a money field is in major units, always, as the page shows money:
// data.amount>100, >100.00 and >1e2 all find what is recorded as more than
// 10000. Which fields are money or times is for the caller of Compile to say.
// A range, data.amount:100..200, holds both of its ends.
//
// # Times
//
// A time is 14:03, 14:03:22, 14:03:22.755, 2026-11-20, 2026-11-20T14:03 and so
// on, today or yesterday, and names a stretch as long as its last part: a
// minute, a second, a millisecond, a day. after begins with the stretch, before
// ends where it begins, on is the stretch itself, so that every event is
// either after: or before: a time. A time of day without a date is the newest
// such moment that is not after Now. A Z at the end makes a time UTC.
package filter
