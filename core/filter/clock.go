package filter

import (
	"strconv"
	"strings"
	"time"
)

// moment is a time as it was typed, before it is known what today is.
type moment struct {
	day   day
	clock time.Duration // since midnight
	unit  time.Duration // how long the stretch is; 0 for a day
	utc   bool
	year  int
	month time.Month
	date  int
}

// day says which day a moment is on.
type day int

const (
	dayNewest    day = iota // the newest one that has the time of day behind it
	dayToday                // the day of Now
	dayYesterday            // the one before
	dayDated                // as its date says
)

// parseMoment reads a time of day, a date, both with a T between, today or
// yesterday.
func parseMoment(text string) (moment, bool) {
	switch text {
	case "today":
		return moment{day: dayToday}, true
	case "yesterday":
		return moment{day: dayYesterday}, true
	}
	var m moment
	text, m.utc = strings.CutSuffix(text, "Z")
	date, clock, both := strings.Cut(text, "T")
	if !both && strings.Contains(text, ":") {
		return m, m.parseClock(text)
	}
	return m, m.parseDate(date) && (!both || m.parseClock(clock))
}

func (m *moment) parseDate(text string) bool {
	parts := strings.Split(text, "-")
	if len(parts) != 3 {
		return false
	}
	year, okYear := twoDigits(parts[0], 4, 9999)
	month, okMonth := twoDigits(parts[1], 2, 12)
	date, okDate := twoDigits(parts[2], 2, 31)
	m.day, m.year, m.month, m.date = dayDated, year, time.Month(month), date
	exists := time.Date(year, m.month, date, 0, 0, 0, 0, time.UTC).Day() == date // 30 February is not
	return okYear && okMonth && okDate && month > 0 && exists
}

func (m *moment) parseClock(text string) bool {
	text, fraction, hasFraction := strings.Cut(text, ".")
	parts := strings.Split(text, ":")
	limits := [...]int{23, 59, 59}
	units := [...]time.Duration{time.Hour, time.Minute, time.Second}
	if len(parts) < 2 || len(parts) > len(limits) || hasFraction && len(parts) < 3 {
		return false
	}
	for i, part := range parts {
		n, ok := twoDigits(part, 2, limits[i])
		if !ok {
			return false
		}
		m.clock += time.Duration(n) * units[i]
		m.unit = units[i]
	}
	if hasFraction {
		n, ok := twoDigits(fraction, 3, 999)
		m.clock += time.Duration(n) * time.Millisecond
		m.unit = time.Millisecond
		return ok
	}
	return true
}

// twoDigits reads a number of exactly so many digits, at most limit.
func twoDigits(text string, digits, limit int) (int, bool) {
	n, err := strconv.Atoi(text)
	return n, err == nil && len(text) == digits && isDigits(text) && n <= limit
}

// resolve returns the stretch that m names: from start up to, but not at, end.
func (m moment) resolve(now time.Time) (start, end time.Time) {
	if m.utc {
		now = now.UTC()
	}
	if m.day == dayDated {
		start = m.on(m.year, m.month, m.date, now.Location())
	} else {
		year, month, date := now.Date()
		if m.day == dayYesterday {
			date--
		}
		start = m.on(year, month, date, now.Location())
		if m.day == dayNewest && start.After(now) {
			start = m.on(year, month, date-1, now.Location())
		}
	}
	if m.unit == 0 {
		return start, start.AddDate(0, 0, 1)
	}
	return start, start.Add(m.unit)
}

// on returns the moment's time of day on a date, as a clock on the wall shows
// it: on a day that gains or loses an hour, too.
func (m moment) on(year int, month time.Month, date int, location *time.Location) time.Time {
	return time.Date(year, month, date, 0, 0, 0, int(m.clock), location)
}
