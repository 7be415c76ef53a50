package intent_test

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	gotypes "go/types"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A source is the files of one package that are not tests.
type source struct {
	name   string // without the module
	fset   *token.FileSet
	files  []*ast.File
	others []string // the names of files that are not Go
}

type listed struct {
	ImportPath, Export string
	GoFiles            []string
	Standard           bool
}

func (p listed) name() string { return strings.TrimPrefix(p.ImportPath, module) }

// list returns what go list says.
func list(t *testing.T, args ...string) (all []listed) {
	t.Helper()
	command := exec.Command("go", append([]string{"list"}, args...)...)
	var failed bytes.Buffer
	command.Stderr = &failed
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, &failed)
	}
	for d := json.NewDecoder(bytes.NewReader(out)); d.More(); {
		var p listed
		if err := d.Decode(&p); err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	return all
}

// inspectAll returns what is found in packages. What they import is not read again, but taken from what the compiler wrote about it.
func inspectAll(t *testing.T, sources []source) (all []finding) {
	t.Helper()
	imports := map[string]string{} // the files of the compiler
	for _, s := range sources {
		for _, f := range s.files {
			for _, spec := range f.Imports {
				if path, _ := strconv.Unquote(spec.Path.Value); path != "C" && path != "unsafe" {
					imports[path] = ""
				}
			}
		}
	}
	for _, p := range list(t, append([]string{"-export", "-json=ImportPath,Export"}, slices.Sorted(maps.Keys(imports))...)...) {
		imports[p.ImportPath] = p.Export
	}
	fset := token.NewFileSet()
	config := gotypes.Config{
		FakeImportC: true,
		Importer:    importer.ForCompiler(fset, "gc", func(path string) (io.ReadCloser, error) { return os.Open(imports[path]) }),
	}
	for _, s := range sources {
		info := &gotypes.Info{
			Defs: map[*ast.Ident]gotypes.Object{}, Uses: map[*ast.Ident]gotypes.Object{}, Types: map[ast.Expr]gotypes.TypeAndValue{},
			Selections: map[*ast.SelectorExpr]*gotypes.Selection{},
		}
		if _, err := config.Check(module+s.name, s.fset, s.files, info); err != nil {
			t.Fatal(err)
		}
		all = append(all, inspect(s, info)...)
	}
	return all
}

// read reads a package.
func read(t *testing.T, name string) source {
	t.Helper()
	s := source{name: name, fset: token.NewFileSet()}
	dir := filepath.Join("..", filepath.FromSlash(name))
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		switch name := e.Name(); {
		case e.IsDir(), strings.HasSuffix(name, "_test.go"):
		case !strings.HasSuffix(name, ".go"):
			s.others = append(s.others, name)
		default:
			f, err := parser.ParseFile(s.fset, filepath.Join(dir, e.Name()), nil, parser.ParseComments|parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			s.files = append(s.files, f)
		}
	}
	return s
}
