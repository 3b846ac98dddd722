package visit

import "errors"

// ErrUnfinished is joined to what went wrong when a part of an answer was on its
// way: the connection then ends, so that the part does not look like the whole.
var ErrUnfinished = errors.New("the answer is not whole")
