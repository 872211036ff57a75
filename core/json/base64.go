package json

import "strings"

// This file is base64 with padding, as encoding/base64 has it; that package
// would add some 3 kB to what every visitor downloads.

const digits64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

// base64 writes data in quotes.
func (e *encoder) base64(data []byte) {
	e.byte('"')
	for len(data) > 0 {
		var three [3]byte
		n := copy(three[:], data)
		data = data[n:]
		bits := int(three[0])<<16 | int(three[1])<<8 | int(three[2])
		four := [4]byte{digits64[bits>>18&63], digits64[bits>>12&63], '=', '='}
		if n > 1 {
			four[2] = digits64[bits>>6&63]
		}
		if n > 2 {
			four[3] = digits64[bits&63]
		}
		e.b = append(e.b, four[:]...)
	}
	e.byte('"')
}

// fromBase64 returns the bytes that token stands for, or false when it is not
// base64.
func fromBase64(token []byte) (data []byte, ok bool) {
	if len(token)%4 != 0 {
		return nil, false
	}
	padding := 0
	for padding < 2 && padding < len(token) && token[len(token)-1-padding] == '=' {
		padding++
	}
	data = make([]byte, 0, len(token)/4*3)
	bits := 0
	for i, c := range token[:len(token)-padding] {
		digit := strings.IndexByte(digits64, c)
		if digit < 0 {
			return nil, false
		}
		bits = bits<<6 | digit
		if i%4 > 0 {
			data = append(data, byte(bits>>(6-i%4*2)))
		}
	}
	return data, true
}
