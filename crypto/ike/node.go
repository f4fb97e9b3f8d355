package ike

import (
	"slices"
	"time"

	"ruthere/crypto/ike/state"
	"ruthere/debuglog"
)

// nodePurge is how long a node lingers after its exchange is over: 50 s on the
// device, which is why a peer that answers probes every ten seconds leaves four.
const nodePurge = 50 * time.Second

// saPurge is how long a deleted SA stays in the database.
const saPurge = 60 * time.Second

// A node is one message ID of an SA: an exchange under its protection, RFC 2409
// sections 5.5 and 5.7.
type node struct {
	id      uint32
	state   state.Node
	iv      []byte
	deleted bool
	purge   time.Time // when a deleted node goes

	quick *quickMode // nil for informational exchanges
}

func (sa *SA) node(id uint32) *node {
	for _, n := range sa.nodes {
		if n.id == id {
			return n
		}
	}
	return nil
}

// setNode opens a node: "set new node".
func (e *Engine) setNode(sa *SA, id uint32, out *Out) *node {
	n := &node{id: id, state: state.NodeReady}
	sa.nodes = append(sa.nodes, n)
	out.Log(debuglog.SetNewNode(sa.connection(), id, state.QMIdle))
	return n
}

// deleteNode ends a node's exchange: "deleting node". It is purged later.
func (s *step) deleteNode(n *node, isError bool, reason string) {
	s.endNode(n, debuglog.DeletingNode(s.conn(), n.id, isError, reason))
}

// endNode says a line about the end of a node, and ends it if it had not ended.
func (s *step) endNode(n *node, line debuglog.Line) {
	s.say(line)
	if n.deleted {
		return
	}
	n.deleted, n.purge = true, s.now.Add(nodePurge)
	if n.quick != nil {
		s.endQuickMode(n.quick)
	}
}

// purgeNodes forgets the nodes whose time has come: "purging node".
func (e *Engine) purgeNodes(now time.Time, sa *SA, out *Out) {
	sa.nodes = slices.DeleteFunc(sa.nodes, func(n *node) bool {
		due := n.deleted && !now.Before(n.purge)
		if due {
			out.about(sa.remote.Addr())
			out.Log(debuglog.PurgingNode(sa.connection(), n.id))
		}
		return due
	})
}
