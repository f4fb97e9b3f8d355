package incident

import "testing"

// There are thousands of incidents, and each has an ID of its own.
func TestTable(t *testing.T) {
	rows := Table()
	count, seen := map[string]int{}, map[string]Incident{}
	for _, one := range rows {
		count[one.Kind()]++
		count[one.Scenario]++
		if other, ok := seen[one.ID]; ok {
			t.Errorf("%s is %v and %v", one.ID, one.Faults, other.Faults)
		}
		seen[one.ID] = one
	}
	t.Log(len(rows), count)
	if len(rows) < 5000 || count["single"] < 200 || count["double"] < 5000 || count["healthy"] < 10 {
		t.Errorf("%d incidents: %v", len(rows), count)
	}
}
