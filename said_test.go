package ruthere_test

import (
	"go/ast"
	"testing"
)

// TestEveryLineIsSaid: a line of the catalogue that nothing says is a promise nobody keeps. Either the program says
// it where the device does, or it goes.
func TestEveryLineIsSaid(t *testing.T) {
	said, constructors := map[string]bool{}, map[string]string{}
	for dir, files := range sources(t) {
		for _, f := range files {
			if dir != "debuglog" {
				ast.Inspect(f.ast, func(n ast.Node) bool {
					if selector, ok := n.(*ast.SelectorExpr); ok {
						said[selector.Sel.Name] = said[selector.Sel.Name] || isSayer(selector.X)
					}
					return true
				})
				continue
			}
			for _, d := range f.ast.Decls {
				if fn, ok := d.(*ast.FuncDecl); ok && returnsLine(fn) {
					constructors[fn.Name.Name] = f.path
				}
			}
		}
	}
	if len(constructors) < 100 {
		t.Fatalf("only %d constructors found", len(constructors))
	}
	for name, path := range constructors {
		if !said[name] {
			t.Errorf("%s: nothing says %s", path, name)
		}
	}
}

// isSayer says whether an expression is the package of lines, or a voice that says them.
func isSayer(x ast.Expr) bool {
	switch x := x.(type) {
	case *ast.Ident:
		return x.Name == "debuglog" || x.Name == "log"
	case *ast.SelectorExpr:
		return x.Sel.Name == "log"
	}
	return false
}

// returnsLine says whether an exported function returns a line of the log, or several, or is a
// method of the voice that says them.
func returnsLine(f *ast.FuncDecl) bool {
	if f.Recv != nil {
		of, pointer := f.Recv.List[0].Type.(*ast.StarExpr)
		return pointer && of.X.(*ast.Ident).Name == "Voice" && f.Name.IsExported() && f.Name.Name != "Say" && f.Name.Name != "Wants"
	}
	if !f.Name.IsExported() || f.Type.Results == nil {
		return false
	}
	result := f.Type.Results.List[0].Type
	if list, ok := result.(*ast.ArrayType); ok {
		result = list.Elt
	}
	name, ok := result.(*ast.Ident)
	return ok && name.Name == "Line"
}
