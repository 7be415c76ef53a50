package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"text/tabwriter"
)

// A count is how many steps there were, were compared, and were predicted without a difference; and of how many that were not compared the
// body alone was checked.
type count struct {
	steps, compared, predicted, checked int
}

func (c *count) add(v verdict) {
	c.steps++
	if v.reason != compared {
		if v.checked {
			c.checked++
		}
		return
	}
	c.compared++
	if len(v.differences) == 0 {
		c.predicted++
	}
}

// share returns the percentage that was predicted, rounded down so that 100.00 means all.
func (c *count) share() string {
	if c.compared == 0 {
		return "-"
	}
	hundredths := 10000 * c.predicted / c.compared
	return fmt.Sprintf("%d.%02d %%", hundredths/100, hundredths%100)
}

// A report counts the verdicts and prints them.
type report struct {
	out         io.Writer
	every, left bool // print every step, or those that are not compared
	read        int  // steps of the scenarios, to check the sums with
	differences int
	byOp        map[string]*count
	byReason    [reasons]count
}

func newReport(out io.Writer, every, left bool) *report {
	return &report{out: out, every: every, left: left, byOp: map[string]*count{}}
}

// replay carries out a scenario, and prints a line for each difference.
func (r *report) replay(sc *scenario) {
	r.read += len(sc.Steps)
	d := newDriver(sc)
	for i := range sc.Steps {
		s := &sc.Steps[i]
		v := d.step(s)
		if found, ok := s.check(sc.Version); ok {
			v = v.with(found, sc.Kind)
		}
		if r.byOp[s.Op] == nil {
			r.byOp[s.Op] = &count{}
		}
		r.byOp[s.Op].add(v)
		r.byReason[v.reason].add(v)
		r.differences += len(v.differences)
		r.print(sc.ID, i+1, s, v)
	}
}

func (r *report) print(id string, number int, s *step, v verdict) {
	if r.every || r.left && v.reason != compared {
		what := "predicted"
		switch {
		case v.reason != compared:
			what = v.reason.String()
			if v.checked {
				what += ", checked alone"
			}
		case len(v.differences) > 0:
			what = "differs"
		}
		fmt.Fprintf(r.out, "%s step %d %s: %s\n", id, number, s.Op, what)
	}
	for _, diff := range v.differences {
		fmt.Fprintf(r.out, "%s step %d %s: %s: predicted %s, recorded %s\n", id, number, s.Op, diff.field, diff.predicted, diff.recorded)
	}
	for _, word := range s.told {
		fmt.Fprintf(r.out, "%s step %d %s: %s: recorded %s, which no source tells; assumed %s\n", id, number, s.Op, word.field, word.recorded, word.predicted)
	}
}

// finish prints the tables. It is an error if a step was counted neither as compared nor under a reason.
func (r *report) finish() error {
	table := tabwriter.NewWriter(r.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "\noperation\tsteps\tcompared\tpredicted\tshare\tchecked")
	var all count
	for _, op := range slices.Sorted(maps.Keys(r.byOp)) {
		c := r.byOp[op]
		fmt.Fprintf(table, "%s\t%d\t%d\t%d\t%s\t%d\n", op, c.steps, c.compared, c.predicted, c.share(), c.checked)
		all.steps += c.steps
		all.compared += c.compared
		all.predicted += c.predicted
		all.checked += c.checked
	}
	fmt.Fprintf(table, "all\t%d\t%d\t%d\t%s\t%d\n", all.steps, all.compared, all.predicted, all.share(), all.checked)
	if err := table.Flush(); err != nil {
		return err
	}
	fmt.Fprintln(table, "\nnot compared\tsteps\tchecked\twhy")
	sum := r.byReason[compared].steps
	for why := compared + 1; why < reasons; why++ {
		if n := r.byReason[why]; n.steps > 0 {
			fmt.Fprintf(table, "%s\t%d\t%d\t%s\n", why, n.steps, n.checked, why.sentence())
			sum += n.steps
		}
	}
	if err := table.Flush(); err != nil {
		return err
	}
	if sum != r.read || all.steps != r.read || r.byReason[compared].steps != all.compared {
		return fmt.Errorf("%d steps were read, but %d are compared or have a reason", r.read, sum)
	}
	_, err := fmt.Fprintf(r.out, "\n%d steps = %d compared + %d checked alone + %d neither\n",
		r.read, all.compared, all.checked, r.read-all.compared-all.checked)
	return err
}
