package cli

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/cookiejar"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// A served workspace is entered by the printed link, and a told stop is a good
// end: exit code 0, nothing cut off.
func TestServePrintsALinkAndStopsWhenTold(t *testing.T) {
	dir := t.TempDir()
	process := func(stdout, stderr io.Writer, args ...string) Process {
		return Process{Args: append([]string{"--workspace", dir}, args...), Env: func(string) string { return "" }, Dir: dir, Now: time.Now,
			Stdin: strings.NewReader(""), Stdout: stdout, Stderr: stderr}
	}
	var said bytes.Buffer
	if code := Run(t.Context(), process(&said, &said, "init")); code != exitOK {
		t.Fatal(said.String())
	}
	ctx, stop := context.WithCancel(t.Context())
	out, in := io.Pipe()
	log := &lines{}
	ended := make(chan int, 1)
	go func() {
		ended <- Run(ctx, process(in, log, "serve", "--addr", "127.0.0.1:0", "--metrics", "127.0.0.1:0"))
		in.Close()
	}()
	link := ""
	for s := bufio.NewScanner(out); link == "" && s.Scan(); {
		link = regexp.MustCompile(`http://\S+`).FindString(s.Text())
	}
	go io.Copy(io.Discard, out)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	r, err := (&http.Client{Jar: jar}).Get(link)
	if err != nil {
		t.Fatalf("%v\n%s", err, log)
	}
	page, err := io.ReadAll(r.Body)
	if err != nil || r.StatusCode != http.StatusOK || !strings.Contains(string(page), "data-drop") {
		t.Errorf("the link %q answers %d %v", link, r.StatusCode, err)
	}
	r.Body.Close()
	stop()
	if code := <-ended; code != exitOK {
		t.Errorf("a told stop exits with %d\n%s", code, log)
	}
	if token := link[strings.LastIndex(link, "/")+1:]; token == "" || strings.Contains(log.String(), token) {
		t.Error("the log has the link's token")
	}
}

// lines is a log that requests write side by side.
type lines struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}
