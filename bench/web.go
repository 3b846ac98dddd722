package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Users of the two measurements of the pages.
const (
	fewUsers  = 20
	fewThink  = time.Second
	manyUsers = 200
	manyThink = 8 * time.Second
	// warmTime is how long they walk before times are counted.
	warmTime = 10 * time.Second
)

// mostWait is how long the server may take until it is ready.
const mostWait = 2 * time.Minute

// teamPassword is that of everybody on the bench.
const teamPassword = "correct horse battery"

// cast are who walks: how many of each role; account managers have customers.
var cast = []struct {
	role  string
	count int
}{{"owner", 2}, {"finance", 4}, {"practice-lead", 4}, {"account-manager", 8}, {"auditor", 2}}

// served is what the pages of one book took.
type served struct {
	rows           int64
	few, many      walked
	atStart, atEnd int64 // resident, before and after the many
	peakBytes      int64 // of all
}

// web measures the pages over a book: few people at once, then many.
func (b *bench) web(ctx context.Context, dir string, rows int64) (err error) {
	say("pages: %d rows", rows)
	for _, area := range []string{"match", "categorise"} {
		if _, err := job(ctx, b.sevenfold, "-w", dir, area, "run", "--format", "json"); err != nil {
			return err
		}
	}
	people, err := b.invite(ctx, dir)
	if err != nil {
		return err
	}
	s, err := b.start(ctx, dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.stop()) }()
	for i := range people {
		if err := people[i].join(ctx, s.url); err != nil {
			return err
		}
	}
	out := served{rows: rows}
	say("pages: %d people", fewUsers)
	if out.few, err = walk(ctx, s.url, people, fewUsers, fewThink, b.walk); err != nil {
		return err
	}
	if out.atStart, err = s.memory("VmRSS"); err != nil {
		return err
	}
	say("pages: %d people", manyUsers)
	if out.many, err = walk(ctx, s.url, people, manyUsers, manyThink, b.walk); err != nil {
		return err
	}
	if out.atEnd, err = s.memory("VmRSS"); err != nil {
		return err
	}
	if out.peakBytes, err = s.memory("VmHWM"); err != nil {
		return err
	}
	b.page.served = append(b.page.served, out)
	return nil
}

// onlyWeb measures the pages of a book, a new one unless the folder has one.
func (b *bench) onlyWeb(ctx context.Context) error {
	dir := b.path("book")
	if _, err := os.Stat(dir); os.IsNotExist(err) {
		if err := b.write(ctx, b.rows, "bill.csv", ""); err != nil {
			return err
		}
		if _, err := self(ctx, "bare", "csv", b.path("bill.csv"), b.path("bill.parquet"), ""); err != nil {
			return err
		}
		if dir, err = b.book(ctx, func(string, int) error { return nil }); err != nil {
			return err
		}
	}
	return b.web(ctx, dir, int64(b.books)*b.rows)
}

// person is somebody of the team.
type person struct {
	name, role, link string // link: the path by which they choose a password
	cookie           *http.Cookie
}

var joinPath = regexp.MustCompile(`/join/[A-Za-z0-9_-]+`)

// invite makes the team. Who is there already gets a new link.
func (b *bench) invite(ctx context.Context, dir string) (people []person, err error) {
	for _, c := range cast {
		for n := range c.count {
			p := person{name: fmt.Sprintf("%s-%d", c.role, n+1), role: c.role}
			args := []string{"-w", dir, "user", "add", p.name, "--role", p.role, "--format", "json"}
			for k := 0; k < 5 && p.role == "account-manager"; k++ {
				args = append(args, "--customer", fmt.Sprintf("C%03d", 5*n+k))
			}
			out, err := job(ctx, b.sevenfold, args...)
			if err != nil {
				if out, err = job(ctx, b.sevenfold, "-w", dir, "user", "reset", p.name, "--format", "json"); err != nil {
					return nil, err
				}
			}
			if p.link = joinPath.FindString(out.output); p.link == "" {
				return nil, fmt.Errorf("no link in %q", out.output)
			}
			people = append(people, p)
		}
	}
	return people, nil
}

// server is a sevenfold that serves.
type server struct {
	cmd  *exec.Cmd
	url  string
	fail bytes.Buffer
}

func (b *bench) start(ctx context.Context, dir string) (*server, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	addr := l.Addr().String()
	if err := l.Close(); err != nil {
		return nil, err
	}
	s := &server{url: "http://" + addr}
	s.cmd = exec.CommandContext(ctx, b.sevenfold, "-w", dir, "serve", "--team", "--addr", addr, "--quiet")
	s.cmd.Stderr = &s.fail
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	for began := time.Now(); ; time.Sleep(50 * time.Millisecond) {
		status, _, err := fetch(ctx, nil, s.url+"/readyz")
		if err == nil && status == http.StatusOK {
			return s, nil
		}
		if time.Since(began) > mostWait {
			return nil, errors.Join(fmt.Errorf("the server is not ready: %s", s.fail.String()), s.stop())
		}
	}
}

// stop lets the server end as it does when somebody asks it to.
func (s *server) stop() error {
	if err := s.cmd.Process.Signal(os.Interrupt); err != nil {
		return err
	}
	if err := s.cmd.Wait(); err != nil && s.cmd.ProcessState.ExitCode() < 0 {
		return fmt.Errorf("%w: %s", err, s.fail.String())
	}
	return nil
}

// memory reads a figure of the server's process, in bytes.
func (s *server) memory(field string) (int64, error) {
	f, err := os.Open(filepath.Join("/proc", strconv.Itoa(s.cmd.Process.Pid), "status"))
	if err != nil {
		return 0, err
	}
	defer f.Close() //nolint:errcheck // only read
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if value, ok := strings.CutPrefix(lines.Text(), field+":"); ok {
			kb, err := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(value), " kB"), 10, 64)
			return kb << 10, err
		}
	}
	return 0, fmt.Errorf("the system does not say %s", field)
}
