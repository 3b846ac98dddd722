package region_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/region"
)

func needs(core bool, ids ...region.ServiceID) []region.Need {
	var list []region.Need
	for _, id := range ids {
		list = append(list, region.Need{Service: id, Core: core})
	}
	return list
}

func TestVerdicts(t *testing.T) {
	c, rule := region.Shipped(), region.ShippedRule()
	for _, w := range []struct {
		name       string
		needs      []region.Need
		unresolved int
		grade      region.Grade
		decided    region.Decision
		counts     [3]int
	}{
		{"all there", needs(true, "s3", "lambda"), 0, region.GradeHigh, region.DecisionAll, [3]int{2, 0, 0}},
		{"one of four replaceable", needs(true, "s3", "lambda", "sqs", "textract"), 0, region.GradeModerate, region.DecisionReplaceable, [3]int{3, 1, 0}},
		{"seven of ten is not more than seventy", needs(true, "s3", "lambda", "sqs", "sns", "ec2", "vpc", "ebs", "textract", "translate", "rekognition"), 0,
			region.GradeLow, region.DecisionShare, [3]int{7, 3, 0}},
		{"no alternative", needs(true, "s3", "lambda", "sqs", "sns", "wickr"), 0, region.GradeLow, region.DecisionNoWay, [3]int{4, 1, 0}},
		{"only an unknown one", needs(true, "kiro"), 0, region.GradeLow, region.DecisionNoDecisions, [3]int{0, 0, 1}},
		{"a doubt", needs(true, "s3", "kiro"), 0, region.GradeModerate, region.DecisionDoubt, [3]int{1, 0, 1}},
		{"a name that nobody knows", needs(true, "s3"), 1, region.GradeModerate, region.DecisionDoubt, [3]int{1, 0, 0}},
		{"nothing", nil, 0, region.GradeHigh, region.DecisionNothing, [3]int{}},
		{"mentioned only", needs(false, "bedrock"), 0, region.GradeHigh, region.DecisionMentioned, [3]int{}},
		{"what is mentioned does not count", append(needs(true, "s3"), needs(false, "wickr")...), 0, region.GradeHigh, region.DecisionAll, [3]int{1, 0, 0}},
	} {
		t.Run(w.name, func(t *testing.T) {
			v := c.Judge(w.needs, w.unresolved, region.Beijing, rule)
			if v.Grade != w.grade || !slices.Contains(v.Decided, w.decided) || [3]int{len(v.Available), len(v.Unavailable), len(v.Unknown)} != w.counts {
				t.Errorf("%s by %v, %d %d %d", v.Grade, v.Decided, len(v.Available), len(v.Unavailable), len(v.Unknown))
			}
		})
	}
	if v := region.NotApplicable(needs(true, "bedrock"), region.Beijing, rule); v.Grade != region.GradeNotApplicable || len(v.Available)+len(v.Unavailable) != 0 || len(v.Mentioned) != 1 {
		t.Errorf("not applicable: %+v", v)
	}
}

func TestTheRuleSaysWhatUnknownCountsAs(t *testing.T) {
	c := region.Shipped()
	for doubt, grade := range map[region.Doubt]region.Grade{region.DoubtOpen: region.GradeModerate, region.DoubtMissing: region.GradeLow, region.DoubtLeftOut: region.GradeHigh} {
		rule := region.ShippedRule()
		rule.Unknown = doubt
		if v := c.Judge(needs(true, "s3", "kiro"), 0, region.Beijing, rule); v.Grade != grade {
			t.Errorf("%s gives %s", doubt, v.Grade)
		}
	}
}

// What a verdict says would change it, does: with those services gone, it has the
// grade that was promised.
func TestChangesKeepTheirPromise(t *testing.T) {
	c, rule := region.Shipped(), region.ShippedRule()
	var ids []region.ServiceID
	for _, s := range c.Services() {
		ids = append(ids, s.ID)
	}
	rapid.Check(t, func(t *rapid.T) {
		picked := rapid.SliceOfNDistinct(rapid.SampledFrom(ids), 0, 12, rapid.ID[region.ServiceID]).Draw(t, "services")
		rule := rule
		rule.Unknown = rapid.SampledFrom([]region.Doubt{region.DoubtOpen, region.DoubtMissing, region.DoubtLeftOut}).Draw(t, "unknown")
		v := c.Judge(needs(true, picked...), 0, region.Ningxia, rule)
		if v.Grade != region.GradeHigh && len(v.Changes) == 0 && len(v.Blocking) > 0 {
			t.Fatalf("%s of %v, and nothing would change it", v.Grade, picked)
		}
		for _, change := range v.Changes {
			// There, in place of gone: as many services that are surely available.
			there := []region.ServiceID{"s3", "ec2", "lambda", "sqs", "sns", "vpc", "ebs", "rds", "kms", "iam", "ecs", "eks"}
			var after []region.ServiceID
			for _, id := range picked {
				if !slices.Contains(change.Services, id) {
					after = append(after, id)
				}
			}
			for _, id := range there {
				if len(after) < len(picked) && !slices.Contains(after, id) {
					after = append(after, id)
				}
			}
			if len(after) < len(picked) {
				continue
			}
			if again := c.Judge(needs(true, after...), 0, region.Ningxia, rule); again.Grade != change.Grade {
				t.Fatalf("%v without %v is %s, not %s", picked, change.Services, again.Grade, change.Grade)
			}
		}
	})
}

func TestARuleThatCannotBeUsedIsRefused(t *testing.T) {
	for text, code := range map[string]string{
		"name: a\nversion: 1\nmoderate: {more_than: \"0.5\"}\nunknown: doubt\n": "",
		"name: a\nversion: 1\nmoderate: {more_than: \"1\"}\nunknown: doubt\n":   "region.rule_malformed",
		"name: a\nversion: 1\nmoderate: {more_than: lots}\nunknown: doubt\n":    "region.rule_malformed",
		"version: 1\nmoderate: {more_than: \"0.5\"}\nunknown: doubt\n":          "region.rule_malformed",
		"name: a\nversion: 1\nmoderate: {more_than: \"0.5\"}\nunknown: maybe\n": "region.rule_malformed",
		"name: a\nnonsense: 1\n": "region.malformed",
	} {
		if _, err := region.ParseRule("r.yaml", []byte(text)); (err == nil) != (code == "") || (err != nil && fault.CodeOf(err) != code) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestEveryNoteAndAlternativeHasBothLanguagesAndASource(t *testing.T) {
	c := region.Shipped()
	seen := 0
	for _, s := range c.Services() {
		for _, id := range region.China() {
			for _, n := range c.Notes(s.ID, id) {
				if seen++; n.Text == "" || n.Chinese == "" || n.URL == "" || n.Date == "" || n.Kind == "" {
					t.Errorf("a note on %s lacks something: %+v", s.ID, n)
				}
			}
			for _, a := range c.Alternatives(s.ID, id) {
				if seen++; a.Text == "" || a.Chinese == "" || a.URL == "" || a.Date == "" || a.Kind == "" || a.Effort == "" {
					t.Errorf("an alternative to %s lacks something: %+v", s.ID, a)
				}
			}
		}
	}
	if seen < 100 {
		t.Errorf("%d notes and alternatives only", seen)
	}
}

func FuzzLiterals(f *testing.F) {
	for _, s := range []string{"arn:aws:s3:::b", "arn:${AWS::Partition}:iam::aws:policy/AmazonS3ReadOnlyAccess", "https://b.s3.us-east-1.amazonaws.com/x", "com.amazonaws.eu-west-1.sqs",
		"1.dkr.ecr.${AWS::Region}.${AWS::URLSuffix}/x", "arn:aws:", "${", "x.cloudfront.net", "data.${aws}.amazonaws.com.cn"} {
		f.Add(s)
	}
	c := region.Shipped()
	f.Fuzz(func(t *testing.T, text string) {
		for _, l := range c.Literals(text) {
			if l.At < 0 || l.At+len(l.Text) > len(text) || text[l.At:l.At+len(l.Text)] != l.Text || l.Text == "" {
				t.Errorf("%q at %d of %q", l.Text, l.At, text)
			}
		}
	})
}

func TestAHundredThousandFindsOfOneServiceAreGatheredAndEachPlaceOnce(t *testing.T) {
	const places = 100_000 // twice over: what compares each with each is not done within the test's time
	var finds []region.Find
	for range 2 {
		for line := range places {
			finds = append(finds, region.Find{Service: "s3", Place: region.Place{File: "a", Line: line + 1, Column: 1}, Kind: region.KindARN, Core: line > 0})
		}
	}
	needs := region.Needs(finds)
	if len(needs) != 1 || len(needs[0].Finds) != places || !needs[0].Core || needs[0].Finds[places-1].Place.Line != places {
		t.Errorf("%d needs, %d finds", len(needs), len(needs[0].Finds))
	}
}
