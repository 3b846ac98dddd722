// Package source is how books and bills come in: the files a user names become
// entries (plain, compressed, inside archives), bytes become text, text becomes
// rows, and rows become exact numbers and dates.
//
// It owns what every format shares and no format itself: what a column means is
// the business of the packages below it, one per format. Nothing here guesses:
// what can be read in two ways is a fault. Nothing is extracted to disk under a
// name that an archive chose.
package source

import "os"

// Limits bound what one import may open. They exist to stop archives that are
// made to take the machine, so they are generous: bills of 100 GB pass. A zero
// field takes its default.
type Limits struct {
	// Entries is how many files and members one import may have. Default 200,000.
	Entries int
	// Members is how many members one archive may have. Default 50,000.
	Members int
	// EntryBytes is how large one entry may be once decompressed. Default 1 TiB.
	EntryBytes int64
	// TotalBytes is how large the members of one archive may be together, by what
	// its directory claims. Default 4 TiB.
	TotalBytes int64
	// Ratio is how many bytes one compressed byte may become, beyond RatioFreeBytes.
	// Bills compress 10 to 60 times; deflate cannot exceed 1032. Default 600.
	Ratio int64
	// RatioFreeBytes is how many bytes may come out before Ratio counts. Default 64 MiB.
	RatioFreeBytes int64
	// NestedBytes is how large an archive inside an archive may be; it is copied to
	// TempDir while one of its members is open. Default 16 GiB.
	NestedBytes int64
	// WorkbookBytes is how large all parts of one spreadsheet may be together once
	// decompressed. Default 2 GiB.
	WorkbookBytes int64
	// TempDir holds those copies. Default: the system's.
	TempDir string
}

// DefaultLimits gives every limit at its default.
func DefaultLimits() Limits { return Limits{}.withDefaults() }

func (l Limits) withDefaults() Limits {
	set := func(v *int64, d int64) {
		if *v == 0 {
			*v = d
		}
	}
	if l.Entries == 0 {
		l.Entries = 200_000
	}
	if l.Members == 0 {
		l.Members = 50_000
	}
	set(&l.EntryBytes, 1<<40)
	set(&l.TotalBytes, 4<<40)
	set(&l.Ratio, 600)
	set(&l.RatioFreeBytes, 64<<20)
	set(&l.NestedBytes, 16<<30)
	set(&l.WorkbookBytes, 2<<30)
	if l.TempDir == "" {
		l.TempDir = os.TempDir()
	}
	return l
}
