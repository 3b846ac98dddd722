package matching

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/identity"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/state"
)

// memory is what a run leaves to the next in a file, so that the next reads only
// what has changed: everybody and what was found of them. It is a cache. A run
// without one, or with one that does not belong to the state as it is, reads
// everything, compares everybody, and comes to the same.
type memory struct {
	about  about
	ps     *parties
	marks  [][]uint64      // of customers, see customer.Marks
	keys   []identity.Keys // of customers as they were compared
	sums   []uint64        // of the records of customers as they were compared
	places map[customer.ID]int
	size   int     // in bytes, as it was read
	base   *ground // of the run that goes on from here, and the names of its index
	names  *identity.Names
	// again are the parties that the run which goes on from here compares again.
	again map[customer.PartyID]bool
}

// about is the part of a memory that is small.
type about struct {
	Pieces     []piece
	Customers  customer.Kept
	Listed     []bool // of customers: somebody has imported them
	Marks      map[string]kept
	Held       []customer.PartyID
	Currencies []money.Currency
	Shares     []Share
	Learned    int    // answers that the weights rest on
	Model      string // version
	Doubles    [][2]customer.ID
	// Touched are keys of customers that are known by more, or by less, than when
	// parties were judged last; Rivals those of parties of the books about which a
	// question was open then and is not now. Moved bounds how many customers that are.
	Touched, Rivals []uint64
	Moved           int
}

// keptParty is what is kept of a party beside its rows.
type keptParty struct {
	packed string // rows and what they say; empty once unpacked
	owner  customer.ID
	ref    uint64 // of its reference; zero without
	marks  []uint64
	keys   identity.Keys // where nobody owns it
	hinted bool          // its charges were read, and the hints are all there are
	waits  bool          // nobody comes near it but by how its cost moves
	among  bool          // a question is open about it
	rival  bool          // and an account may turn out to belong with it
	best   customer.ID   // who the question offers first
}

// memoryVersion changes with whatever is kept, or with how it is come to.
const memoryVersion = "sevenfold matching 2"

// remembered is what the state knows of the memory: that it is the one which the
// last run has left, and what the run stood on.
type remembered struct {
	Memory string `json:"memory"`
	Ground string `json:"ground"`
}

// areaRun is where it is kept.
const areaRun = state.AreaIdentity + "_run"

// surroundings name everything but the books and the log that a run's answers
// depend on.
func (m *Matcher) surroundings(ctx context.Context) (string, error) {
	last, err := m.State.LastDecision(ctx, state.AreaCategory)
	if err != nil {
		return "", err
	}
	said := []string{memoryVersion, m.Program, strings.Join(m.Payers, " "), fmt.Sprint(m.Thresholds), string(m.Currency), fmt.Sprint(m.Policy), last}
	for _, kind := range []batch.Kind{batch.KindRates, batch.KindCustomers, batch.KindCategories, batch.KindOfferings, batch.KindPipeline} {
		live, err := m.State.LiveBatches(ctx, kind)
		if err != nil {
			return "", err
		}
		said = append(said, fmt.Sprint(live))
	}
	return hash(strings.Join(said, "\x00"), 16), nil
}

// remembers reports whether runs leave anything to each other.
func (m *Matcher) remembers() bool { return m.Cache != "" && m.Program != "" }

func (m *Matcher) memoryPath() string { return filepath.Join(m.Cache, "matching") }

// keepMemory writes a memory, and lets the state know that it holds: in the
// surroundings in which the run began, for the log up to the decision that the memory
// knows of.
func (m *Matcher) keepMemory(ctx context.Context, surroundings string, k *memory) error {
	if !m.remembers() {
		return nil
	}
	token, err := m.newID()
	if err != nil {
		return err
	}
	if err := m.writeMemory(token, k); err != nil {
		return nil //nolint:nilerr // a cache that cannot be written costs the next run time and nothing else
	}
	body, err := json.Marshal(remembered{Memory: token, Ground: surroundings + "/" + k.about.Customers.Last})
	if err != nil {
		return err
	}
	return m.State.SetLearned(ctx, areaRun, body)
}

func (m *Matcher) writeMemory(token string, k *memory) error {
	body, err := k.pack(token)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(m.Cache, 0o755); err != nil {
		return err
	}
	partial := m.memoryPath() + "." + token
	if err := os.WriteFile(partial, body, 0o600); err != nil {
		_ = os.Remove(partial)
		return err
	}
	return os.Rename(partial, m.memoryPath())
}

// recall gives what the last run has left, nil where there is nothing that holds.
func (m *Matcher) recall(ctx context.Context, surroundings string) (*memory, error) {
	if !m.remembers() {
		return nil, nil
	}
	body, err := m.State.Learned(ctx, areaRun)
	if err != nil || body == nil {
		return nil, err
	}
	var was remembered
	if json.Unmarshal(body, &was) != nil || was.Memory == "" {
		return nil, nil
	}
	last, err := m.State.LastDecision(ctx, state.AreaIdentity)
	if err != nil || was.Ground != surroundings+"/"+last {
		return nil, err
	}
	k := unpackMemory(readWhole(m.memoryPath()), was.Memory)
	if k != nil {
		k.ps.payerTells = len(m.Payers) > 0
	}
	return k, nil
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// readWhole gives a file that ends with its checksum, without it; empty where
// somebody has cleared the cache, or the checksum is another.
func readWhole(path string) string {
	f, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer f.Close() //nolint:errcheck // read only
	info, err := f.Stat()
	if err != nil || info.Size() < crc32.Size {
		return ""
	}
	var text strings.Builder
	var end [crc32.Size]byte
	text.Grow(int(info.Size()) - crc32.Size)
	sum := crc32.New(castagnoli)
	if _, err := io.CopyN(io.MultiWriter(&text, sum), f, info.Size()-crc32.Size); err != nil {
		return ""
	}
	if _, err := io.ReadFull(f, end[:]); err != nil || sum.Sum32() != binary.LittleEndian.Uint32(end[:]) {
		return ""
	}
	return text.String()
}

// pack writes a memory as one file: header, parts, checksum.
func (k *memory) pack(token string) ([]byte, error) {
	k.about.Pieces = k.ps.pieces
	customers := k.about.Customers.Customers
	small := k.about
	small.Customers.Customers = nil
	text, err := json.Marshal(small)
	if err != nil {
		return nil, err
	}
	p := &packer{b: make([]byte, 0, k.size+k.size/32+len(text))}
	p.text(memoryVersion)
	p.text(token)
	p.text(string(text))
	p.number(len(customers))
	for i, c := range customers {
		p.customer(c)
		p.words(k.marks[i])
		p.words(k.keys[i])
		p.words(k.sums[i : i+1])
	}
	p.number(len(k.ps.all))
	for _, party := range k.ps.all {
		p.party(party)
	}
	return binary.LittleEndian.AppendUint32(p.b, crc32.Checksum(p.b, castagnoli)), nil
}

// unpackMemory reads a memory; nil for one that is not whole, or another.
func unpackMemory(file, token string) *memory {
	u := &unpacker{s: file}
	if u.text() != memoryVersion || u.text() != token {
		return nil
	}
	k := &memory{ps: &parties{}, size: len(file)}
	if json.Unmarshal([]byte(u.text()), &k.about) != nil {
		return nil
	}
	n := u.count(8)
	customers := make([]customer.Customer, n)
	k.marks, k.keys, k.sums, k.places = make([][]uint64, n), make([]identity.Keys, n), make([]uint64, n), make(map[customer.ID]int, n)
	for i := range n {
		customers[i] = u.customer()
		k.marks[i], k.keys[i] = u.words(), u.words()
		if sum := u.words(); len(sum) == 1 {
			k.sums[i] = sum[0]
		}
		k.places[customers[i].ID] = i
	}
	k.about.Customers.Customers = customers
	k.ps.pieces = k.about.Pieces
	n = u.count(8)
	k.ps.all, k.ps.byID = make([]*Party, n), make(map[customer.PartyID]*Party, n)
	whole, aside := make([]Party, n), make([]keptParty, n)
	for i := range n {
		p := &whole[i]
		p.kept = &aside[i]
		u.party(p)
		k.ps.all[i], k.ps.byID[p.ID] = p, p
	}
	if u.broken || len(k.about.Listed) != len(customers) {
		return nil
	}
	return k
}

func (p *packer) party(party *Party) {
	kept := party.kept
	p.text(string(party.ID))
	p.text(string(kept.owner))
	p.text(string(kept.best))
	p.words([]uint64{kept.ref})
	for _, set := range []bool{party.Kind == identity.KindOther, party.refShared, kept.hinted, kept.waits, kept.among, kept.rival} {
		p.flag(set)
	}
	p.words(kept.marks)
	p.words(kept.keys)
	if kept.packed != "" {
		p.text(kept.packed)
		return
	}
	var rows packer
	rows.number(len(party.said))
	for _, said := range party.said {
		for _, s := range said {
			rows.text(s)
		}
	}
	rows.number(len(party.rows))
	for _, r := range party.rows {
		rows.number(int(r.piece))
		rows.number(int(r.said))
		rows.number(int(r.month))
		rows.text(string(r.amount.Currency))
		rows.decimal(r.amount.Decimal)
	}
	rows.number(len(party.Hints))
	for _, h := range party.Hints {
		rows.text(string(h.Source))
		rows.text(h.Value)
	}
	p.text(string(rows.b))
}

// party reads one into a party that is empty but for its kept part.
func (u *unpacker) party(p *Party) {
	p.ID, p.Kind = customer.PartyID(u.text()), identity.KindAccount
	if p.ID.IsBook() {
		p.Kind = identity.KindBook
	}
	p.kept.owner, p.kept.best = customer.ID(u.text()), customer.ID(u.text())
	if ref := u.words(); len(ref) == 1 {
		p.kept.ref = ref[0]
	}
	if u.flag() {
		p.Kind = identity.KindOther
	}
	p.refShared, p.kept.hinted, p.kept.waits = u.flag(), u.flag(), u.flag()
	p.kept.among, p.kept.rival = u.flag(), u.flag()
	p.kept.marks, p.kept.keys, p.kept.packed = u.words(), u.words(), u.text()
}

// load makes parties whole of which only the packed rows are there.
func (ps *parties) load(some ...*Party) []*Party {
	if !slices.ContainsFunc(some, func(p *Party) bool { return p.kept != nil }) {
		return some
	}
	ps.loading.Lock()
	defer ps.loading.Unlock()
	for _, p := range some {
		if p.kept != nil && p.kept.packed != "" {
			p.unpack()
			p.kept.packed = ""
			ps.build(p)
		}
	}
	return some
}

func (p *Party) unpack() {
	u := &unpacker{s: p.kept.packed}
	p.said = make([]saying, u.count(5))
	for i := range p.said {
		for j := range p.said[i] {
			p.said[i][j] = u.text()
		}
	}
	p.rows = make([]row, u.count(5))
	for i := range p.rows {
		p.rows[i] = row{piece: int32(u.number()), said: int32(u.number()), month: period.Month(u.number()),
			amount: money.Amount{Currency: money.Currency(u.text()), Decimal: u.decimal()}}
	}
	p.Hints = nil
	for range u.count(2) {
		p.Hints = append(p.Hints, identity.Hint{Source: identity.HintSource(u.text()), Value: u.text()})
	}
}

// rowsOf goes through packed rows without making them.
func rowsOf(packed string, see func(piece int, c money.Currency)) {
	u := &unpacker{s: packed}
	for range 5 * u.count(5) {
		u.text()
	}
	for range u.count(5) {
		piece := u.number()
		u.number()
		u.number()
		see(piece, money.Currency(u.text()))
		u.text()
	}
}
