package deadline

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

type task struct {
	rank  uint64
	place int32
	at    time.Time // zero when it is not to be in the queue
}

func (k *task) Rank() uint64  { return k.rank }
func (k *task) Place() *int32 { return &k.place }

// Whatever is set, moved and removed: first comes what a scan finds to be first.
func TestFirstIsWhatAScanFinds(t *testing.T) {
	random := rand.New(rand.NewChaCha8([32]byte{1}))
	start := time.Date(2002, 3, 1, 0, 0, 0, 0, time.UTC)
	tasks := make([]*task, 40)
	for i := range tasks {
		tasks[i] = &task{rank: uint64(i)}
	}
	var q Queue[*task]
	for range 20000 {
		k := tasks[random.IntN(len(tasks))]
		if random.IntN(3) == 0 {
			k.at = time.Time{}
			q.Remove(k)
		} else {
			k.at = start.Add(time.Duration(random.IntN(12)) * time.Second) // often the same
			q.Set(k, k.at)
		}
		waiting := slices.DeleteFunc(slices.Clone(tasks), func(k *task) bool { return k.at.IsZero() })
		got, at, ok := q.First()
		if ok != (len(waiting) > 0) || len(q) != len(waiting) {
			t.Fatalf("%d wait, the queue has %d, and a first one: %v", len(waiting), len(q), ok)
		}
		if !ok {
			continue
		}
		want := slices.MinFunc(waiting, func(a, b *task) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.rank, b.rank)) })
		if got != want || !at.Equal(want.at) {
			t.Fatalf("first is %d at %v, not %d at %v", got.rank, at, want.rank, want.at)
		}
	}
}
