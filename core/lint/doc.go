// Package lint looks at the design of a world and at what its log holds, as
// somebody would who has seen a few of them: at names, at shapes, and at
// numbers that contradict each other. A finding says where, what, why it
// matters and what to do. It says what may be wrong; it changes nothing.
package lint
