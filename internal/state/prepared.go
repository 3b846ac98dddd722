package state

import (
	"context"
	"database/sql"
	"errors"
)

// prepared runs the statements of one transaction and parses each text once: a
// run of the matcher writes a hundred thousand rows by the same one.
type prepared struct {
	tx         *sql.Tx
	statements map[string]*sql.Stmt
}

func (p *prepared) PrepareContext(ctx context.Context, query string) (*sql.Stmt, error) {
	s, known := p.statements[query]
	if known {
		return s, nil
	}
	s, err := p.tx.PrepareContext(ctx, query)
	if err == nil {
		p.statements[query] = s
	}
	return s, err
}

func (p *prepared) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	s, err := p.PrepareContext(ctx, query) //nolint:sqlclosecheck // close ends all of them
	if err != nil {
		return nil, err
	}
	return s.ExecContext(ctx, args...)
}

func (p *prepared) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	s, err := p.PrepareContext(ctx, query) //nolint:sqlclosecheck // close ends all of them
	if err != nil {
		return nil, err
	}
	return s.QueryContext(ctx, args...)
}

func (p *prepared) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	s, err := p.PrepareContext(ctx, query) //nolint:sqlclosecheck // close ends all of them
	if err != nil {
		return p.tx.QueryRowContext(ctx, query, args...) // says the same again, as a row
	}
	return s.QueryRowContext(ctx, args...)
}

func (p *prepared) close() (err error) {
	for _, s := range p.statements {
		err = errors.Join(err, s.Close())
	}
	return err
}
