package importing

import (
	"testing"

	"pgregory.net/rapid"
)

func TestShapeSeesWhatTheEnginePassesOver(t *testing.T) {
	for text, odd := range map[string]bool{
		"a,b,c\n1,2,3\n":                  false,
		"a,b,c\r\n1,2,3\r\n":              false,
		"a,b,c\n1,2,3":                    false,
		"a,b,c\n\"1,\n2\",2,3\n":          false,
		"a,b,c\n\"say \"\"so\"\"\",2,3\n": false,
		"a,b,c\n,,\n":                     false,
		"a,b,c\n\n1,2,3\n":                true,
		"a,b,c\r\n\r\n1,2,3\r\n":          true,
		"a,b,c\n1,x,2,\n":                 true,
		"a,b,c\n1,2\n":                    true,
		"a,b,c\n1,2,3\n4":                 true,
	} {
		// However the text is cut into writes, the answer is the same.
		rapid.Check(t, func(rt *rapid.T) {
			s := newShape(',', 3)
			rest := []byte(text)
			for len(rest) > 0 {
				n := rapid.IntRange(1, len(rest)).Draw(rt, "cut")
				if _, err := s.Write(rest[:n]); err != nil {
					rt.Fatal(err)
				}
				rest = rest[n:]
			}
			if s.isOdd() != odd {
				rt.Fatalf("%q: odd is %t", text, s.isOdd())
			}
		})
	}
}
