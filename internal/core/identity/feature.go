package identity

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
	"sync"
)

//go:embed weights.csv
var weightsCSV string

// feature is the place of a code in a vector, in the order of weights.csv.
type feature uint8

const (
	fPrior feature = iota
	fAccountSame
	fTaxSame
	fLEISame
	fDUNSSame
	fRefSame
	fDomainSame
	fTaxDiffers
	fTaxDiffersBranch
	fTaxDiffersCountry
	fLEIDiffers
	fDUNSDiffers
	fRefDiffers
	fDomainDiffers
	fCountryDiffers
	fNameSame
	fNameWhole
	fBrandSame
	fBrandJoined
	fBrandSpelling
	fBrandInitials
	fBrandShort
	fBrandPinyin
	fBrandSound
	fBrandTranslation
	fCommonSame
	fPlaceSame
	fNumberSame
	fFormSame
	fBrandEdits
	fBrandOther
	fBrandMore
	fCommonOther
	fCommonMore
	fPlaceOther
	fPlaceMore
	fCountryMore
	fNumberOther
	fNumberSeries
	fNumberMore
	fFormOther
	fBranchOne
	fBranchOther
	fBrandNone
	fOrder
	fAlias
	fCountrySame
	fDomainName
	fPayerSame
	fHintTag
	fHintResource
	fHintEmail
	fHintOrg
	fHintPipeline
	fSpendAlike
	featureCount
)

// fNameFirst and fNameLast bound the features that two names give.
const fNameFirst, fNameLast = fNameSame, fAlias

// vector has a number per feature.
type vector [featureCount]float64

func (v *vector) dot(o *vector) float64 {
	var sum float64
	for i := range v {
		sum += v[i] * o[i]
	}
	return sum
}

// side is which way a feature may speak; learning never turns it round.
type side string

const (
	sideFor     side = "for"
	sideAgainst side = "against"
	sidePrior   side = "prior"
)

// nature is what a feature may do.
type nature string

const (
	natureExact   nature = "exact" // an identifier: decides alone
	natureVeto    nature = "veto"
	natureName    nature = "name"
	natureContext nature = "context" // beside names
	natureWeak    nature = "weak"    // suggests only
	naturePrior   nature = "prior"
)

// definition is one row of weights.csv.
type definition struct {
	code   Code
	side   side
	nature nature
	// hand is the weight that was thought out; weight is where the labelled pairs
	// moved it, and is what ships. spread is the standard deviation within which
	// answers may move it: docs/adr/0011.
	hand, spread, weight float64
}

// features is weights.csv by feature.
var features = sync.OnceValue(func() []definition {
	rows, err := csv.NewReader(strings.NewReader(weightsCSV)).ReadAll()
	if err != nil {
		panic(err) // the file is part of the program
	}
	var out []definition
	for _, r := range rows[1:] {
		d := definition{code: Code(r[0]), side: side(r[1]), nature: nature(r[2])}
		for i, to := range []*float64{&d.hand, &d.spread, &d.weight} {
			if *to, err = strconv.ParseFloat(r[3+i], 64); err != nil {
				panic(err)
			}
		}
		out = append(out, d)
	}
	if len(out) != int(featureCount) {
		panic(fmt.Sprintf("weights.csv has %d codes, the program %d", len(out), featureCount))
	}
	return out
})

var featuresByCode = sync.OnceValue(func() map[Code]definition {
	out := map[Code]definition{}
	for _, d := range features() {
		out[d.code] = d
	}
	return out
})

// featureOf gives the definition of a code; an unknown one speaks for nothing.
func featureOf(c Code) definition { return featuresByCode()[c] }
