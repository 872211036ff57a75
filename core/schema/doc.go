// Package schema knows the types of a world: its events and commands, their
// fields, how they are decoded, and how events of old schema versions become
// events of today.
package schema
