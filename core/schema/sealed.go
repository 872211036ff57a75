package schema

import "strings"

// Forgotten is what a sealed value reads as when its key is gone.
const Forgotten = "forgotten"

// sealMark begins a sealed value.
const sealMark = "sealed:1:"

// IsSealed reports whether a text is a sealed value.
func IsSealed(text string) bool { return strings.HasPrefix(text, sealMark) }
