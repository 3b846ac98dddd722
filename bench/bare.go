package main

import (
	"context"
	"database/sql"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"

	_ "github.com/duckdb/duckdb-go/v2" // the peer: driver "duckdb"

	"github.com/klauspost/compress/gzip"

	"github.com/sevenfold/sevenfold/internal/core/focus"
)

// bare is the peer: the engine's own COPY of the same file to Parquet with zstd
// and the same types, and nothing else: no hashes, totals, checks, roll-up.
// A memory limit, such as "2GiB", holds it to what ours keeps; "" is none.
func bare(ctx context.Context, kind, in, out, limit string) (err error) {
	db, err := sql.Open("duckdb", "")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if _, err := db.ExecContext(ctx, fmt.Sprintf("SET threads = %d", runtime.NumCPU())); err != nil {
		return err
	}
	if limit != "" {
		if _, err := db.ExecContext(ctx, "SET memory_limit = '"+limit+"'"); err != nil {
			return err
		}
	}
	header, err := headerOf(ctx, db, kind, in)
	if err != nil {
		return err
	}
	var columns, casts []string
	for _, h := range header {
		columns = append(columns, "'"+h+"': 'VARCHAR'")
		cast := `"` + h + `"`
		if c, ok := focus.Find(h); ok {
			switch c.Type {
			case focus.TypeDecimal:
				cast = `CAST("` + h + `" AS DECIMAL(38,18)) AS "` + h + `"`
			case focus.TypeTime:
				cast = `CAST("` + h + `" AS TIMESTAMP) AS "` + h + `"`
			case focus.TypeText, focus.TypeJSON:
			}
		}
		casts = append(casts, cast)
	}
	scan := "read_csv('" + in + `', auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', columns = {` + strings.Join(columns, ", ") + "})"
	switch kind {
	case "parquet":
		scan = "read_parquet('" + in + "')"
	case "gzip":
		scan = strings.Replace(scan, "auto_detect", "compression = 'gzip', auto_detect", 1)
	}
	_, err = db.ExecContext(ctx, "COPY (SELECT "+strings.Join(casts, ", ")+" FROM "+scan+") TO '"+out+"' (FORMAT parquet, COMPRESSION zstd)")
	return err
}

func headerOf(ctx context.Context, db *sql.DB, kind, in string) (_ []string, err error) {
	if kind == "parquet" {
		rows, err := db.QueryContext(ctx, "SELECT * FROM read_parquet('"+in+"') LIMIT 0")
		if err != nil {
			return nil, err
		}
		defer func() { err = errors.Join(err, rows.Err(), rows.Close()) }()
		return rows.Columns()
	}
	f, err := os.Open(in)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if kind == "gzip" {
		z, err := gzip.NewReader(f)
		if err != nil {
			return nil, err
		}
		return csv.NewReader(z).Read()
	}
	return csv.NewReader(f).Read()
}
