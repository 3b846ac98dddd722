// Package hcldepth says whether a text in Terraform's language nests deeper than
// its parser, which recurses, can take: a stack that overflows ends the process.
//
// It owns that bound only; what the text says, its readers find.
package hcldepth

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// Max is how many brackets, quotes and operators may be open at once. Real
// modules stay far below; the parser takes a hundred times as many.
const Max = 1000

// level is what one open bracket holds.
type level struct {
	lines     bool // a line break ends what stands in it
	operators int  // of one expression, each of which the parser goes down for
}

// Line gives the line on which the text goes beyond Max, or 0.
func Line(text []byte) int {
	tokens, _ := hclsyntax.LexConfig(text, "", hcl.InitialPos)
	stack := []level{{lines: true}}
	depth := 0
	for _, t := range tokens {
		top := &stack[len(stack)-1]
		switch t.Type {
		case hclsyntax.TokenOBrace, hclsyntax.TokenOBrack, hclsyntax.TokenOParen, hclsyntax.TokenTemplateInterp, hclsyntax.TokenTemplateControl, hclsyntax.TokenOQuote,
			hclsyntax.TokenOHeredoc:
			stack = append(stack, level{lines: t.Type == hclsyntax.TokenOBrace})
			depth++
		case hclsyntax.TokenCBrace, hclsyntax.TokenCBrack, hclsyntax.TokenCParen, hclsyntax.TokenTemplateSeqEnd, hclsyntax.TokenCQuote, hclsyntax.TokenCHeredoc:
			if len(stack) > 1 {
				depth -= top.operators + 1
				stack = stack[:len(stack)-1]
			}
		case hclsyntax.TokenMinus, hclsyntax.TokenBang, hclsyntax.TokenQuestion:
			top.operators++
			depth++
		case hclsyntax.TokenComma:
			depth -= top.operators
			top.operators = 0
		case hclsyntax.TokenNewline:
			if top.lines {
				depth -= top.operators
				top.operators = 0
			}
		default:
		}
		if depth > Max {
			return t.Range.Start.Line
		}
	}
	return 0
}
