package duckdb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/bill"
	"github.com/sevenfold/sevenfold/internal/core/fault"
)

// ErrBadRow says that at least one row of a source file could not be read or
// cast. The engine's message is not fit for users: the caller finds the rows.
var ErrBadRow = errors.New("duckdb: a row of the source file could not be read")

// FileFormat is how a source file is stored.
type FileFormat string

const (
	FileCSV     FileFormat = "csv" // plain, gzip or zstd
	FileParquet FileFormat = "parquet"
)

// IngestInput turns one source file into one Parquet file of charges, in source
// order.
type IngestInput struct {
	Path      string // a file or a named pipe
	Format    FileFormat
	Delimiter byte     // CSV only
	Header    []string // CSV only: the header as it stands in the file
	// Compression of a CSV file: "none", "gzip" or "zstd".
	Compression string
	Mapping     bill.Mapping
	// SourceRowHeader names the column that carries source row numbers, where
	// the file is not in source order any more; empty otherwise.
	SourceRowHeader string
	// FirstRow, when not zero, numbers the rows as they are read, the first one
	// so: for mappings that leave rows out.
	FirstRow int64
	Out      string
}

// chargeParquet is how charges are stored. Compression is the largest single
// cost of writing them: the first level spares about a tenth of the whole
// import for files a tenth larger.
const chargeParquet = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1"

// Ingest writes the file. A row that cannot be cast gives ErrBadRow and leaves
// whatever COPY left behind at Out: the caller owns the staging folder.
func (e *Engine) Ingest(ctx context.Context, in IngestInput) (err error) {
	defer fault.Wrap(&err, "duckdb.Ingest(%s)", in.Path)
	conn, err := e.db.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() {
		if cerr := conn.Close(); err == nil {
			err = cerr
		}
	}()
	if _, err := conn.ExecContext(ctx, memoryLimit(copyShare(e.cap, in.Format))); err != nil {
		return err
	}
	defer func() {
		if _, lerr := conn.ExecContext(context.WithoutCancel(ctx), memoryLimit(queryShare(e.cap))); err == nil {
			err = lerr
		}
	}()
	columns, scan, err := sourceColumns(ctx, conn, in)
	if err != nil {
		return err
	}
	query := mappingQuery(in, columns, scan)
	_, err = conn.ExecContext(ctx, fmt.Sprintf("COPY (%s) TO %s (%s)", query, literal(in.Out), chargeParquet))
	return classify(ctx, err)
}

// classify tells bad input from a bad machine.
func classify(ctx context.Context, err error) error {
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case strings.Contains(err.Error(), "Out of Memory"):
		return fault.New(fault.KindLimit, "engine.memory").Because(err)
	case strings.Contains(err.Error(), "No space left"), strings.Contains(err.Error(), "Could not write"):
		return fault.New(fault.KindUnavailable, "engine.disk_full").Because(err)
	case strings.Contains(err.Error(), "Binder Error"), strings.Contains(err.Error(), "Parser Error"), strings.Contains(err.Error(), "Catalog Error"):
		return err
	default:
		return fmt.Errorf("%w: %w", ErrBadRow, err)
	}
}

// column is one column of a source file as the engine sees it.
type column struct {
	header string
	ref    string // quoted name inside the scan
	typ    string // DuckDB type
}

// sourceColumns lists the columns of a file and the table function that scans it.
func sourceColumns(ctx context.Context, conn *sql.Conn, in IngestInput) ([]column, string, error) {
	if in.Format == FileParquet {
		scan := fmt.Sprintf("read_parquet(%s, hive_partitioning = false)", literal(in.Path))
		columns, err := describe(ctx, conn, scan)
		return columns, scan, err
	}
	columns, specs := make([]column, len(in.Header)), make([]string, len(in.Header))
	for i, h := range in.Header {
		ref := fmt.Sprintf("c%d", i)
		columns[i] = column{header: h, ref: ref, typ: "VARCHAR"}
		specs[i] = ref + ": 'VARCHAR'"
	}
	return columns, fmt.Sprintf("read_csv(%s, auto_detect = false, header = true, delim = %s, quote = '\"', escape = '\"', "+
		"nullstr = ['', 'NULL', 'null'], allow_quoted_nulls = true, strict_mode = true, null_padding = false, "+
		"max_line_size = 16777216, compression = %s, columns = {%s})",
		literal(in.Path), literal(string(in.Delimiter)), literal(in.Compression), strings.Join(specs, ", ")), nil
}

// ParquetColumns gives the column names of a Parquet file.
func (e *Engine) ParquetColumns(ctx context.Context, path string) (_ []string, err error) {
	defer fault.Wrap(&err, "duckdb.ParquetColumns(%s)", path)
	conn, err := e.db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	defer func() {
		if cerr := conn.Close(); err == nil {
			err = cerr
		}
	}()
	columns, err := describe(ctx, conn, fmt.Sprintf("read_parquet(%s, hive_partitioning = false)", literal(path)))
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		return nil, fault.New(fault.KindInvalid, "source.parquet_unreadable").With("file", path).At(fault.Place{File: path}).Because(err)
	}
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.header
	}
	return names, nil
}

func describe(ctx context.Context, conn *sql.Conn, scan string) ([]column, error) {
	rows, err := conn.QueryContext(ctx, "SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM "+scan+")")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var columns []column
	for rows.Next() {
		var c column
		if err := rows.Scan(&c.header, &c.typ); err != nil {
			return nil, err
		}
		c.ref = name(c.header)
		columns = append(columns, c)
	}
	return columns, rows.Err()
}

// mappingQuery puts the raw relation and the kept columns around a mapping.
// Columns that can only be NULL are left out of it: each would cost as much
// memory as a full one while the file is written.
func mappingQuery(in IngestInput, columns []column, scan string) string {
	byHeader := map[string]column{}
	for _, c := range columns {
		if _, twice := byHeader[c.header]; !twice {
			byHeader[c.header] = c
		}
	}
	raw := make([]string, 0, len(in.Mapping.Raw)+len(in.Mapping.Extra)+2)
	var empty, kept []string
	for _, r := range in.Mapping.Raw {
		expr, exact := "CAST(NULL AS VARCHAR)", true
		if c, ok := byHeader[r.Header]; ok && r.Header != "" {
			expr, exact = rawExpression(c, r.Native)
		} else if r.Alone != "" {
			empty = append(empty, name(r.Alone))
		}
		if exact && r.Residue != "" {
			empty = append(empty, name(r.Residue))
		}
		raw = append(raw, expr+" AS "+name(r.Name))
	}
	for _, x := range in.Mapping.Extra {
		if c, ok := byHeader[x.Header]; ok {
			raw = append(raw, asText(c)+" AS "+name(x.LakeName))
			kept = append(kept, name(x.LakeName))
		}
	}
	if len(in.Mapping.Tags) > 0 {
		raw = append(raw, tagsExpression(in.Mapping.Tags, byHeader)+" AS sf_tags")
	} else {
		raw = append(raw, "CAST(NULL AS VARCHAR) AS sf_tags")
	}
	sourceRow := ""
	switch {
	case in.SourceRowHeader != "":
		sourceRow = "CAST(" + byHeader[in.SourceRowHeader].ref + " AS BIGINT)"
	case in.FirstRow != 0:
		sourceRow = fmt.Sprintf("row_number() OVER () + %d", in.FirstRow-1)
	}
	if sourceRow != "" {
		raw = append(raw, sourceRow+" AS sf_source_row")
		kept = append(kept, "sf_source_row AS source_row")
	}
	mapping := in.Mapping.SQL
	if len(kept) > 0 {
		mapping = strings.Replace(mapping, "FROM raw", ", "+strings.Join(kept, ", ")+" FROM raw", 1)
	}
	query := "WITH raw AS (SELECT " + strings.Join(raw, ", ") + " FROM " + scan + ") "
	if len(empty) == 0 {
		return query + mapping
	}
	return query + "SELECT * EXCLUDE (" + strings.Join(empty, ", ") + ") FROM (" + mapping + "\n) charge"
}

// rawExpression keeps numbers and times in their own type where the mapping
// asks for it (sf_decimal and sf_time take any), and turns all else into text.
// It reports whether the type is exact in the lake's own decimals.
func rawExpression(c column, native bool) (_ string, exact bool) {
	if native {
		switch base, _, _ := strings.Cut(c.typ, "("); base {
		case "DOUBLE", "TIMESTAMP", "TIMESTAMP WITH TIME ZONE", "DATE", "VARCHAR":
			return c.ref, false
		case "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS":
			return "CAST(" + c.ref + " AS TIMESTAMP)", false
		case "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "HUGEINT":
			return "CAST(" + c.ref + " AS DECIMAL(38,18))", true
		case "DECIMAL":
			var width, scale int
			if _, err := fmt.Sscanf(c.typ, "DECIMAL(%d,%d)", &width, &scale); err == nil && scale <= 18 && width-scale <= 20 {
				return "CAST(" + c.ref + " AS DECIMAL(38,18))", true
			}
		}
	}
	return asText(c), false
}

// asText writes a value as text: maps, structs and lists as JSON, so that one
// mapping serves MAP columns and JSON text alike.
func asText(c column) string {
	switch {
	case strings.HasPrefix(c.typ, "MAP"), strings.HasPrefix(c.typ, "STRUCT"), strings.HasSuffix(c.typ, "[]"):
		return "CAST(to_json(" + c.ref + ") AS VARCHAR)"
	case c.typ == "VARCHAR":
		return c.ref
	default:
		return "CAST(" + c.ref + " AS VARCHAR)"
	}
}

// tagsExpression gathers one column per tag into one JSON object, leaving out
// what is empty; NULL when nothing is left.
func tagsExpression(tags []bill.TagColumn, byHeader map[string]column) string {
	var keys, values []string
	for _, t := range tags {
		if c, ok := byHeader[t.Header]; ok {
			keys = append(keys, literal(t.Key))
			values = append(values, c.ref)
		}
	}
	if len(keys) == 0 {
		return "CAST(NULL AS VARCHAR)"
	}
	pairs := make([]string, len(keys))
	for i := range keys {
		pairs[i] = fmt.Sprintf("{'key': %s, 'value': %s}", keys[i], values[i])
	}
	return fmt.Sprintf("CASE WHEN COALESCE(%s) IS NULL THEN NULL ELSE CAST(to_json(map_from_entries(list_filter([%s], lambda x: x.value IS NOT NULL))) AS VARCHAR) END",
		strings.Join(values, ", ")+", NULL", strings.Join(pairs, ", "))
}

// Records reads the columns of a Parquet file as text, in order, and calls fn
// with every row; nil is NULL. It is for files in which the engine met a bad
// value: fn finds out which.
func (e *Engine) Records(ctx context.Context, path string, fn func([]*string) error) (err error) {
	defer fault.Wrap(&err, "duckdb.Records(%s)", path)
	conn, err := e.db.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() {
		if cerr := conn.Close(); err == nil {
			err = cerr
		}
	}()
	scan := fmt.Sprintf("read_parquet(%s, hive_partitioning = false)", literal(path))
	columns, err := describe(ctx, conn, scan)
	if err != nil {
		return err
	}
	texts := make([]string, len(columns))
	values, targets := make([]*string, len(columns)), make([]any, len(columns))
	for i, c := range columns {
		texts[i] = asText(c)
		targets[i] = &values[i]
	}
	rows, err := conn.QueryContext(ctx, "SELECT "+strings.Join(texts, ", ")+" FROM "+scan)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := rows.Scan(targets...); err != nil {
			return err
		}
		if err := fn(values); err != nil {
			return err
		}
	}
	return rows.Err()
}
