package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/region"
	"github.com/sevenfold/sevenfold/internal/core/region/prose"
	"github.com/sevenfold/sevenfold/internal/source/document"
)

const (
	pageBytes   = 20 << 10
	pageWorkers = 2
)

// regions measures how fast documents are read for the services they name: pages
// on disk, read, taken apart, searched and judged, by two workers in a process of
// its own. Fewer pages first, to show that memory does not grow with them.
func (b *bench) regions(ctx context.Context) error {
	dir := filepath.Join(b.dir, "pages")
	const all = 10_000
	if err := writePages(dir, all); err != nil {
		return err
	}
	var t strings.Builder
	w := func(format string, args ...any) { fmt.Fprintf(&t, format+"\n", args...) }
	w("\n## Documents for the services they name\n")
	w("`go run ./bench -only regions` prints this part. Invented pages of %d kB, half Markdown, half HTML, in English and Chinese, some", pageBytes>>10)
	w("400 names of services in each: read from disk, taken apart, searched, and their kind judged, by %d workers. The goal is 10,000", pageWorkers)
	w("pages in under 30 s on two processors, memory flat. The load of the machine when it began was %s, on two processors.\n", load())
	w("| pages | wall | processor time | pages/s | peak memory |")
	w("|---|---|---|---|---|")
	for _, n := range []int{all / 10, all} {
		var costs []cost
		for range b.runs {
			c, err := self(ctx, "pages", dir, fmt.Sprint(n))
			if err != nil {
				return err
			}
			costs = append(costs, c)
		}
		m := median(costs)
		w("| %d | %s | %s | %d | %s |", n, seconds(m.wall), seconds(m.cpu), int64(n)*int64(time.Second)/max(1, int64(m.wall)), mib(m.peakBytes))
	}
	b.page.regions = t.String()
	return nil
}

// readPages is the job that is measured.
func readPages(ctx context.Context, dir string, n int) error {
	reader := prose.NewReader(region.Shipped())
	failures := make([]error, pageWorkers)
	var workers sync.WaitGroup
	for worker := range pageWorkers {
		workers.Go(func() {
			for i := worker; i < n && failures[worker] == nil && ctx.Err() == nil; i += pageWorkers {
				failures[worker] = readPage(reader, pageName(dir, i))
			}
		})
	}
	workers.Wait()
	return errors.Join(errors.Join(failures...), ctx.Err())
}

func readPage(reader *prose.Reader, name string) error {
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	page, err := document.Parse(name, data)
	if err != nil {
		return err
	}
	if len(reader.Read(page).Finds) == 0 {
		return fmt.Errorf("%s: nothing found", name)
	}
	return nil
}

func pageName(dir string, i int) string {
	return filepath.Join(dir, fmt.Sprintf("%05d%s", i, []string{".md", ".html"}[i%2]))
}

// writePages invents the pages, the same on every machine.
func writePages(dir string, n int) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	random := rand.New(rand.NewPCG(7, 7)) //nolint:gosec // invented pages need no secrets
	var names []string
	for _, s := range region.Shipped().Services() {
		names = append(names, s.Name)
		names = append(names, s.Short...)
		names = append(names, s.Ordinary...)
	}
	sentences := []string{"The following steps create %s in your account and connect it to %s.", "A batch of events reaches %s, where a function of %s adds what is missing.",
		"Nobody reads about glue and support at night, and the config stays as it is.", "在控制台创建 %s，然后把数据写入 %s。", "Unlike %s, nothing of it has to be run by yourself; see https://s3.amazonaws.com/docs/%s."}
	for i := range n {
		var b strings.Builder
		html := i%2 == 1
		for b.Len() < pageBytes {
			text := sentences[random.IntN(len(sentences))]
			for strings.Contains(text, "%s") {
				text = strings.Replace(text, "%s", names[random.IntN(len(names))], 1)
			}
			switch k := random.IntN(12); {
			case html && k == 0:
				b.WriteString("<h2>" + text + "</h2>\n")
			case html:
				b.WriteString("<p>" + text + " <a href=\"https://example.org/lambda\">more</a></p>\n")
			case k == 0:
				b.WriteString("\n## " + text + "\n\n")
			case k == 1:
				b.WriteString("\n```bash\naws s3 ls\n```\n\n")
			default:
				b.WriteString(text + " **More** of it, with `code`.\n\n")
			}
		}
		if err := os.WriteFile(pageName(dir, i), []byte(b.String()), 0o644); err != nil {
			return err
		}
	}
	return nil
}
