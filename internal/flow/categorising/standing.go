package categorising

import (
	"context"

	"github.com/sevenfold/sevenfold/internal/core/category"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/service"
)

// Standing is what says what lines are, apart from people's answers.
type Standing struct {
	Rules service.Rules // imported, in the order in which they are asked
	Model string        // names the classifier; another one has learned something else
}

// Standing gives the imported rules and the classifier's name.
func (c *Categoriser) Standing(ctx context.Context) (_ Standing, err error) {
	defer fault.Wrap(&err, "categorising.Standing")
	g, err := c.stand(ctx)
	if err != nil {
		return Standing{}, err
	}
	return Standing{g.Rules, category.Version(category.Shipped(), g.Precedents.Lessons())}, nil
}
