package main

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/service"
)

// questions grows one book, asks it, brings in one new month, and shows it.
func (b *bench) questions(ctx context.Context) error {
	dir, err := b.book(ctx, func(dir string, n int) error {
		if n > 0 && n < b.books-1 {
			return nil
		}
		return b.asked(ctx, dir, int64(n+1)*b.rows)
	})
	if err != nil {
		return err
	}
	if err := b.newMonth(ctx, dir); err != nil {
		return err
	}
	return b.web(ctx, dir, int64(b.books)*b.rows)
}

// book grows the large book. After each part, numbered from 0, it calls then.
func (b *bench) book(ctx context.Context, then func(dir string, part int) error) (dir string, err error) {
	if dir, err = b.workspace(ctx, "book"); err != nil {
		return "", err
	}
	accounts, err := b.accounts(ctx)
	if err != nil {
		return "", err
	}
	if err := b.roster(accounts); err != nil {
		return "", err
	}
	for _, args := range [][]string{{"customers", "customers.csv"}, {"services", "services.csv"}} {
		if _, err := job(ctx, b.sevenfold, "-w", dir, "import", args[0], b.path(args[1]), "--format", "json"); err != nil {
			return "", err
		}
	}
	for n := range b.books {
		file := b.path("bill.parquet")
		if n > 0 {
			file = b.path("part.parquet")
			if err := b.copyAs(ctx, file, fmt.Sprintf("%012d", 900_000_000_000+n), "true"); err != nil {
				return "", err
			}
		}
		say("book: %d of %d", n+1, b.books)
		c, err := job(ctx, b.sevenfold, "-w", dir, "import", "bill", file, "--format", "json")
		if err != nil {
			return "", err
		}
		b.page.growth = append(b.page.growth, grown{fmt.Sprintf("Parquet, into a book of %d rows", int64(n)*b.rows), b.rows, c})
		if err := then(dir, n); err != nil {
			return "", err
		}
	}
	return dir, nil
}

func (b *bench) asked(ctx context.Context, dir string, rows int64) error {
	c, err := self(ctx, "ask", dir)
	if err != nil {
		return err
	}
	a := asked{rows: rows, peakBytes: c.peakBytes}
	if _, err := fmt.Sscan(c.output, &a.engineMillis, &a.wholeMillis); err != nil {
		return err
	}
	b.page.asked = append(b.page.asked, a)
	return nil
}

// newMonth is a newer delivery of one month of one payer, until it shows.
func (b *bench) newMonth(ctx context.Context, dir string) error {
	month := b.path("month.parquet")
	if err := b.copyAs(ctx, month, "", `"BillingPeriodStart" = TIMESTAMP '2025-06-01'`); err != nil {
		return err
	}
	start := time.Now()
	imported, err := job(ctx, b.sevenfold, "-w", dir, "import", "bill", month, "--format", "json")
	if err != nil {
		return err
	}
	shown, err := job(ctx, b.sevenfold, "-w", dir, "measure", "--by", "month", "--format", "json")
	if err != nil {
		return err
	}
	b.page.newMonth = [3]time.Duration{imported.wall, shown.wall, time.Since(start)}
	return nil
}

// copyAs writes the rows of the bill that a condition keeps, under another payer
// where one is named.
func (b *bench) copyAs(ctx context.Context, out, payer, where string) (err error) {
	db, err := sql.Open("duckdb", "")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	columns := "*"
	if payer != "" {
		columns = "* REPLACE ('" + payer + `' AS "BillingAccountId")`
	}
	// A child's peak memory begins with what this process has at the time.
	if _, err := db.ExecContext(ctx, "SET memory_limit = '512MiB'; SET threads = 1"); err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, "COPY (SELECT "+columns+" FROM read_parquet('"+b.path("bill.parquet")+"') WHERE "+where+") TO '"+out+"' (FORMAT parquet, COMPRESSION zstd)")
	return err
}

func (b *bench) accounts(ctx context.Context) (ids []string, err error) {
	db, err := sql.Open("duckdb", "")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	var list string
	err = db.QueryRowContext(ctx, `SELECT string_agg(DISTINCT "SubAccountId", ',' ORDER BY "SubAccountId") FROM read_parquet('`+b.path("bill.parquet")+`')`).Scan(&list)
	return strings.Split(list, ","), err
}

// roster gives every four accounts a customer, and every customer a line in
// each category and month.
func (b *bench) roster(accounts []string) (err error) {
	write := func(name, header string, rows func(w *bufio.Writer)) error {
		f, err := os.Create(b.path(name))
		if err != nil {
			return err
		}
		w := bufio.NewWriter(f)
		fmt.Fprintln(w, header) //nolint:errcheck // Flush says it
		rows(w)
		return errors.Join(w.Flush(), f.Close())
	}
	customers := (len(accounts) + 3) / 4
	err = write("customers.csv", "customer_id,name,kind,value", func(w *bufio.Writer) {
		for i, a := range accounts {
			fmt.Fprintf(w, "C%03d,Customer %03d,account,%s\n", i/4, i/4, a) //nolint:errcheck // Flush says it
		}
	})
	if err != nil {
		return err
	}
	return write("services.csv", "invoice_number,customer_name,issue_date,item_code,description,category,currency,net,tax", func(w *bufio.Writer) {
		for c := range customers {
			for month := 1; month <= 12; month++ {
				for _, k := range service.Categories() {
					fmt.Fprintf(w, "I%03d-%02d,Customer %03d,2025-%02d-15,X,%s,%s,USD,%d.25,0\n", c, month, c, month, k, k, 1000+c) //nolint:errcheck // Flush says it
				}
			}
		}
	})
}
