package source

import (
	"bytes"
	"encoding/binary"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// Encoding is how text was written, as found out from its bytes.
type Encoding string

const (
	EncodingUTF8        Encoding = "utf-8" // also plain ASCII
	EncodingUTF8BOM     Encoding = "utf-8-bom"
	EncodingUTF16LE     Encoding = "utf-16le"
	EncodingUTF16BE     Encoding = "utf-16be"
	EncodingGB18030     Encoding = "gb18030" // also GBK and GB2312, which it contains
	EncodingWindows1252 Encoding = "windows-1252"
)

var utf8BOM = []byte{0xef, 0xbb, 0xbf}

func utf16BOM(head []byte) bool {
	return bytes.HasPrefix(head, []byte{0xff, 0xfe}) || bytes.HasPrefix(head, []byte{0xfe, 0xff})
}

const (
	textBuffer = 256 << 10
	// judgeBytes is how much text, from the first byte that is not ASCII, decides
	// the encoding. Small enough to hold, large enough that chance does not decide.
	judgeBytes = 64 << 10
)

// Text gives any text as UTF-8 without a byte order mark, streaming.
//
// A mark decides. Without one, text stays ASCII until the first byte beyond it;
// from there judgeBytes are looked at: valid UTF-8 is UTF-8; else text that
// decodes as GB18030 and mostly consists of Chinese is that; else it is
// Windows-1252, which callers must report because nothing can confirm it.
type Text struct {
	src      io.Reader
	decoded  io.Reader // set once the text is known not to be UTF-8
	buf      []byte
	r, w     int // unread bytes of buf
	ok       int // bytes from r that are valid UTF-8
	err      error
	encoding Encoding
	given    Encoding // by the user; empty finds out
	started  bool
	decided  bool
	invalid  int64
}

// NewText reads text of any encoding from r.
func NewText(r io.Reader) *Text {
	return &Text{src: r, encoding: EncodingUTF8, buf: make([]byte, textBuffer)}
}

// Encodings lists those that a user may name: the ones that bytes cannot always
// tell apart.
func Encodings() []Encoding {
	return []Encoding{EncodingUTF8, EncodingGB18030, EncodingWindows1252}
}

// NewTextIn reads text whose encoding is known. A byte order mark still decides
// against it; an encoding that does not exist is found out instead.
func NewTextIn(r io.Reader, e Encoding) *Text {
	t := NewText(r)
	t.given = e
	return t
}

// Encoding is what the text was written in, as far as it has been read: final
// at the end, and before it from the first byte that is not ASCII.
func (t *Text) Encoding() Encoding { return t.encoding }

// Invalid is at least how many characters could not be read; each became U+FFFD.
// It is zero exactly when none did.
func (t *Text) Invalid() int64 { return t.invalid }

// Read gives UTF-8.
func (t *Text) Read(p []byte) (int, error) {
	for {
		switch {
		case t.decoded != nil:
			n, err := t.decoded.Read(p)
			if t.encoding != EncodingWindows1252 {
				t.invalid += int64(bytes.Count(p[:n], []byte(string(utf8.RuneError))))
			}
			return n, err
		case t.ok > 0:
			n := copy(p, t.buf[t.r:t.r+t.ok])
			t.r, t.ok = t.r+n, t.ok-n
			return n, nil
		case t.err != nil && t.r == t.w:
			return 0, t.err
		case t.invalidAtHead(p):
			return utf8.EncodeRune(p, utf8.RuneError), nil
		}
		if len(p) < utf8.UTFMax {
			return 0, io.ErrShortBuffer
		}
		t.fill()
		if !t.started {
			t.begin()
		}
		t.judge()
	}
}

// invalidAtHead drops one byte that begins no character of decided UTF-8.
func (t *Text) invalidAtHead(p []byte) bool {
	rest := t.buf[t.r:t.w]
	if !t.decided || len(rest) == 0 || len(p) < utf8.UTFMax || t.err == nil && !utf8.FullRune(rest) {
		return false
	}
	if r, size := utf8.DecodeRune(rest); r != utf8.RuneError || size != 1 {
		return false
	}
	t.r++
	t.invalid++
	t.ok = validPrefix(t.buf[t.r:t.w])
	return true
}

// fill reads until there is enough to judge by, or the end.
func (t *Text) fill() {
	t.w = copy(t.buf, t.buf[t.r:t.w])
	t.r = 0
	for t.err == nil && t.w < len(t.buf) {
		var n int
		n, t.err = t.src.Read(t.buf[t.w:])
		t.w += n
		if n > 0 && t.w >= utf8.UTFMax && (t.decided || firstHigh(t.buf[:t.w]) < 0) {
			return
		}
	}
}

// begin looks for a byte order mark.
func (t *Text) begin() {
	t.started = true
	head := t.buf[:t.w]
	switch {
	case bytes.HasPrefix(head, utf8BOM):
		t.r, t.encoding, t.decided = len(utf8BOM), EncodingUTF8BOM, true
	case bytes.HasPrefix(head, []byte{0xff, 0xfe}):
		t.switchTo(EncodingUTF16LE, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM))
	case bytes.HasPrefix(head, []byte{0xfe, 0xff}):
		t.switchTo(EncodingUTF16BE, unicode.UTF16(unicode.BigEndian, unicode.UseBOM))
	case t.given == EncodingUTF8:
		t.decided = true
	case t.given == EncodingGB18030:
		t.switchTo(EncodingGB18030, simplifiedchinese.GB18030)
	case t.given == EncodingWindows1252:
		t.switchTo(EncodingWindows1252, charmap.Windows1252)
	}
}

// judge counts what is ready to hand out, and decides the encoding when the
// first byte beyond ASCII has come into sight.
func (t *Text) judge() {
	if t.decoded != nil {
		return
	}
	rest := t.buf[t.r:t.w]
	if !t.decided {
		first := firstHigh(rest)
		if first < 0 {
			t.ok = len(rest)
			return
		}
		if len(rest)-first < judgeBytes && t.err == nil && first > 0 {
			t.ok = first // hand out the ASCII; the next fill brings what is missing
			return
		}
		t.decided = true
		switch window := whole(rest[first:], t.err != nil); {
		case utf8.Valid(window), nearlyUTF8(window):
		case looksChinese(window):
			t.switchTo(EncodingGB18030, simplifiedchinese.GB18030)
			return
		default:
			t.switchTo(EncodingWindows1252, charmap.Windows1252)
			return
		}
	}
	t.ok = validPrefix(rest)
}

func (t *Text) switchTo(name Encoding, e encoding.Encoding) {
	t.encoding, t.decided = name, true
	left := io.MultiReader(bytes.NewReader(t.buf[t.r:t.w]), &afterwards{t.src, t.err})
	t.decoded = transform.NewReader(left, e.NewDecoder())
}

// afterwards goes on with the source, or with the error it already gave.
type afterwards struct {
	src io.Reader
	err error
}

func (a *afterwards) Read(p []byte) (int, error) {
	if a.err != nil {
		return 0, a.err
	}
	return a.src.Read(p)
}

// firstHigh is the index of the first byte that is not ASCII, or -1.
func firstHigh(b []byte) int {
	i := 0
	for ; i+8 <= len(b); i += 8 {
		if binary.LittleEndian.Uint64(b[i:])&0x8080808080808080 != 0 {
			break
		}
	}
	for ; i < len(b); i++ {
		if b[i] >= utf8.RuneSelf {
			return i
		}
	}
	return -1
}

// whole cuts a character that the window's end may have split.
func whole(window []byte, atEnd bool) []byte {
	if atEnd {
		return window
	}
	for back := 1; back < utf8.UTFMax && back <= len(window); back++ {
		if tail := window[len(window)-back:]; utf8.RuneStart(tail[0]) {
			if !utf8.FullRune(tail) {
				return window[:len(window)-back]
			}
			break
		}
	}
	return window
}

func validPrefix(b []byte) int {
	if w := whole(b, false); utf8.Valid(w) {
		return len(w)
	}
	n := 0
	for n < len(b) {
		r, size := utf8.DecodeRune(b[n:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		n += size
	}
	return n
}

// nearlyUTF8: a file with a few broken bytes among many good characters is a
// damaged UTF-8 file; what is broken is replaced and counted.
func nearlyUTF8(b []byte) bool {
	good, bad := 0, 0
	for len(b) > 0 {
		r, size := utf8.DecodeRune(b)
		switch {
		case r == utf8.RuneError && size == 1:
			bad++
		case size > 1:
			good++
		}
		b = b[size:]
	}
	return good > 10*bad
}

// looksChinese accepts what decodes as GB18030 and where most characters have
// two high bytes, as Chinese in GB2312 does. Western text in Windows-1252 also
// decodes as GB18030, but its accented letters stand before plain ones.
func looksChinese(b []byte) bool {
	both, mixed := 0, 0
	for i := 0; i < len(b); {
		c := b[i]
		switch {
		case c < utf8.RuneSelf:
			i++
			continue
		case i+1 == len(b): // split by the end of the window
			return both > mixed
		case c == 0x80 || c == 0xff:
			return false
		}
		switch d := b[i+1]; {
		case c >= 0xa1 && d >= 0xa1 && d != 0xff:
			both++
			i += 2
		case d >= 0x30 && d <= 0x39: // four bytes
			if i+3 < len(b) && (b[i+2] < 0x81 || b[i+3] < 0x30 || b[i+3] > 0x39) {
				return false
			}
			mixed++
			i += 4
		case d >= 0x40 && d != 0x7f && d != 0xff:
			mixed++
			i += 2
		default:
			return false
		}
	}
	return both > mixed
}
