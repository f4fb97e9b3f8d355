// Package topologies reads what people have: labs of this program, of containerlab
// (*.clab.yml) and of Cisco Modeling Labs (CML 2, *.yaml). It also writes a lab as
// containerlab's, and draws it for Mermaid and Graphviz.
//
// A file of another program is read as it is. What in it means nothing here (images, ports,
// binds, labels, pictures) is passed over; what is left out though the lab is not the
// same without it is told as a [Problem], and the rest of the lab starts.
//
// Another program's reader makes a sketch: nodes, each a router, a host, a segment or none of these,
// and wires between their ports. What a sketch means as a lab is decided in one place for all programs (sketch.go).
package topologies
