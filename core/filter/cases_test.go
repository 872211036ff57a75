package filter_test

// matches says which filters the event of deposit fits.
var matches = map[string]bool{
	"": true, "  ": true,

	// Text, by pattern in any case and exactly.
	"type:MoneyDeposited": true, "type:moneydeposited": true, "type:Money*": true, "type:*Deposited": true,
	"type:m*dep*d": true, "type:*": true, "type:Money": false, "type:*Money": false, "type:Money*x*": false,
	"type:Mone*yDeposited": true, "type:MoneyDeposited*MoneyDeposited": false,
	"type=MoneyDeposited": true, "type=moneydeposited": false, "type=Money*": false, `type:"Money*"`: false,
	"type!=MoneyWithdrawn": true, "type!=MoneyDeposited": false,
	"stream:account-*": true, "stream:account-0012": true, "stream:account-001": false,
	"category:account": true, "category:acc": false,
	"actor:ada": true, "actor:*": true, "actor:Bob": false, "command:Deposit": true, "-command:*": false,

	// Identifiers by their beginning.
	"id:018f3c1e": true, "id:018F3C1E-77b2": true, "id:018f3c1e…": true, "id:77b2": false,
	"id=018f3c1e": false, "id=018f3c1e-77b2-7c40-8000-000000000001": true,
	"correlation:4f1c": true, "correlation:*": true, "causation:*": false, "-causation:*": true,

	"caused-by:#842": false, "-caused-by:7": true,

	// Whole numbers.
	"position:842": true, "#842": true, "#840..880": true, "#843..": false, "#..842": true, "position:840..841": false,
	"position>841": true, "position>=842": true, "position<842": false, "position<=#842": true, "position!=842": false,
	"position<1,000": true, "version:7": true, "version:v7": true, "version<7": false, "schema:2": true, "schema:1": false,
	"unknown:true": false, "unknown:false": true, "unknown!=true": true,

	// Money is typed in major units.
	"data.amount:300": true, "data.amount:300.00": true, "data.amount=300": true, "data.amount:30000": false,
	"data.amount>100": true, "data.amount > 100": true, "data.amount>300": false, "data.amount>=300.00": true,
	"data.amount<300.01": true, "data.amount>299.999": true, "data.amount!=300": false, "data.amount<1,000.00": true,
	"data.amount:100..300": true, "data.amount:300.01..": false, "data.amount:3*": true, "data.amount:300.*": true,
	`data.amount:"300"`: false, "data.amount>1e2": true, "data.amount>abc": false,

	// Other numbers, to their last digit.
	"data.fee:-0.125": true, "data.fee<0": true, "data.fee>-0.1250001": true, "data.fee=-1.25e-1": true, "data.fee<-1": false,
	"data.big=12345678901234567890123": true, "data.big=12345678901234567890124": false,
	"data.big<12345678901234567890124": true, "data.big>1.2345678901234567890122e22": true,

	// Text, flags and gaps in the data.
	"data.currency:usd": true, "data.currency=usd": false, "data.currency:U*": true, "data.currency>EUR": true,
	"data.currency!=EUR": true, "data.missing!=EUR": false, "-data.missing=EUR": true,
	`data.note:"for \"café\" & more"`: true, "data.note:*CAFÉ*": true, "data.code:0012": true, "data.code:12": false,
	"data.cleared:true": true, "data.cleared:false": false, `data.cleared:"true"`: false, "data.nothing:null": true,
	"data.nothing:*": false, "data.note:*": true, "data.missing:*": false, "data.address:*": true,
	`data.empty:""`: true, "data.empty:*": true, "data.address.lines:*": false,

	// Paths.
	"data.address.city:Graz": true, "data.address.City:Graz": false, "data.address:Graz": false,
	"data.items.0.price:49.99": true, "data.items.1.price:49.99": false, "data.items.2.price:*": false,
	"data.items.price>79": true, "data.items.price>80": false, "data.items.tags:red": true, "data.items.1.tags.1:new": true,
	"data.items.0.tags:*": false,

	// Times in the data.
	"data.due:2026-11-19": true, "data.due>2026-11-19": false, "data.due>=2026-11-19": true, "data.due<today": true,
	"data.due:yesterday": true,

	// Bare words.
	"deposited": true, "ACCOUNT-0012": true, "usd": true, "café": true, `"& more"`: true, "graz": true, "withdrawn": false,
	"dep*ted": true, `"dep*ted"`: false, "30000": true, "14:03": false, `"for \"caf"`: true,

	// Together.
	"type:Money* stream:account-* data.amount>100 after:14:03": true,
	"type:MoneyDeposited version:6":                            false,
	"version:6 OR version:7":                                   true,
	"version:6 OR version:8":                                   false,
	"version:6 OR version:7 type:Account*":                     false,
	"(version:6 OR version:7) type:Money*":                     true,
	"-(version:6 OR version:7)":                                false,
	"-version:6 AND -version:8":                                true,
	"--version:7":                                              true,
	"-(version:7 type:Account*)":                               true,
	"data.note:* OR withdrawn":                                 true,
}

// problems says what is wrong with filters that do not parse, and where.
var problems = map[string]struct{ part, message string }{
	"data.amount>":                    {"data.amount>", "`data.amount>` needs a value after `>`, such as data.amount>100"},
	"type:Money* data.amount >":       {"data.amount >", "needs a value after `>`"},
	"type:":                           {"type:", "`type:` needs a value after `:`, such as type:Money*"},
	"type: Money":                     {"type:", "needs a value"},
	"#":                               {"#", "`#` needs a value after `#`, such as position:840..880"},
	"tpye:Money*":                     {"tpye", "did you mean `type`?"},
	"pos:3":                           {"pos", "did you mean `position`?"},
	"typewriter:3":                    {"typewriter", "the fields are type, stream"},
	"amount>100":                      {"amount", "written `data.amount`"},
	"stream.name:x":                   {"stream.name", "is not a field"},
	"data>100":                        {"data", "`data` needs the name of a value, such as data.amount>100"},
	"data.:1":                         {"data.", "needs the name of a value"},
	"data.a..b:1":                     {"data.a..b", "a dot too many"},
	">100":                            {">", "`>` has no field before it, such as data.amount>100"},
	"a = b":                           {"=", "`=` has no field before it"},
	"type>Money":                      {"type>", "`>` does not go with `type`"},
	"after>14:03":                     {"after>", "write it as in after:14:03"},
	"position:many":                   {"many", "`many` is not a whole number"},
	"position:-1":                     {"-1", "is not a whole number"},
	"version:99999999999999999999999": {"99999999999999999999999", "is not a whole number that a version can be"},
	"position:9..3":                   {"9..3", "is not a whole number"},
	"position:..":                     {"..", "is not a whole number"},
	"position>3..4":                   {"3..4", "is not a whole number"},
	"after:25:00":                     {"25:00", "is not a time; write 14:03"},
	"after:2026-02-30":                {"2026-02-30", "is not a time"},
	"on:14":                           {"14", "is not a time"},
	"on:14:03.5":                      {"14:03.5", "is not a time"},
	"on:2026-11-20T":                  {"2026-11-20T", "is not a time"},
	"caused-by:maybe":                 {"maybe", "`maybe` is not the position of an event; write it as in caused-by:#842"},
	"caused-by:0":                     {"0", "is not the position of an event"},
	"caused-by:3..4":                  {"3..4", "is not the position of an event"},
	"caused-by>3":                     {"caused-by>", "`>` does not go with `caused-by`"},
	"unknown:maybe":                   {"maybe", "neither true nor false"},
	`type:"Money`:                     {`"Money`, "the quote is never closed"},
	`"a"b`:                            {`"a"`, "a space is missing"},
	`""`:                              {`""`, "nothing between the quotes"},
	"(type:A":                         {"(", "`(` is never closed"},
	"type:A)":                         {")", "`)` closes nothing"},
	"()":                              {"()", "`()` is empty"},
	"a OR":                            {"OR", "`OR` stands between two terms"},
	"OR a":                            {"OR", "`OR` stands between two terms"},
	"a OR OR b":                       {"OR", "`OR` stands between two terms"},
	"(a OR )":                         {"OR", "`OR` stands between two terms"},
	"a -":                             {"-", "`-` needs a term right after it"},
	"- a":                             {"-", "`-` needs a term right after it"},
}

// spellings says how filters are written back.
var spellings = map[string]string{
	"":                           "",
	" type:A   stream:b ":        "type:A stream:b",
	"data.amount  >=  100":       "data.amount>=100",
	"#842":                       "position:842",
	"(a b) c":                    "a b c",
	"(a OR b) OR c":              "a OR b OR c",
	"(a OR b) c":                 "(a OR b) c",
	"(a b) OR c":                 "a b OR c",
	"-(a b)":                     "-(a b)",
	"-(a)":                       "-a",
	"--a":                        "a",
	"a AND b":                    "a b",
	`"a b" "c"`:                  `"a b" "c"`,
	`type:"say \"hi\" \\ there"`: `type:"say \"hi\" \\ there"`,
	"-OR":                        `-"OR"`,
	"14:03":                      "14:03",
	"a-b":                        "a-b",
}

// timeCases are told on clocks in Vienna, where on 25 October 2026 at 3 it is 2 again.
var timeCases = []struct {
	filter, event, now string
	want               bool
}{
	{"after:14:03", "2026-11-20T14:03:00.000", "2026-11-20T15:00", true},
	{"after:14:03", "2026-11-20T14:02:59.999", "2026-11-20T15:00", false},
	{"before:14:03", "2026-11-20T14:02:59.999", "2026-11-20T15:00", true},
	{"before:14:03", "2026-11-20T14:03:00.000", "2026-11-20T15:00", false},
	{"after:14:03", "2026-11-19T14:03:00.000", "2026-11-20T14:02", true}, // today it is not 14:03 yet
	{"after:14:03", "2026-11-20T09:00:00.000", "2026-11-20T14:03", false},
	{"on:14:03", "2026-11-20T14:03:59.999", "2026-11-20T15:00", true},
	{"on:14:03", "2026-11-20T14:04:00.000", "2026-11-20T15:00", false},
	{"on:14:03:22", "2026-11-20T14:03:22.999", "2026-11-20T15:00", true},
	{"on:14:03:22", "2026-11-20T14:03:23.000", "2026-11-20T15:00", false},
	{"on:14:03:22.755", "2026-11-20T14:03:22.755", "2026-11-20T15:00", true},
	{"on:14:03:22.755", "2026-11-20T14:03:22.756", "2026-11-20T15:00", false},
	{"on:2026-11-20", "2026-11-20T00:00:00.000", "2027-01-01T00:00", true},
	{"on:2026-11-20", "2026-11-21T00:00:00.000", "2027-01-01T00:00", false},
	{"on:2026-11-20T14:03", "2026-11-20T14:03:30.000", "2027-01-01T00:00", true},
	{"on:2026-11-20T13:03Z", "2026-11-20T14:03:30.000", "2027-01-01T00:00", true},
	{"on:today", "2026-11-20T23:59:59.999", "2026-11-20T00:00", true},
	{"on:today", "2026-11-19T23:59:59.999", "2026-11-20T00:00", false},
	{"on:yesterday", "2026-11-19T12:00:00.000", "2026-11-20T00:00", true},
	{"after:yesterday", "2026-11-18T23:59:59.999", "2026-11-20T00:00", false},
	{"on:2026-10-25", "2026-10-25T23:30:00.000", "2026-11-20T00:00", true}, // a day of 25 hours
	{"after:23:00", "2026-10-25T22:30:00.000", "2026-10-25T23:30", false},  // by the clock on the wall
	{"after:23:00", "2026-10-25T23:10:00.000", "2026-10-25T23:30", true},
}
