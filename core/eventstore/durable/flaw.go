package durable

// The mistakes that can be made on purpose. Each was made by somebody.
const (
	flawEarlyAnswer = "early-answer" // an append is acknowledged before it is complete
	flawTwoSteps    = "two-steps"    // the check and the write are two transactions
	flawOverwrite   = "overwrite"    // a record is put where one may be
	flawNoFlush     = "no-flush"     // files are not flushed
	flawTrustHints  = "trust-hints"  // without a hint, nothing is taken to have changed
	flawOneWay      = "one-way"      // the database is mended from the files, never the other way
	flawOffByOne    = "off-by-one"   // a range that is read begins one too late
)
