package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// prompt is a conversation with a person: questions on Stderr, answers from
// Stdin, by single keys on a terminal and by lines elsewhere. What a command
// comes to is printed on Stdout as ever.
type prompt struct {
	s  *Session
	in *bufio.Reader
}

func newPrompt(s *Session) *prompt { return &prompt{s, bufio.NewReader(s.Stdin)} }

// Keys that a terminal in raw mode gives instead of signals.
const (
	keyInterrupt = 0x03 // Ctrl-C
	keyEnd       = 0x04 // Ctrl-D
	keyEscape    = 0x1b // begins what arrow keys send
)

// key asks and gives one key, a line's first character where Stdin is no
// terminal; 0 for Enter alone. io.EOF when there are no more answers.
func (p *prompt) key(ctx context.Context, question string) (rune, error) {
	fmt.Fprint(p.s.Stderr, question+" ") //nolint:errcheck // nowhere left to tell
	if p.s.Raw == nil {
		line, err := p.read(ctx)
		r, _ := utf8.DecodeRuneInString(strings.TrimSpace(line))
		if r == utf8.RuneError {
			r = 0
		}
		return r, err
	}
	restore, err := p.s.Raw()
	if err != nil {
		return 0, err
	}
	r, _, err := p.in.ReadRune()
	if rerr := restore(); err == nil {
		err = rerr
	}
	switch {
	case err != nil:
		return 0, err
	case r == keyInterrupt:
		return 0, context.Canceled
	case r == keyEnd:
		return 0, io.EOF
	case r == '\r' || r == '\n':
		r = 0
	case r == keyEscape:
		r = p.arrow()
	}
	echo := ""
	if r >= ' ' {
		echo = string(r)
	}
	p.s.tell(echo)
	return r, ctx.Err()
}

// arrow reads the rest of what an arrow key sends: up is k, down is j. Its
// letters must not be taken for answers.
func (p *prompt) arrow() rune {
	var rest strings.Builder
	for p.in.Buffered() > 0 && rest.Len() < 8 {
		b, err := p.in.ReadByte()
		if err != nil {
			break
		}
		rest.WriteByte(b)
		if b >= 'A' && b <= 'Z' || b == '~' {
			break
		}
	}
	switch rest.String() {
	case "[A", "OA":
		return 'k'
	case "[B", "OB":
		return 'j'
	}
	return '?'
}

// line asks and gives a line.
func (p *prompt) line(ctx context.Context, question string) (string, error) {
	fmt.Fprint(p.s.Stderr, question+" ") //nolint:errcheck // as above
	return p.read(ctx)
}

func (p *prompt) read(ctx context.Context) (string, error) {
	line, err := p.in.ReadString('\n')
	if errors.Is(err, io.EOF) && line != "" {
		err = nil
	}
	if p.s.Raw == nil {
		p.s.tell("") // the answer of a file is not echoed
	}
	if err == nil {
		err = ctx.Err()
	}
	return strings.TrimSpace(line), err
}
