package importing

import (
	"context"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
)

// Book is a file or folder and what it is imported as.
type Book struct {
	Kind batch.Kind
	Path string
}

// Series imports books one after another, each as a batch: all of them, or none.
// What came in before one failed is taken back.
func (im *Importer) Series(ctx context.Context, books []Book, maxRejectShare money.Decimal) (_ []Result, err error) {
	defer fault.Wrap(&err, "importing.Series")
	var done []Result
	for _, b := range books {
		r, err := im.as(ctx, b.Kind, []string{b.Path}, nil, maxRejectShare)
		if err != nil {
			return nil, im.takeBack(ctx, done, err)
		}
		done = append(done, r)
	}
	return done, nil
}
