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
						if of, ok := selector.X.(*ast.Ident); ok && of.Name == "debuglog" {
							said[selector.Sel.Name] = true
						}
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

// returnsLine says whether an exported function returns a line of the log, or several.
func returnsLine(f *ast.FuncDecl) bool {
	if f.Recv != nil || !f.Name.IsExported() || f.Type.Results == nil {
		return false
	}
	result := f.Type.Results.List[0].Type
	if list, ok := result.(*ast.ArrayType); ok {
		result = list.Elt
	}
	name, ok := result.(*ast.Ident)
	return ok && name.Name == "Line"
}
