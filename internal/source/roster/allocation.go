package roster

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/attribution"
	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
)

// Fields of an allocation of the Partner Revenue Measurement API, in lower case.
const (
	allocationID      = "revenueattributionallocationid"
	allocationKind    = "entitytype" // OFFER or OPPORTUNITY
	allocationEntity  = "entityidentifier"
	allocationAccount = "customerawsaccountid"
	allocationShare   = "revenuesharepercent"
	allocationFrom    = "effectivefrom"
	allocationUntil   = "effectiveuntil"
	allocationStatus  = "status"
)

// accountDigits is how long an AWS account id is.
const accountDigits = 12

// maxNesting bounds how deep allocations may stand in a JSON file.
const maxNesting = 8

func isJSON(text []byte) bool {
	trimmed := bytes.TrimSpace(text)
	return len(trimmed) > 0 && (trimmed[0] == '{' || trimmed[0] == '[')
}

// allocations reads what the API returns: a list, an object with a list in it,
// or one object a line.
func (s *Shares) allocations(text []byte, path string) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	number := int64(0)
	for {
		var v any
		err := d.Decode(&v)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			err = s.walk(v, path, &number, 0)
		} else {
			err = fault.New(fault.KindInvalid, "attribution.allocations_json").At(fault.Place{File: path}).Because(err)
		}
		if err != nil {
			return err
		}
	}
}

// walk finds allocations in a JSON value. Their number counts them from 1.
func (s *Shares) walk(v any, path string, number *int64, depth int) error {
	bad := fault.New(fault.KindInvalid, "attribution.allocations_json").At(fault.Place{File: path, Row: *number})
	if depth > maxNesting {
		return bad
	}
	switch x := v.(type) {
	case []any:
		for _, e := range x {
			if err := s.walk(e, path, number, depth+1); err != nil {
				return err
			}
		}
		return nil
	case map[string]any:
		fields := map[string]string{}
		var inner []any
		for k, e := range x {
			switch e := e.(type) {
			case string:
				fields[strings.ToLower(k)] = e
			case json.Number:
				fields[strings.ToLower(k)] = e.String()
			case []any:
				inner = append(inner, e)
			}
		}
		if fields[allocationAccount] == "" {
			if len(inner) == 0 {
				return bad
			}
			return s.walk(inner, path, number, depth+1)
		}
		*number++
		n := *number
		return s.allocation(listRow{n, func(c string) string { return strings.TrimSpace(fields[c]) }, func(c string) fault.Place {
			return fault.Place{File: path, Row: n, Column: c, Value: fields[c]}
		}})
	}
	return bad
}

// allocation reads one allocation: the firm's own share of a customer's account.
func (s *Shares) allocation(r listRow) error {
	switch strings.ToUpper(r.get(allocationStatus)) {
	case "ACTIVE", "":
	case "INACTIVE":
		fs := findings(s.Findings)
		fs.add(ShareInactive, batch.SeverityInfo, "Status", r.get(allocationID), r.place("").File)
		s.Findings = fs
		return nil
	default:
		return fault.New(fault.KindInvalid, "attribution.status").With("value", r.get(allocationStatus)).At(r.place(allocationStatus))
	}
	account := r.get(allocationAccount)
	if strings.Trim(account, "0123456789") != "" || account == "" || len(account) > accountDigits {
		return fault.New(fault.KindInvalid, "attribution.account_digits").With("value", account).At(r.place(allocationAccount))
	}
	account = strings.Repeat("0", accountDigits-len(account)) + account
	percent, err := money.ParseDecimal(strings.TrimSpace(strings.TrimSuffix(r.get(allocationShare), "%")))
	if err != nil {
		return fault.New(fault.KindInvalid, "attribution.share_malformed").With("value", r.get(allocationShare)).At(r.place(allocationShare)).Because(err)
	}
	share := attribution.Share{Subject: attribution.Subject{Kind: attribution.SubjectAccount, Value: account},
		To: attribution.Target{Kind: attribution.TargetPartner, Value: attribution.Self}, Share: percent.Mul(money.MustParse("0.01")),
		Reason: attribution.ReasonRevenueAttribution, ID: r.get(allocationID), Row: r.number,
		Note: strings.TrimSpace(r.get(allocationKind) + " " + r.get(allocationEntity))}
	if share.From, err = alignedMonth(r, allocationFrom, 0); err != nil {
		return err
	}
	if share.Until, err = alignedMonth(r, allocationUntil, 1); err != nil {
		return err
	}
	return s.add(share, r)
}

// alignedMonth reads the first day of a month (next 0), or the last day as the
// month after (next 1). Blank is open.
func alignedMonth(r listRow, column string, next int) (period.Month, error) {
	text := r.get(column)
	if text == "" {
		return 0, nil
	}
	bad := fault.New(fault.KindInvalid, "attribution.not_month_aligned").With("value", text).At(r.place(column))
	var at time.Time
	if seconds, err := strconv.ParseInt(text, 10, 64); err == nil && len(text) > len("20060102") {
		at = time.Unix(seconds, 0).UTC()
	} else if at, err = period.ParseInstant(text); err != nil {
		return 0, bad.Because(err)
	}
	day := at.Truncate(24*time.Hour).AddDate(0, 0, next)
	if day.Day() != 1 {
		return 0, bad
	}
	return period.MonthOf(day), nil
}
