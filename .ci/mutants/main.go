// Mutants changes the code of packages in one place at a time, and looks whether the package's own tests notice.
//
//	go run ./.ci/mutants charge charge/money
//
// The changes are made by gremlins, with all its mutators. It fails unless at least 97 of 100 are noticed in each package, none is left out, and
// every one that nobody notices stands in survivors.txt with the reason; and if one stands there that is noticed, or that is not made any more.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

const (
	gremlins = "github.com/go-gremlins/gremlins/cmd/gremlins@v0.6.0"
	noticed  = 97 // of 100
	list     = ".ci/mutants/survivors.txt"
)

// goCommand stands before go in the PATH of gremlins, and differs from it in three things. Go's coverage leaves out the conditions of a switch
// without a value, and gremlins leaves out what is not covered: so it is told that every file is, from its first line to its last. (What Go counts as a statement is
// covered, as .ci/run checks.) Tests that do not end have failed: gremlins would count them as neither noticed nor not, so it has to wait longer. And
// what does not compile is no mutant: go test says 1, as of tests that fail, and gremlins knows it by 2.
const goCommand = `#!/bin/sh
tests() {
	"$MUTANTS_GO" test -timeout "$MUTANTS_TIMEOUT" "$@" >"$out" 2>&1 && return
	grep -q '^FAIL.*\[build failed\]$' "$out" && exit 2
	grep -q '^panic: test timed out' "$out" && echo "$@" >>"$MUTANTS_ENDLESS"
	exit 1
}
if [ "$1 $2" = "test -timeout" ]; then
	shift 3
	out=$(mktemp) || exit
	trap 'rm -f "$out"' EXIT
	[ -z "$MUTANTS_LAST" ] || tests -skip "$MUTANTS_LAST" "$@"
	tests -run "$MUTANTS_LAST" "$@"
	exit
fi
"$MUTANTS_GO" "$@" || exit
profile=
for argument; do
	[ "$previous" = -coverprofile ] && profile=$argument
	previous=$argument
done
[ -n "$profile" ] || exit 0
sed -n 's/^\(.*\.go\):.*/\1:1.1,1000000.1 1 1/p' "$profile" | sort -u >"$profile.all"
cat "$profile.all" >>"$profile"
`

var (
	timeout = flag.Duration("timeout", time.Minute, "how long the tests of a package may take; several times what they do take")
	last    = flag.String("last", "", "an expression for slow tests, which run if no other test has noticed the mutant")
)

func main() {
	flag.Parse()
	if err := run(flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "mutants:", err)
		os.Exit(1)
	}
}

func run(folders []string) error {
	declared, err := readList(folders)
	if err != nil {
		return err
	}
	temp, err := os.MkdirTemp("", "mutants")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	if err = install(temp); err != nil {
		return err
	}
	bad := 0
	for _, folder := range folders {
		all, endless, err := mutate(temp, folder)
		if err != nil {
			return fmt.Errorf("%s: %w", folder, err)
		}
		count := map[string]int{}
		for _, m := range all {
			count[m.Status]++
			reason, known := declared[m.name]
			delete(declared, m.name)
			switch {
			case m.Status == "LIVED" && known:
				fmt.Printf("%s\n\tlives: %s\n", m.name, reason)
			case m.Status == "LIVED":
				bad++
				fmt.Printf("%s\n\tline %d: nobody notices, and no reason is listed\n", m.name, m.Line)
			case known:
				bad++
				fmt.Printf("%s\n\tis listed, and %s\n", m.name, m.Status)
			case m.Status != "KILLED" && m.Status != "NOT VIABLE": // that does not compile
				bad++
				fmt.Printf("%s\n\tline %d: %s\n", m.name, m.Line, m.Status)
			}
		}
		of := len(all) - count["NOT VIABLE"]
		fmt.Printf("%s: %d of %d mutants noticed, %.1f %%, %d of them by tests that do not end; %d more do not compile\n",
			folder, count["KILLED"], of, 100*float64(count["KILLED"])/float64(max(of, 1)), endless, count["NOT VIABLE"])
		if 2*of < len(all) || count["KILLED"]*100 < noticed*of {
			bad++ // where most do not compile, the machine is what fails
		}
	}
	for name := range declared {
		bad++
		fmt.Printf("%s\n\tis listed, and was not made\n", name)
	}
	if bad > 0 {
		return fmt.Errorf("%d faults", bad)
	}
	return nil
}

// A mutant is one change. Its name holds while the line of code stays: "charge/charge.go INVERT_LOGICAL: a >&&< b".
type mutant struct {
	Type, Status string
	Line, Column int
	name         string
}

// install puts gremlins, and the command that stands before go, into a folder. (go run would put the real one first again.)
func install(temp string) error {
	if err := os.WriteFile(filepath.Join(temp, "go"), []byte(goCommand), 0o755); err != nil {
		return err
	}
	c := exec.Command("go", "install", gremlins)
	c.Env = append(os.Environ(), "GOBIN="+temp)
	c.Stderr = os.Stderr
	return c.Run()
}

// mutate has gremlins run on a folder, and says too of how many mutants the tests did not end.
func mutate(temp, folder string) (all []mutant, endless int, err error) {
	path, err := exec.LookPath("go")
	if err != nil {
		return nil, 0, err
	}
	report, late := filepath.Join(temp, "report.json"), filepath.Join(temp, "endless")
	if err = os.WriteFile(late, nil, 0o644); err != nil {
		return nil, 0, err
	}
	c := exec.Command(
		filepath.Join(temp, "gremlins"), "unleash", "--silent", "--workers", "2", "--timeout-coefficient", "300", "--output", report,
		"--arithmetic-base", "--conditionals-boundary", "--conditionals-negation", "--increment-decrement", "--invert-assignments",
		"--invert-bitwise", "--invert-bwassign", "--invert-logical", "--invert-loopctrl", "--invert-negatives", "--remove-self-assignments",
		"--exclude-files", "/", "./"+folder, // and not those below it
	)
	// Without -count=1 a mutant has the cached result of the code that it changes.
	c.Env = append(os.Environ(), "GOFLAGS=-count=1 -vet=off", "MUTANTS_GO="+path, "MUTANTS_TIMEOUT="+timeout.String(), "MUTANTS_LAST="+*last, "MUTANTS_ENDLESS="+late, "PATH="+temp+":"+os.Getenv("PATH"))
	c.Stderr = os.Stderr
	if err = c.Run(); err != nil {
		return nil, 0, err
	}
	b, err := os.ReadFile(report)
	if err != nil {
		return nil, 0, err
	}
	var read struct {
		Files []struct {
			Name      string   `json:"file_name"`
			Mutations []mutant `json:"mutations"`
		} `json:"files"`
	}
	if err = json.Unmarshal(b, &read); err != nil {
		return nil, 0, err
	}
	for _, f := range read.Files {
		path := filepath.Join(folder, f.Name)
		source, err := os.ReadFile(path)
		if err != nil {
			return nil, 0, err
		}
		lines := strings.Split(string(source), "\n")
		for _, m := range f.Mutations {
			line := lines[m.Line-1]
			m.name = fmt.Sprintf("%s %s: %s § %s", path, m.Type, strings.TrimSpace(line[:m.Column-1]), strings.TrimSpace(line[m.Column-1:]))
			all = append(all, m)
		}
	}
	slices.SortFunc(all, func(a, b mutant) int { return strings.Compare(a.name, b.name) })
	b, err = os.ReadFile(late)
	return all, strings.Count(string(b), "\n"), err
}

// readList reads the mutants that may live, of files in these folders, with the reason in the line below.
func readList(folders []string) (map[string]string, error) {
	b, err := os.ReadFile(list)
	if err != nil {
		return nil, err
	}
	declared := map[string]string{}
	name := ""
	for line := range strings.Lines(string(b)) {
		reason, indented := strings.CutPrefix(strings.TrimSuffix(line, "\n"), "\t")
		switch {
		case !indented:
			name = reason
		case slices.Contains(folders, filepath.Dir(strings.Fields(name)[0])):
			declared[name] = reason
		}
	}
	return declared, nil
}
