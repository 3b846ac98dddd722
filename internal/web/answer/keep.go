package answer

import "context"

// Keep lets a search keep what it finds for as long as the books stay as they
// are: askers who see the same customers share it, and who asks what another is
// already asking waits. With names what else the answer rests on; weigh and most
// bound what is kept.
func Keep[T any](d *Desk, weigh func(T) int, most int, with func() any, find func(context.Context) (T, error)) func(context.Context) (T, error) {
	kept := &shelf[T]{weigh: weigh, most: most}
	return func(ctx context.Context) (found T, err error) {
		if err := d.Fresh(ctx); err != nil {
			return found, err
		}
		key, err := d.key(ctx, with())
		if err != nil {
			return found, err
		}
		return kept.get(ctx, key, func() (T, error) { return find(ctx) })
	}
}
