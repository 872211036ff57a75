//go:build !flaws

package durable

// flaw is a mistake that is made on purpose, to see that the tests find it. A
// program that is not built with the tag flaws makes none.
const flaw = ""
