// Package incident makes tasks for who looks after tunnels: a network that works, something that is wrong in it, and what its
// users tell of that.
//
// An incident is a row of [Table]: a scenario, one cause or two with their places, or none of the tunnel's at all. With a
// seed it becomes a [Case]: a lab with names, addresses, keys and releases drawn from the seed. [Case.Watch] lives through
// what the users saw; what they tell ([Briefing]) is made of what came of it, and never of the cause. The [Truth] is for who grades.
//
//	one, _ := incident.Find("two-sites-4kq7xm")
//	c, err := incident.Build(one, 7)
//	l, err := lab.New(c.Topology, lab.Options{})
//	symptoms, err := c.Watch(l)
package incident
