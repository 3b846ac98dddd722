package name

// takeBranch takes a branch off the end of a name: "Shanghai Branch", "Filiale
// London", "Succursale de Genève", and "Osaka Office" behind a legal form.
func (n *Name) takeBranch(tokens []token) []token {
	for at := len(tokens) - 1; at > 0; at-- {
		t := tokens[at]
		switch {
		case isBranchWord(t.text) || t.text == "office" && isOfficeWord(tokens[at-1].text) && at > 1:
			from, until := at, at+1
			if t.text == "office" {
				from--
			}
			if until == len(tokens) {
				for from > 1 && isPlace(tokens[from-1]) {
					from--
				}
				n.Branch, n.BranchOf = tokenText(tokens[from:placesEnd(tokens, from)]), true
				return tokens[:from]
			}
			for until < len(tokens) && isLink(tokens[until]) {
				until++
			}
			n.Branch, n.BranchOf = tokenText(tokens[until:]), true
			return tokens[:from]
		case t.text == "office" && at == len(tokens)-1 && isPlace(tokens[at-1]):
			from := at - 1
			for from > 1 && isPlace(tokens[from-1]) {
				from--
			}
			if f, _ := forms().formAtEnd(tokens[:from]); f != nil {
				n.Branch, n.BranchOf = tokenText(tokens[from:at]), true
				return tokens[:from]
			}
			return tokens
		case !isPlace(t) && !isLink(t):
			return tokens
		}
	}
	return tokens
}

// placesEnd gives the end of the places that tokens have from an index on.
func placesEnd(tokens []token, from int) int {
	for from < len(tokens) && isPlace(tokens[from]) {
		from++
	}
	return from
}

func isPlace(t token) bool {
	e, known := lexicon().words[t.text]
	return known && (e.kind == KindCountry || e.kind == KindPlace)
}

func isLink(t token) bool {
	e, known := lexicon().words[t.text]
	return known && e.kind == KindLink
}

func isBranchWord(w string) bool {
	switch w {
	case "branch", "zweigniederlassung", "niederlassung", "zweigstelle", "filiale", "succursale", "sucursal", "filial", "филиал":
		return true
	}
	return false
}

func isOfficeWord(w string) bool {
	return w == "branch" || w == "representative" || w == "rep" || w == "liaison"
}
