package name

type scratch struct{}

func (c *Comparison) reset() {
	*c = Comparison{Meetings: c.Meetings[:0], LeftOver: c.LeftOver[:0], RightOver: c.RightOver[:0], scratch: c.scratch}
}

func (c *Comparison) meet(a, b *Name) {
	used := make([]bool, len(b.Words))
	for i, w := range a.Words {
		met := false
		for j, v := range b.Words {
			if !used[j] && v.Text == w.Text {
				used[j], met = true, true
				c.Meetings = append(c.Meetings, Meeting{Way: WaySame, Left: Run{i, i + 1}, Right: Run{j, j + 1}, Likeness: 1, Letters: len([]rune(w.Text)), Weight: w.Weight})
				c.Met += w.Weight
				break
			}
		}
		if !met {
			c.LeftOver = append(c.LeftOver, i)
			c.LeftRest += w.Weight
		}
	}
	for j, v := range b.Words {
		if !used[j] {
			c.RightOver = append(c.RightOver, j)
			c.RightRest += v.Weight
		}
	}
}
