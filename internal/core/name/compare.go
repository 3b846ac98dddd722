package name

// Way is how two words, or runs of words, met.
type Way uint8

const (
	// WaySame: the same folded word.
	WaySame Way = iota
	// WaySpelling: nearly the same letters; Likeness and Edits say how near.
	WaySpelling
	// WayJoined: the same letters, gaps elsewhere: "van der bilt", "vanderbilt".
	// Likeness below 1 when an edit lies between besides.
	WayJoined
	// WayAbbreviation: a shortened word (intl, tech) or a word beginning with it.
	WayAbbreviation
	// WayInitials: the first letters of several words: icbc.
	WayInitials
	// WayPinyin: the same pinyin, or nearly: 华为 and huawei, 陈氏 and 晨氏.
	WayPinyin
	// WaySound: a transliteration: Газпром and gazprom, トヨタ and toyota, or the
	// same consonants in pinyin: 艾克米 and acme.
	WaySound
	// WayTranslation: one meaning in two languages or forms: 科技 and technology,
	// bank and banco, 腾讯 and tencent, agriculture and agricultural.
	WayTranslation
	// WayNumber: one number written in two ways: II and 2, 4 and four.
	WayNumber
	// WayOtherNumber: two numbers that differ: III and IV, 23 and 24. Not a
	// meeting but a contradiction, kept here as the two stand at one place.
	WayOtherNumber
)

// String gives a stable code.
func (w Way) String() string {
	return [...]string{"same", "spelling", "joined", "abbreviation", "initials", "pinyin", "sound", "translation", "number", "other_number"}[w]
}

// Meeting is a run of words on each side that belong together.
type Meeting struct {
	Way Way
	// Left and Right are the half-open runs [From, Until) in Words.
	Left, Right Run
	// Kind is the kind of the words; where the sides differ, the less telling.
	Kind Kind
	// Likeness is 1 for what is the same in every letter (or meaning) and falls
	// with every difference: 1 - edits/length of the longer.
	Likeness float64
	// Edits are letters that were changed, added, lost or swapped, 0 where letters
	// were not compared; Letters is the length of the longer side.
	Edits, Letters int
	// Weight is how telling the met words are, in bits: the mean of both sides.
	Weight float64
}

// Run is a half-open run of words.
type Run struct{ From, Until int }

// Relationship is how the legal forms, or the numbers, or the places of two
// names stand to each other.
type Relationship uint8

const (
	Absent   Relationship = iota // neither name has one
	OneSided                     // only one name has one, or has more than the other
	Agreeing                     // all of them agree
	Related                      // forms: of the same class (GmbH, LLC), or one says no class. Places: one lies in the other
	Opposed                      // both have what the other has not
)

// String gives a stable code.
func (r Relationship) String() string {
	return [...]string{"absent", "one_sided", "agreeing", "related", "opposed"}[r]
}

// Comparison is how two names meet. Compare(a, b) and Compare(b, a) are the same
// with Left and Right changed over.
type Comparison struct {
	// SameKey: both normalise to the same, not empty.
	SameKey bool
	// Meetings in the order of the left name. Each word is in at most one.
	Meetings []Meeting
	// LeftOver and RightOver are indexes in Words of what met nothing, in order.
	LeftOver, RightOver []int
	// Forms, Numbers, Places and Industry say how those kinds stand. Industry is
	// about KindCommon words; Places about KindCountry and KindPlace together.
	Forms, Numbers, Places, Industry Relationship
	// Brands is how the telling words stand: Agreeing when all met, Related when
	// some met, Opposed when both have some and none met.
	Brands Relationship
	// Branches: OneSided when only one is a branch, Opposed when both are and not
	// the same one.
	Branches Relationship
	// Crossed is how many meetings stand in another order on the right.
	Crossed int
	// CrossScript: the names are written in different scripts.
	CrossScript bool
	// Met is the weight of all meetings, each times its Likeness, OtherNumber
	// left out; LeftRest and RightRest are the weights of what is left over. Bits.
	Met, LeftRest, RightRest float64
	// Whole is the likeness of the whole names without forms and links, letters
	// only, 0 to 1; 0 for less than a half, and across scripts that have no Latin
	// writing.
	Whole float64

	scratch scratch
}

// Compare says how two names meet. Others are not looked at: compare them too.
func Compare(a, b *Name) Comparison {
	var c Comparison
	c.Between(a, b)
	return c
}

// Between compares as Compare does, into c, whose memory is used again: for
// many comparisons in a row. The result holds until the next call.
func (c *Comparison) Between(a, b *Name) {
	c.reset()
	c.SameKey = a.Key != "" && a.Key == b.Key
	c.meet(a, b)
}
