package awscur

import (
	"path"
	"strings"
)

// suffixes finds local copies of bucket objects. People download a bucket, a
// prefix of it, or one period folder, so a key's first parts may not exist
// locally, and the local folder may have parts that the key does not.
type suffixes struct {
	byBase map[string][]string // base name -> files
}

func newSuffixes(files []string) suffixes {
	s := suffixes{byBase: map[string][]string{}}
	for _, f := range files {
		base := path.Base(slashed(f))
		s.byBase[base] = append(s.byBase[base], f)
	}
	return s
}

// find gives the file that agrees with the key in the most trailing parts;
// among equals the one nearest to the manifest's folder, then the first by
// name. A file of the same base name in a folder that contradicts the key (an
// other assembly or period) is no match.
func (s suffixes) find(key, manifestDir string) (string, bool) {
	best, bestScore, bestNear := "", 0, 0
	for _, f := range s.byBase[path.Base(key)] {
		local := slashed(f)
		score, near := commonSuffix(key, local), commonPrefix(local, manifestDir)
		if !plausible(key, local, score, manifestDir) {
			continue
		}
		if score > bestScore || score == bestScore && (near > bestNear || near == bestNear && f < best) {
			best, bestScore, bestNear = f, score, near
		}
	}
	return best, best != ""
}

// plausible: either the whole key or the whole path agrees, or the disagreement
// lies above the period folder, or the file lies beside the manifest (people
// flatten folders).
func plausible(key, file string, score int, manifestDir string) bool {
	if score == len(parts(key)) || score == len(parts(file)) {
		return true
	}
	if path.Dir(file) == manifestDir {
		return true
	}
	at := periodFolder.FindStringIndex(key)
	return at != nil && score >= len(parts(key[at[0]:]))
}

func parts(p string) []string { return strings.Split(strings.Trim(p, "/"), "/") }

func commonSuffix(a, b string) int {
	x, y := parts(a), parts(b)
	n := 0
	for n < len(x) && n < len(y) && x[len(x)-1-n] == y[len(y)-1-n] {
		n++
	}
	return n
}

func commonPrefix(a, b string) int {
	x, y := parts(a), parts(b)
	n := 0
	for n < len(x) && n < len(y) && x[n] == y[n] {
		n++
	}
	return n
}
