package identity

// Code names a kind of evidence, for ever: it stands in stored decisions. Its
// words are identity.evidence.<code> in the catalogs.
type Code string

// What holds of two records before anything is known.
const CodePrior Code = "prior"

// Exact identifiers that met.
const (
	CodeAccountSame Code = "account_same"
	CodeTaxSame     Code = "tax_same"
	CodeLEISame     Code = "lei_same"
	CodeDUNSSame    Code = "duns_same"
	CodeRefSame     Code = "ref_same"
	CodeDomainSame  Code = "domain_same"
)

// Identifiers of one kind that differ. Only two are vetoes: a legal entity has
// one USCC (or VAT number in a country, or EIN) and one LEI. It has a DUNS number
// per site, customers stand twice in a CRM, and firms own several domains.
const (
	CodeTaxDiffers        Code = "tax_differs"         // veto
	CodeTaxDiffersBranch  Code = "tax_differs_branch"  // one side is a branch: it has a number of its own
	CodeTaxDiffersCountry Code = "tax_differs_country" // of two countries: one firm may be registered in both
	CodeLEIDiffers        Code = "lei_differs"         // veto
	CodeDUNSDiffers       Code = "duns_differs"
	CodeRefDiffers        Code = "ref_differs"
	CodeDomainDiffers     Code = "domain_differs"
	CodeCountryDiffers    Code = "country_differs"
)

// What two names have in common. Values are in sixteens of bits: how telling the
// words are that met.
const (
	CodeNameSame         Code = "name_same"  // the same but for its dress
	CodeNameWhole        Code = "name_whole" // every word met, nothing is left over
	CodeBrandSame        Code = "brand_same"
	CodeBrandJoined      Code = "brand_joined"   // gaps elsewhere
	CodeBrandSpelling    Code = "brand_spelling" // nearly the same letters
	CodeBrandInitials    Code = "brand_initials"
	CodeBrandShort       Code = "brand_short" // abbreviated
	CodeBrandPinyin      Code = "brand_pinyin"
	CodeBrandSound       Code = "brand_sound" // a transliteration
	CodeBrandTranslation Code = "brand_translation"
	CodeCommonSame       Code = "common_same" // words of business
	CodePlaceSame        Code = "place_same"
	CodeNumberSame       Code = "number_same"
	CodeFormSame         Code = "form_same"
)

// What stands between two names.
const (
	CodeBrandEdits   Code = "brand_edits" // share of letters that differ
	CodeBrandOther   Code = "brand_other" // each has telling words that the other has not
	CodeBrandMore    Code = "brand_more"  // only one has
	CodeCommonOther  Code = "common_other"
	CodeCommonMore   Code = "common_more"
	CodePlaceOther   Code = "place_other"
	CodePlaceMore    Code = "place_more"
	CodeCountryMore  Code = "country_more" // often a subsidiary, where a town is only left out
	CodeNumberOther  Code = "number_other"
	CodeNumberSeries Code = "number_series" // of a financial vehicle: the sponsor buys, not the fund
	CodeNumberMore   Code = "number_more"
	CodeFormOther    Code = "form_other"
	CodeBranchOne    Code = "branch_one"
	CodeBranchOther  Code = "branch_other"
	CodeBrandNone    Code = "brand_none" // nothing telling met
	CodeOrder        Code = "order"
	CodeAlias        Code = "alias" // a label, not a name
)

// Evidence beside names.
const (
	CodeCountrySame Code = "country_same"
	CodeDomainName  Code = "domain_name" // the domain of one says the name of the other
)

// Weak evidence: suggestions.
const (
	CodePayerSame    Code = "payer_same"
	CodeHintTag      Code = "hint_tag"
	CodeHintResource Code = "hint_resource"
	CodeHintEmail    Code = "hint_email"
	CodeHintOrg      Code = "hint_org"
	CodeHintPipeline Code = "hint_pipeline"
	CodeSpendAlike   Code = "spend_alike"
)

// Supports reports that evidence of this code can only speak for a pair.
func (c Code) Supports() bool { return featureOf(c).side == sideFor }

// Weak reports evidence that suggests and never decides.
func (c Code) Weak() bool { return featureOf(c).nature == natureWeak }

// Codes lists every code, in the order of the weights file.
func Codes() []Code {
	var all []Code
	for _, f := range features() {
		all = append(all, f.code)
	}
	return all
}
