// Package expression says whether something is so of a status, such as
//
//	any(crypto_sessions, .peer == "10.0.0.2" and .status == "UP-ACTIVE")
//
// The language is that of github.com/expr-lang/expr, as far as it neither loops, counts on, nor makes things: names,
// numbers, texts, comparisons, and functions that go through a list. A name that the status has not is an error when the
// expression is read.
package expression

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/vm"
)

// An Expression is one that was read.
type Expression struct {
	text    string
	program *vm.Program
}

// Bounds of what can be written.
const (
	mostBytes = 1000
	mostNodes = 200
	mostNests = 2 // functions that go through a list, inside one another
)

// functions are those that there are; each looks at no more than the list that it is given.
var functions = []string{
	"all", "any", "one", "none", "count", "filter", "map", "find", "len", "first", "last", "sum", "min", "max",
	"lower", "upper", "trim", "int", "float", "abs",
}

// Compile reads an expression over values of the JSON of a Go value, of which sample is one.
func Compile(text string, sample any) (*Expression, error) {
	if len(text) > mostBytes {
		return nil, fmt.Errorf("an expression has at most %d bytes", mostBytes)
	}
	shape, err := shapeOf(sample)
	if err != nil {
		return nil, err
	}
	bounds := &bounds{nests: map[*ast.BuiltinNode]int{}}
	options := []expr.Option{expr.Env(shape), expr.AsBool(), expr.MaxNodes(mostNodes), expr.DisableAllBuiltins(), expr.Patch(bounds)}
	for _, name := range functions {
		options = append(options, expr.EnableBuiltin(name))
	}
	program, err := expr.Compile(text, options...)
	if err == nil {
		err = bounds.refusal()
	}
	if err != nil {
		hint := ""
		if strings.Contains(err.Error(), "unknown name") {
			hint = "; there is " + strings.Join(slices.Sorted(maps.Keys(shape)), ", ")
		}
		return nil, fmt.Errorf("%q is no expression: %s%s", text, plain(err), hint)
	}
	return &Expression{text, program}, nil
}

// plain is an error of the library in one line.
func plain(err error) string {
	var at *file.Error
	if errors.As(err, &at) {
		return fmt.Sprintf("%s, at column %d", at.Message, at.Column+1)
	}
	return strings.Join(strings.Fields(err.Error()), " ")
}

// Holds says whether the expression is true of a value that has the sample's shape. The error says why nothing can be
// said, as of the first item of a list that is empty: nothing is so of it then.
func (e *Expression) Holds(value any) (bool, error) {
	data, err := json.Marshal(value)
	if err != nil {
		return false, err
	}
	env, err := decode(data)
	if err != nil {
		return false, err
	}
	result, err := expr.Run(e.program, env)
	if err != nil {
		return false, errors.New(plain(err))
	}
	is, _ := result.(bool)
	return is, nil
}

// bounds refuses what has no place in an expression.
type bounds struct {
	refused string
	nests   map[*ast.BuiltinNode]int
}

func (b *bounds) refusal() error {
	if b.refused == "" {
		return nil
	}
	return fmt.Errorf("%s has no place here; there are names, numbers, texts, comparisons, and, or, not, in, and %s",
		b.refused, strings.Join(functions, ", "))
}

// Visit implements ast.Visitor. It comes to what is inside before what is around it.
func (b *bounds) Visit(node *ast.Node) {
	switch n := (*node).(type) {
	case *ast.NilNode, *ast.IdentifierNode, *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.StringNode, *ast.ConstantNode,
		*ast.UnaryNode, *ast.ChainNode, *ast.MemberNode, *ast.PredicateNode, *ast.PointerNode, *ast.ConditionalNode, *ast.ArrayNode:
	case *ast.BinaryNode:
		if slices.Contains([]string{"..", "**", "^", "|"}, n.Operator) {
			b.refused = n.Operator
		}
	case *ast.BuiltinNode:
		switch deep := b.noteNests(n); {
		case !slices.Contains(functions, n.Name):
			b.refused = n.Name
		case deep > mostNests:
			b.refused = fmt.Sprintf("%s more than %d deep", n.Name, mostNests)
		}
	default:
		b.refused = strings.TrimSuffix(strings.TrimPrefix(fmt.Sprintf("%T", n), "*ast."), "Node")
	}
}

// noteNests notes how many functions that go through a list stand inside one another, this one included. Those inside it
// are known already.
func (b *bounds) noteNests(n *ast.BuiltinNode) int {
	inside := &nesting{known: b.nests}
	for i := range n.Arguments {
		ast.Walk(&n.Arguments[i], inside)
	}
	if slices.ContainsFunc(n.Arguments, func(a ast.Node) bool { _, is := a.(*ast.PredicateNode); return is }) {
		inside.most++
	}
	b.nests[n] = inside.most
	return inside.most
}

// A nesting is the deepest of what is walked through.
type nesting struct {
	known map[*ast.BuiltinNode]int
	most  int
}

func (d *nesting) Visit(node *ast.Node) {
	if n, ok := (*node).(*ast.BuiltinNode); ok {
		d.most = max(d.most, d.known[n])
	}
}
