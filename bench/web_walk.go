package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
)

// walked is what a crowd met.
type walked struct {
	users  int
	think  time.Duration              // between two pages, on average
	within time.Duration              // that was counted
	times  map[string][]time.Duration // by page
	errors map[string]int             // by what went wrong
}

// step is one kind of page, how often of a hundred it is asked for, and by whom.
type step struct {
	name   string
	weight int
	books  bool // not for account managers
	path   func(u *user) string
}

// mix is what people do. Most questions of explore and of a customer's page are
// put for the first time: periods, dimensions and filters are drawn at random.
var mix = []step{
	{"overview", 16, false, func(*user) string { return "/" }},
	{"overview, other months", 6, false, func(u *user) string { return "/?period=" + u.months() }},
	{"explore", 14, false, func(u *user) string { return "/explore?by=" + u.pick(dimensions) + "&period=" + u.months() }},
	{"explore, two dimensions", 6, false, func(u *user) string { return "/explore?by=customer&and=" + u.pick(cuts) + "&period=" + u.months() }},
	{"explore, filtered", 6, false, func(u *user) string {
		return "/explore?by=" + u.pick(dimensions) + "&where=customer%3D" + u.customer() + "&period=" + u.months()
	}},
	{"explore, compared", 3, false, func(u *user) string { return "/explore?compare=before&period=" + u.months() }},
	{"customers", 9, false, func(*user) string { return "/customers" }},
	{"customer", 10, false, func(u *user) string { return "/customers/" + u.customer() }},
	{"explain the headline", 4, false, func(u *user) string { return "/explain?period=" + u.months() }},
	{"explain a figure", 12, false, (*user).figure},
	{"export", 3, false, func(u *user) string {
		return "/explore." + u.pick([]string{"csv", "xlsx"}) + "?by=customer&period=" + u.months()
	}},
	{"definition", 2, false, func(*user) string { return "/definition/standard" }},
	{"review, identity", 3, true, func(*user) string { return "/review/identity" }},
	{"review, categories", 3, true, func(*user) string { return "/review/categories" }},
	{"imports", 3, true, func(*user) string { return "/imports" }},
}

var (
	dimensions = []string{"customer", "month", "quarter", "category", "provider", "region", "service", "cohort", "segment"}
	cuts       = []string{"month", "category", "service"}
	explained  = regexp.MustCompile(`href="(/explain/[a-z2-7]+:[^"/]+)"`)
)

// user is one browser.
type user struct {
	person
	random  *rand.Rand
	figures []string // addresses on the last page that had any
}

// months draws a part of the bench's year.
func (u *user) months() string {
	from := 1 + u.random.IntN(12)
	return fmt.Sprintf("2025-%02d..2025-%02d", from, from+u.random.IntN(13-from))
}

func (u *user) pick(from []string) string { return from[u.random.IntN(len(from))] }

func (u *user) customer() string {
	if u.role == "account-manager" {
		var n int
		_, _ = fmt.Sscanf(u.name, "account-manager-%d", &n) // named by invite
		return fmt.Sprintf("C%03d", 5*(n-1)+u.random.IntN(5))
	}
	return fmt.Sprintf("C%03d", u.random.IntN(50))
}

// figure follows a figure of the last page.
func (u *user) figure() string {
	if len(u.figures) == 0 {
		return "/explain"
	}
	return u.pick(u.figures)
}

func (u *user) next() step {
	for {
		at := u.random.IntN(100)
		for _, s := range mix {
			if at -= s.weight; at < 0 {
				if s.books && u.role == "account-manager" {
					break
				}
				return s
			}
		}
	}
}

// client asks over connections that stay open, as browsers do, and follows no
// redirect.
var client = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: manyUsers}, Timeout: time.Minute,
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}

func fetch(ctx context.Context, cookie *http.Cookie, address string) (int, string, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return 0, "", err
	}
	if cookie != nil {
		r.AddCookie(cookie)
	}
	answer, err := client.Do(r)
	if err != nil {
		return 0, "", err
	}
	defer answer.Body.Close() //nolint:errcheck // read to its end
	body, err := io.ReadAll(answer.Body)
	return answer.StatusCode, string(body), err
}

// join chooses a password by the link and keeps the session.
func (p *person) join(ctx context.Context, base string) error {
	form := url.Values{"password": {teamPassword}, "repeat": {teamPassword}}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, base+p.link, strings.NewReader(form.Encode()))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer, err := client.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close() //nolint:errcheck // nothing is read
	if len(answer.Cookies()) == 0 {
		return fmt.Errorf("%s cannot come in: %s", p.name, answer.Status)
	}
	p.cookie = answer.Cookies()[0]
	return nil
}

// walk lets a number of browsers walk side by side. Several may be of one
// person. Between two pages each waits between none and twice the think time.
func walk(ctx context.Context, base string, people []person, users int, think, within time.Duration) (walked, error) {
	out := walked{users: users, think: think, within: within, times: map[string][]time.Duration{}, errors: map[string]int{}}
	var mu sync.Mutex
	var all sync.WaitGroup
	began := time.Now()
	for n := range users {
		u := &user{person: people[n%len(people)], random: rand.New(rand.NewPCG(1, uint64(n)))} //nolint:gosec // what people do need not be secret
		all.Go(func() {
			for ctx.Err() == nil && time.Since(began) < warmTime+within {
				time.Sleep(time.Duration(u.random.Int64N(int64(2 * think))))
				s := u.next()
				path := s.path(u)
				start := time.Now()
				status, body, err := fetch(ctx, u.cookie, base+path)
				took := time.Since(start)
				if found := explained.FindAllStringSubmatch(body, -1); len(found) > 0 {
					u.figures = nil
					for _, f := range found {
						u.figures = append(u.figures, f[1])
					}
				}
				mu.Lock()
				switch {
				case errors.Is(err, context.DeadlineExceeded):
					out.errors[s.name+": no answer within "+client.Timeout.String()]++
				case err != nil:
					out.errors[s.name+": "+err.Error()]++
				case status != http.StatusOK:
					out.errors[fmt.Sprintf("%s: %d", s.name, status)]++
				case start.Sub(began) > warmTime:
					out.times[s.name] = append(out.times[s.name], took)
				}
				mu.Unlock()
			}
		})
	}
	all.Wait()
	return out, ctx.Err()
}

// every is the times of all pages.
func (w walked) every() []time.Duration {
	return slices.Concat(slices.Collect(maps.Values(w.times))...)
}

// at is the time within which a share of a hundred was answered.
func at(times []time.Duration, percent int) time.Duration {
	if len(times) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(times))
	return sorted[min(len(sorted)*percent/100, len(sorted)-1)]
}
