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

// A node is one message ID of an SA: an exchange under its protection, RFC 2409
// sections 5.5 and 5.7.
type node struct {
	id      uint32
	state   state.Node
	deleted bool
	purge   time.Time // when a deleted node goes

	quick       *quickMode   // nil for informational exchanges, and while the node waits for phase 1
	transaction *transaction // nil for all others
	wants       *request     // what quick mode is to be begun for, or was
}

// isLarval says that the node waits for phase 1: its quick mode has not begun.
func (n *node) isLarval() bool { return n.wants != nil && n.quick == nil && !n.deleted }

func (sa *SA) nodeWith(id uint32) *node {
	for _, n := range sa.nodes {
		if n.id == id {
			return n
		}
	}
	return nil
}

// openNode opens a node: "set new node".
func (c *change) openNode(id uint32, shown state.Shown) *node {
	n := &node{id: id, state: state.NodeReady}
	c.sa.nodes = append(c.sa.nodes, n)
	c.log.SetNewNode(id, shown)
	return n
}

// openLarvalNode opens a node for a request of IPsec, before there is anything to say on it: the
// log shows it without its message ID.
func (c *change) openLarvalNode(r *request) *node {
	n := &node{id: c.newMessageID(c.sa), state: state.NodeReady, wants: r}
	c.sa.nodes = append(c.sa.nodes, n)
	r.sa = c.sa
	c.log.SetNewNode(0, state.QMIdle)
	return n
}

// larvalNodes are the SA's nodes that wait for phase 1, one for each request that is still open, or
// else meant, by age. A request that was put twice has two nodes, and gets one quick mode.
func (c *change) larvalNodes(meant func(*request) bool) (larval []*node) {
	for _, n := range c.sa.nodes {
		again := func(other *node) bool { return other.wants == n.wants }
		if n.isLarval() && (c.isOpen(n.wants) || meant(n.wants)) && !slices.ContainsFunc(larval, again) {
			larval = append(larval, n)
		}
	}
	return larval
}

// dropLarvalNodes forgets the nodes that phase 1 left without a quick mode: they are for requests
// that have ended, or that another node is for.
func (c *change) dropLarvalNodes() { c.sa.nodes = slices.DeleteFunc(c.sa.nodes, (*node).isLarval) }

// deleteNode ends a node's exchange: "deleting node". It is purged later.
func (c *change) deleteNode(n *node, isError bool, reason debuglog.NodeReason) {
	c.log.DeletingNode(n.id, isError, reason)
	c.endNode(n)
}

// endNode ends a node, if it had not ended.
func (c *change) endNode(n *node) {
	if n.deleted {
		return
	}
	n.deleted, n.purge = true, c.now.Add(nodePurge)
	if n.transaction != nil {
		n.transaction.retransmit = noTime
	}
	if n.quick != nil {
		c.endQuickMode(n.quick)
	}
}

// purgeNodes forgets the nodes whose time has come: "purging node".
func (c *change) purgeNodes() {
	c.sa.nodes = slices.DeleteFunc(c.sa.nodes, func(n *node) bool {
		due := n.deleted && !c.now.Before(n.purge)
		if due {
			c.log.PurgingNode(n.id)
		}
		return due
	})
}
