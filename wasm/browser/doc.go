// Package browser reaches what a browser offers to a worker: globals, bytes,
// events and promises. It catches what throws, so that no exception leaves a
// Go call, after which the whole program could not be trusted any more.
package browser
