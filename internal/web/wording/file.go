package wording

import "strings"

// File is the name of a file without the way to it; a member of an archive
// keeps the archive's name.
func File(path string) string {
	archive, member, packed := strings.Cut(path, "!")
	archive = archive[strings.LastIndexAny(archive, `/\`)+1:]
	if packed {
		return archive + "!" + member
	}
	return archive
}

// Tail is the end of an id, by which people tell ids of one day apart and which
// every command takes.
func Tail(id string) string {
	const shown = 8
	if len(id) <= shown {
		return id
	}
	return id[len(id)-shown:]
}

// Head is the beginning of a hash.
func Head(hash string) string {
	const shown = 12
	if len(hash) <= shown {
		return hash
	}
	return hash[:shown] + "…"
}
