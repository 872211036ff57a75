// Package packed writes Go values down in few bytes: numbers as varints, fields
// without their names, and each text once, however often it comes.
//
// What is written can only be read by the types that wrote it. It is for what a
// program keeps for itself and can make again, not for what is handed on.
package packed
