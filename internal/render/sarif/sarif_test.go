package sarif

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/region/lint"
)

func TestALogHasWhatReviewToolsNeed(t *testing.T) {
	var b bytes.Buffer
	err := Render(&b, Log{Version: "v1", Language: "zh-CN", Rules: []Rule{{ID: "a", Severity: lint.SeverityError}, {ID: "b", Severity: lint.SeverityNote, Title: "B"}},
		Results: []Result{{lint.Finding{Rule: "b", Severity: lint.SeverityNote, Place: lint.Place{File: "in fra/主.tf", Line: 3, Column: 5, EndColumn: 9}}, "x <y>"},
			{lint.Finding{Rule: "a", Severity: lint.SeverityError, Place: lint.Place{File: "/tmp/x.tf", Line: 1, Column: 1}}, "z"}}})
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Version string
		Runs    []struct {
			Tool struct {
				Driver struct{ Rules []struct{ ID string } }
			}
			Results []struct {
				RuleID    string
				RuleIndex int
				Level     string
				Message   struct{ Text string }
				Locations []struct {
					PhysicalLocation struct {
						ArtifactLocation struct{ URI string }
						Region           struct{ StartLine, StartColumn, EndColumn int }
					}
				}
			}
		}
	}
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	run := got.Runs[0]
	first, second := run.Results[0], run.Results[1]
	place := first.Locations[0].PhysicalLocation
	if got.Version != "2.1.0" || run.Tool.Driver.Rules[first.RuleIndex].ID != first.RuleID || first.Level != "note" || first.Message.Text != "x <y>" ||
		place.ArtifactLocation.URI != "in%20fra/%E4%B8%BB.tf" || place.Region.StartLine != 3 || place.Region.EndColumn != 9 {
		t.Errorf("%s", b.String())
	}
	if p := second.Locations[0].PhysicalLocation; p.ArtifactLocation.URI != "file:///tmp/x.tf" || p.Region.EndColumn < p.Region.StartColumn {
		t.Errorf("%+v", p)
	}
}

func TestALogWithoutFindingsHasAnEmptyListAndNotNone(t *testing.T) {
	var b bytes.Buffer
	if err := Render(&b, Log{}); err != nil || !bytes.Contains(b.Bytes(), []byte(`"results": []`)) {
		t.Errorf("%v %s", err, b.String())
	}
}
