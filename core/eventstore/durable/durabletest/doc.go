// Package durabletest is the suite that what a durable.Store rests on passes,
// simulated or real: every durable.Database and every durable.Files.
package durabletest
