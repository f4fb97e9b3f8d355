// Package course holds a course: graded labs in an order, each in a folder with a lab.yaml, and what somebody has
// achieved in them. The labs that the program carries lie in the folder labs; its course.yaml says their order.
// They are text: a teacher who knows no Go can read them, change them, and write a course of his own.
package course
