package intent_test

import (
	"go/ast"
	"go/token"
	gotypes "go/types"
	"slices"
	"strings"
)

// sealed are the types of which nothing changes once they are made: their methods, which are inspected, only read the receiver.
var sealed = []string{"charge/table.Table", "intent/testdata/hidden.sealed"}

func isSealed(t gotypes.Type) bool {
	n, ok := gotypes.Unalias(t).(*gotypes.Named)
	return ok && n.Obj().Pkg() != nil && slices.Contains(sealed, strings.TrimPrefix(n.Obj().Pkg().Path(), module)+"."+n.Obj().Name())
}

// opens reports whether t points to a type that is sealed, but not in this package, which is its own.
func (in *inspection) opens(t gotypes.Type) bool {
	p, ok := gotypes.Unalias(t).(*gotypes.Pointer)
	return ok && isSealed(p.Elem()) && gotypes.Unalias(p.Elem()).(*gotypes.Named).Obj().Pkg().Path() == module+in.name
}

// keepSealed notes the receiver and the parameters of a function that are sealed.
func (in *inspection) keepSealed(d *ast.FuncDecl) {
	signature := in.Defs[d.Name].(*gotypes.Func).Signature()
	if v := signature.Recv(); v != nil && in.opens(v.Type()) {
		in.kept[v] = true
	}
	for v := range signature.Params().Variables() {
		if in.opens(v.Type()) {
			in.kept[v] = true
		}
	}
}

// refers reports whether who has a copy of a value shares memory with it that can be changed. A function does not: see isCaptured.
func refers(t gotypes.Type) bool {
	if p, ok := gotypes.Unalias(t).(*gotypes.TypeParam); ok {
		return !gotypes.Comparable(p) || !gotypes.ConvertibleTo(p, gotypes.Typ[gotypes.String]) // strings and integers do not
	}
	switch u := t.Underlying().(type) {
	case *gotypes.Basic, *gotypes.Signature:
		return false
	case *gotypes.Pointer:
		return !isSealed(u.Elem())
	case *gotypes.Array:
		return refers(u.Elem())
	case *gotypes.Struct:
		for f := range u.Fields() {
			if refers(f.Type()) {
				return true
			}
		}
		return false
	default:
		return true
	}
}

// elements reports whether what a range over t yields refers to memory.
func elements(t gotypes.Type) (key, value bool) {
	switch u := t.Underlying().(type) {
	case *gotypes.Basic:
		return false, false
	case *gotypes.Array:
		return false, refers(u.Elem())
	case *gotypes.Slice:
		return false, refers(u.Elem())
	case *gotypes.Map:
		return refers(u.Key()), refers(u.Elem())
	default:
		return true, true
	}
}

// readers are the functions that neither change nor keep the slices that they are given.
var readers = []string{
	"slices.BinarySearchFunc", "slices.Clone", "slices.Compare", "slices.Concat", "slices.Contains", "slices.ContainsFunc", "slices.Equal", "slices.Index",
	"slices.IndexFunc", "strings.Join",
}

// onlyReads reports whether a call does no more than read an argument.
func (in *inspection) onlyReads(call *ast.CallExpr, arg ast.Expr) bool {
	_, refer := elements(in.TypeOf(arg))
	switch f := in.callee(call).(type) {
	case *gotypes.Builtin:
		n := slices.Index(call.Args, arg)
		return f.Name() == "len" || f.Name() == "cap" || !refer && n > 0 && (f.Name() == "append" || f.Name() == "copy")
	case *gotypes.Func:
		return !refer && f.Pkg() != nil && slices.Contains(readers, f.Pkg().Path()+"."+f.Name())
	default:
		return false
	}
}

// keepParameter notes the parameter by which a function of the package has an argument; ok is false if there is none.
func (in *inspection) keepParameter(call *ast.CallExpr, arg ast.Expr) (ok bool) {
	d := in.decls[in.callee(call)]
	if d == nil || !refers(in.TypeOf(arg)) {
		return false
	}
	parameters := in.Defs[d.Name].(*gotypes.Func).Signature().Params()
	i := slices.Index(call.Args, arg)
	if ok = i < parameters.Len() && gotypes.Identical(parameters.At(i).Type(), in.TypeOf(arg)); ok { // which one of many that are variadic is not
		in.kept[parameters.At(i)] = true
	}
	return ok
}

// callee returns what a call names, nil if it does not.
func (in *inspection) callee(call *ast.CallExpr) gotypes.Object {
	f := ast.Unparen(call.Fun)
	switch x := f.(type) { // of type arguments
	case *ast.IndexExpr:
		f = x.X
	case *ast.IndexListExpr:
		f = x.X
	}
	switch f := f.(type) {
	case *ast.Ident:
		return in.Uses[f]
	case *ast.SelectorExpr:
		if s := in.Selections[f]; s != nil && s.Kind() == gotypes.MethodExpr {
			return nil
		}
		return in.Uses[f.Sel]
	default:
		return nil
	}
}

// findMakers looks for the functions that are called while the variables of the package are made: by their values, and by each other. The
// functions that these values have are made there.
func (in *inspection) findMakers() {
	var todo [][]ast.Node // each with what it stands in
	for _, f := range in.files {
		for _, d := range f.Decls {
			for _, spec := range variables(d) {
				todo = append(todo, []ast.Node{f, d, spec})
			}
		}
	}
	for len(todo) > 0 {
		stack := todo[0]
		todo = todo[1:]
		ast.Inspect(stack[len(stack)-1], func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				_, later := n.(*ast.FuncLit)
				return !later
			}
			if lit, now := ast.Unparen(call.Fun).(*ast.FuncLit); now {
				todo = append(todo, append(slices.Clone(stack), lit.Body))
				return true
			}
			if in.Types[call.Fun].IsType() {
				return true
			}
			f := in.callee(call)
			if d := in.decls[f]; d != nil {
				if !in.makers[d] {
					in.makers[d] = true
					todo = append(todo, []ast.Node{stack[0], d, d.Body})
				}
				return true
			}
			if _, ok := f.(*gotypes.Builtin); ok {
				return true
			}
			if fn, ok := f.(*gotypes.Func); !ok || fn.Pkg() == nil || strings.HasPrefix(fn.Pkg().Path(), module) {
				in.report(call, stack, "makes a variable with "+gotypes.ExprString(call.Fun))
			}
			return true
		})
	}
}

// isMade reports whether what stands there is run while variables of the package are made, or is a part of a function that is made there.
func (in *inspection) isMade(stack []ast.Node) bool {
	if len(stack) < 2 {
		return false
	}
	switch d := stack[1].(type) { // in the file
	case *ast.GenDecl:
		return true
	case *ast.FuncDecl:
		return in.makers[d]
	default:
		return false
	}
}

// isCaptured reports whether a function that a variable of the package may have has v, too, from call to call.
func (in *inspection) isCaptured(v *gotypes.Var, stack []ast.Node) bool {
	for _, n := range slices.Backward(stack) {
		if lit, ok := n.(*ast.FuncLit); ok {
			return in.isMade(stack) && !v.IsField() && (v.Pos() < lit.Pos() || lit.End() <= v.Pos())
		}
	}
	return false
}

// variables returns the variables that a package declares.
func variables(d ast.Decl) (all []*ast.ValueSpec) {
	if d, ok := d.(*ast.GenDecl); ok && d.Tok == token.VAR {
		for _, spec := range d.Specs {
			all = append(all, spec.(*ast.ValueSpec))
		}
	}
	return all
}

// qualified returns the name of a method with that of its type, and every other name as it is.
func qualified(obj gotypes.Object) string {
	f, ok := obj.(*gotypes.Func)
	if !ok || f.Signature().Recv() == nil {
		return obj.Name()
	}
	t := f.Signature().Recv().Type()
	if p, ok := t.(*gotypes.Pointer); ok {
		t = p.Elem()
	}
	if t, ok := t.(*gotypes.Named); ok {
		return t.Obj().Name() + "." + f.Name()
	}
	return f.Name()
}
