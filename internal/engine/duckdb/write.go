package duckdb

import (
	"context"
	"fmt"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/engine"
)

// Write stores a relation's rows as one Parquet file, in order.
func (e *Engine) Write(ctx context.Context, r engine.Relation, path string) (err error) {
	defer fault.Wrap(&err, "duckdb.Write(%s)", r.Name)
	conn, err := e.db.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() {
		if cerr := conn.Close(); err == nil {
			err = cerr
		}
	}()
	r.Files = nil
	if err := e.bind(ctx, conn, r); err != nil {
		return err
	}
	_, err = conn.ExecContext(ctx, fmt.Sprintf("COPY %s TO %s (FORMAT parquet, COMPRESSION zstd)", name(r.Name), literal(path)))
	if _, derr := conn.ExecContext(context.WithoutCancel(ctx), dropRelation(r)); err == nil {
		err = derr
	}
	return err
}
