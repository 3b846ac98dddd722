package source_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"github.com/sevenfold/sevenfold/internal/source"
)

func encode(t *testing.T, e encoding.Encoding, s string) []byte {
	t.Helper()
	b, err := e.NewEncoder().Bytes([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestTextBecomesUTF8WhateverItWas(t *testing.T) {
	const (
		chinese = "发票号码,购买方名称,金额\n25332000000012345678,杭州溯源科技有限公司,100.00\n"
		western = "Kunde,Straße,Betrag\nMüller & Söhne GmbH,Königsallee 1,“1.234,56 €”\n"
		plain   = "a,b\n1,2\n"
	)
	late := strings.Repeat("0123456789,abcdefghij\n", 60_000) // 1.3 MB of ASCII first
	tests := []struct {
		name string
		in   []byte
		want string
		enc  source.Encoding
	}{
		{"empty", nil, "", source.EncodingUTF8},
		{"ascii", []byte(plain), plain, source.EncodingUTF8},
		{"utf-8", []byte(chinese), chinese, source.EncodingUTF8},
		{"utf-8 with mark", []byte("\xef\xbb\xbf" + western), western, source.EncodingUTF8BOM},
		{"utf-16le", encode(t, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), chinese), chinese, source.EncodingUTF16LE},
		{"utf-16be", encode(t, unicode.UTF16(unicode.BigEndian, unicode.UseBOM), chinese), chinese, source.EncodingUTF16BE},
		{"gbk", encode(t, simplifiedchinese.GBK, chinese), chinese, source.EncodingGB18030},
		{"gb18030 with a four-byte character", encode(t, simplifiedchinese.GB18030, "公司名称㐀,客户\n"), "公司名称㐀,客户\n", source.EncodingGB18030},
		{"windows-1252", encode(t, charmap.Windows1252, western), western, source.EncodingWindows1252},
		{"gbk after much ascii", append([]byte(late), encode(t, simplifiedchinese.GBK, chinese)...), late + chinese, source.EncodingGB18030},
		{"utf-8 after much ascii", []byte(late + chinese), late + chinese, source.EncodingUTF8},
		{"much utf-8", []byte(strings.Repeat(chinese, 10_000)), strings.Repeat(chinese, 10_000), source.EncodingUTF8},
		{"much gbk", encode(t, simplifiedchinese.GBK, strings.Repeat(chinese, 10_000)), strings.Repeat(chinese, 10_000), source.EncodingGB18030},
	}
	for _, tt := range tests {
		for _, how := range []struct {
			name string
			wrap func(io.Reader) io.Reader
		}{{"whole", func(r io.Reader) io.Reader { return r }}, {"in halves", iotest.HalfReader}, {"end with data", iotest.DataErrReader}} {
			t.Run(tt.name+" "+how.name, func(t *testing.T) {
				text := source.NewText(how.wrap(bytes.NewReader(tt.in)))
				got, err := io.ReadAll(text)
				if err != nil {
					t.Fatal(err)
				}
				if string(got) != tt.want {
					t.Errorf("%d bytes, want %d; begins %.60q", len(got), len(tt.want), got)
				}
				if text.Encoding() != tt.enc || text.Invalid() != 0 {
					t.Errorf("%s with %d invalid, want %s", text.Encoding(), text.Invalid(), tt.enc)
				}
			})
		}
	}
}

func TestDamagedUTF8IsReplacedAndCounted(t *testing.T) {
	good := strings.Repeat("你好，客户名称：甲乙丙丁公司；发票", 20)
	text := source.NewText(strings.NewReader(good + "\xff,x\n" + good + "\xe5\xae"))
	got, err := io.ReadAll(text)
	if want := good + "\uFFFD,x\n" + good + "\uFFFD\uFFFD"; err != nil || string(got) != want {
		t.Errorf("%q, %v", got, err)
	}
	if text.Encoding() != source.EncodingUTF8 || text.Invalid() != 3 {
		t.Errorf("%s, %d invalid", text.Encoding(), text.Invalid())
	}
}

func TestTheFaultBelowComesThrough(t *testing.T) {
	text := source.NewText(io.MultiReader(strings.NewReader("abc"), iotest.ErrReader(io.ErrUnexpectedEOF)))
	got, err := io.ReadAll(text)
	if string(got) != "abc" || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("%q, %v", got, err)
	}
}

func FuzzText(f *testing.F) {
	f.Add([]byte("a,b\n"))
	f.Add([]byte("\xb7\xa2\xc6\xb1\xba\xc5\xc2\xeb\n"))
	f.Add([]byte("\xff\xfea\x00"))
	f.Add([]byte("M\xfcller"))
	f.Add([]byte("客户\xff"))
	f.Fuzz(func(t *testing.T, in []byte) {
		whole, err := io.ReadAll(source.NewText(bytes.NewReader(in)))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(whole, bytes.ToValidUTF8(whole, nil)) {
			t.Fatalf("not UTF-8: %q", whole)
		}
		halves, err := io.ReadAll(source.NewText(iotest.OneByteReader(bytes.NewReader(in))))
		if err != nil || !bytes.Equal(whole, halves) {
			t.Fatalf("byte by byte gives %q, at once %q (%v)", halves, whole, err)
		}
	})
}
