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

	quick *quickMode // nil for informational exchanges
}

func (sa *SA) nodeWith(id uint32) *node {
	for _, n := range sa.nodes {
		if n.id == id {
			return n
		}
	}
	return nil
}

// openNode opens a node: "set new node".
func (c *change) openNode(id uint32) *node {
	n := &node{id: id, state: state.NodeReady}
	c.sa.nodes = append(c.sa.nodes, n)
	c.log.SetNewNode(id, state.QMIdle)
	return n
}

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
