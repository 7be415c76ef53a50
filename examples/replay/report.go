package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"text/tabwriter"
)

// A count is how many steps there were, were compared, and were predicted without a difference.
type count struct {
	steps, compared, predicted int
}

func (c *count) add(v verdict) {
	c.steps++
	if v.reason != compared {
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
	verbose     bool
	read        int // steps of the scenarios, to check the sums with
	differences int
	byOp        map[string]*count
	byReason    [reasons]int
}

func newReport(out io.Writer, verbose bool) *report {
	return &report{out: out, verbose: verbose, byOp: map[string]*count{}}
}

// replay carries out a scenario, and prints a line for each difference.
func (r *report) replay(sc *scenario) {
	r.read += len(sc.Steps)
	d := newDriver(sc)
	for i := range sc.Steps {
		s := &sc.Steps[i]
		v := d.step(s)
		if r.byOp[s.Op] == nil {
			r.byOp[s.Op] = &count{}
		}
		r.byOp[s.Op].add(v)
		r.byReason[v.reason]++
		r.differences += len(v.differences)
		r.print(sc.ID, i+1, s.Op, v)
	}
}

func (r *report) print(id string, number int, op string, v verdict) {
	if r.verbose {
		what := "predicted"
		switch {
		case v.reason != compared:
			what = v.reason.String()
		case len(v.differences) > 0:
			what = "differs"
		}
		fmt.Fprintf(r.out, "%s step %d %s: %s\n", id, number, op, what)
	}
	for _, diff := range v.differences {
		fmt.Fprintf(r.out, "%s step %d %s: %s: predicted %s, recorded %s\n", id, number, op, diff.field, diff.predicted, diff.recorded)
	}
}

// finish prints the tables. It is an error if a step was counted neither as compared nor under a reason.
func (r *report) finish() error {
	table := tabwriter.NewWriter(r.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "\noperation\tsteps\tcompared\tpredicted\tshare")
	var all count
	for _, op := range slices.Sorted(maps.Keys(r.byOp)) {
		c := r.byOp[op]
		fmt.Fprintf(table, "%s\t%d\t%d\t%d\t%s\n", op, c.steps, c.compared, c.predicted, c.share())
		all.steps += c.steps
		all.compared += c.compared
		all.predicted += c.predicted
	}
	fmt.Fprintf(table, "all\t%d\t%d\t%d\t%s\n", all.steps, all.compared, all.predicted, all.share())
	if err := table.Flush(); err != nil {
		return err
	}
	fmt.Fprintln(table, "\nnot compared\tsteps\twhy")
	sum := r.byReason[compared]
	for why := compared + 1; why < reasons; why++ {
		if n := r.byReason[why]; n > 0 {
			fmt.Fprintf(table, "%s\t%d\t%s\n", why, n, why.sentence())
			sum += n
		}
	}
	if err := table.Flush(); err != nil {
		return err
	}
	if sum != r.read || all.steps != r.read || r.byReason[compared] != all.compared {
		return fmt.Errorf("%d steps were read, but %d are compared or have a reason", r.read, sum)
	}
	_, err := fmt.Fprintf(r.out, "\n%d steps = %d compared + %d not compared\n", r.read, all.compared, r.read-all.compared)
	return err
}
