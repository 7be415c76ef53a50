package intent_test

import (
	"cmp"
	"go/ast"
	"go/token"
	gotypes "go/types"
	"slices"
	"strconv"
	"strings"
)

// A finding is what the core must not have, or only with a reason.
type finding struct {
	at    token.Position
	where string // the package, and its function or variable
	what  string
}

// An inspection looks for hidden inputs in the files of one package that are not tests.
type inspection struct {
	*gotypes.Info
	source
	decls  map[gotypes.Object]*ast.FuncDecl
	makers map[*ast.FuncDecl]bool  // the functions that its variables are made with
	kept   map[gotypes.Object]bool // local names of what is not made anew in each call
	found  map[finding]bool
}

// report notes a finding once a line.
func (in *inspection) report(n ast.Node, stack []ast.Node, what string) {
	at := in.fset.Position(n.Pos())
	at.Offset, at.Column = 0, 0
	in.found[finding{at, in.where(append(stack, n)), what}] = true
}

func (in *inspection) where(stack []ast.Node) string {
	for _, n := range stack {
		if f, ok := n.(*ast.FuncDecl); ok {
			return in.name + "." + qualified(in.Defs[f.Name])
		}
	}
	return in.name
}

// inspect returns what is found in a package, by file and line.
func inspect(s source, info *gotypes.Info) []finding {
	in := &inspection{
		Info: info, source: s, decls: map[gotypes.Object]*ast.FuncDecl{}, makers: map[*ast.FuncDecl]bool{}, kept: map[gotypes.Object]bool{},
		found: map[finding]bool{},
	}
	for _, file := range s.others {
		in.found[finding{where: s.name, what: "has the file " + file}] = true
	}
	for _, f := range s.files {
		for _, d := range f.Decls {
			if d, ok := d.(*ast.FuncDecl); ok {
				in.decls[info.Defs[d.Name]] = d
				in.keepSealed(d)
			}
		}
	}
	in.findMakers()
	for n := -1; n < len(in.kept); { // until no other name of the same memory is found
		n = len(in.kept)
		in.walk()
	}
	var all []finding
	for f := range in.found {
		all = append(all, f)
	}
	slices.SortFunc(all, func(a, b finding) int {
		return cmp.Or(strings.Compare(a.at.Filename, b.at.Filename), a.at.Line-b.at.Line, strings.Compare(a.what, b.what))
	})
	return all
}

func (in *inspection) walk() {
	for _, f := range in.files {
		in.file(f)
		ast.PreorderStack(f, nil, func(n ast.Node, stack []ast.Node) bool {
			in.node(n, stack)
			return true
		})
	}
}

// file looks at imports, directives and variables.
func (in *inspection) file(f *ast.File) {
	for _, spec := range f.Imports {
		path, _ := strconv.Unquote(spec.Path.Value)
		if !strings.HasPrefix(path, module) && !mayImport(in.name, path) {
			in.report(spec, nil, "imports "+path)
		}
		if spec.Name != nil && (spec.Name.Name == "." || spec.Name.Name == "_") {
			in.report(spec, nil, "imports "+path+" as "+spec.Name.Name)
		}
	}
	for _, group := range f.Comments {
		for _, c := range group.List {
			if strings.HasPrefix(c.Text, "//go:") {
				in.report(c, nil, "has the directive "+strings.Fields(c.Text)[0])
			}
		}
	}
	for _, d := range f.Decls {
		for _, spec := range variables(d) {
			for _, name := range spec.Names {
				switch {
				case name.IsExported():
					in.report(name, nil, "lets everybody change the variable "+name.Name)
				case name.Name != "_":
					in.report(name, nil, "has the variable "+name.Name)
				}
			}
		}
	}
}

// node looks at one part of a file.
func (in *inspection) node(n ast.Node, stack []ast.Node) {
	switch n := n.(type) {
	case *ast.FuncDecl:
		if n.Recv == nil && n.Name.Name == "init" {
			in.report(n, stack, "has an init function")
		}
		if n.Body == nil {
			in.report(n, stack, "has a function without a body")
		}
	case *ast.GoStmt:
		in.report(n, stack, "starts a goroutine")
	case *ast.SelectStmt:
		in.report(n, stack, "selects")
	case *ast.RangeStmt:
		switch in.TypeOf(n.X).Underlying().(type) {
		case *gotypes.Map, *gotypes.Interface: // an Interface is the constraint of a type parameter, and may be met by a map
			in.report(n, stack, "ranges over a map")
		}
	case *ast.AssignStmt:
		for _, e := range n.Lhs {
			if isSealed(in.TypeOf(e)) {
				in.report(n, stack, "overwrites what is shared")
			}
		}
	case *ast.BasicLit:
		if n.Kind == token.FLOAT || n.Kind == token.IMAG {
			in.report(n, stack, "has a float")
		}
	case *ast.CallExpr:
		f, ok := in.callee(n).(*gotypes.Func)
		sel, _ := stack[len(stack)-1].(*ast.SelectorExpr)
		if ok && f.FullName() == "time.Unix" && (sel == nil || sel.Sel.Name != "UTC") {
			in.report(n, stack, "has a local time")
		}
	case *ast.SelectorExpr:
		if s := in.Selections[n]; s != nil && s.Kind() == gotypes.MethodVal && in.isMade(stack) && !isCall(stack[len(stack)-1], n) {
			in.report(n, stack, "keeps the receiver of "+s.Obj().Name())
		}
	case *ast.Ident:
		in.ident(n, stack)
	}
	if e, ok := n.(ast.Expr); ok {
		in.types(e, stack)
	}
}

// types looks for floats and channels, also where they have no name.
func (in *inspection) types(e ast.Expr, stack []ast.Node) {
	t := in.TypeOf(e)
	if t == nil {
		return
	}
	parts := []gotypes.Type{t}
	if results, ok := t.(*gotypes.Tuple); ok {
		parts = nil
		for v := range results.Variables() {
			parts = append(parts, v.Type())
		}
	}
	for _, t := range parts {
		switch t := t.Underlying().(type) {
		case *gotypes.Basic:
			if t.Info()&(gotypes.IsFloat|gotypes.IsComplex) != 0 {
				in.report(e, stack, "has a float")
			}
		case *gotypes.Chan:
			in.report(e, stack, "has a channel")
		}
	}
}

// ident looks at a name that is used.
func (in *inspection) ident(id *ast.Ident, stack []ast.Node) {
	obj := in.Uses[id]
	if obj == nil || obj.Pkg() == nil {
		return
	}
	if path := obj.Pkg().Path(); !strings.HasPrefix(path, module) && !mayUse(in.name, obj) {
		in.report(id, stack, "uses "+path+"."+qualified(obj))
	}
	if v, ok := obj.(*gotypes.Var); ok && (isGlobal(v) || in.kept[v] || in.isCaptured(v, stack)) {
		if how := in.misuse(id, stack); how != "" {
			in.report(id, stack, how+" "+id.Name)
		}
	}
}

func isGlobal(v *gotypes.Var) bool { return v.Kind() == gotypes.PackageVar }

// misuse returns how more is done with what outlives a call than reading it, "" if nothing is.
func (in *inspection) misuse(e ast.Expr, stack []ast.Node) string {
	for _, parent := range slices.Backward(stack) {
		switch p := parent.(type) {
		case *ast.ParenExpr, *ast.StarExpr, *ast.TypeAssertExpr:
		case *ast.IndexExpr:
			if p.X != e {
				return in.copied(e)
			}
		case *ast.SliceExpr:
			if p.X != e {
				return in.copied(e)
			}
		case *ast.SelectorExpr:
			if s := in.Selections[p]; s != nil && s.Kind() != gotypes.FieldVal && p.X == e {
				return in.called(e, s)
			}
		default:
			return in.placed(e, parent)
		}
		e = parent.(ast.Expr)
	}
	return "hides"
}

// called returns what calling a method may do to its receiver.
func (in *inspection) called(e ast.Expr, s *gotypes.Selection) string {
	recv := s.Obj().(*gotypes.Func).Signature().Recv().Type()
	p, isPointer := recv.(*gotypes.Pointer)
	if isPointer && !isSealed(p.Elem()) || !isPointer && refers(in.TypeOf(e)) {
		return "calls " + s.Obj().Name() + " of"
	}
	return ""
}

// placed returns what is done with a variable, or a part of it, by what it stands in.
func (in *inspection) placed(e ast.Expr, parent ast.Node) string {
	switch p := parent.(type) {
	case *ast.AssignStmt:
		if slices.Contains(p.Lhs, e) {
			return "changes"
		}
	case *ast.IncDecStmt:
		return "changes"
	case *ast.UnaryExpr:
		if p.Op == token.AND {
			return "takes the address of"
		}
	case *ast.BinaryExpr:
		return ""
	case *ast.RangeStmt:
		if p.X != e {
			return "changes"
		}
		if key, value := elements(in.TypeOf(e)); !key && value && p.Tok == token.DEFINE {
			if id, ok := p.Value.(*ast.Ident); ok {
				in.kept[in.Defs[id]] = true
			}
			return ""
		} else if !key && !value {
			return ""
		}
	case *ast.CallExpr:
		if p.Fun == e || in.onlyReads(p, e) || in.keepParameter(p, e) {
			return ""
		}
	}
	return in.copied(e)
}

// copied returns what is done with a value that goes elsewhere.
func (in *inspection) copied(e ast.Expr) string {
	if t := in.TypeOf(e); t == nil || refers(t) || in.opens(t) {
		return "hands out"
	}
	return ""
}

func isCall(n ast.Node, f ast.Expr) bool {
	call, ok := n.(*ast.CallExpr)
	return ok && call.Fun == f
}
