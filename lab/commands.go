package lab

import "slices"

// A Command is a lab command that belongs to a topology.
type Command struct {
	Name, Arguments, Help string
	Least, Most           int // arguments
	// Enters says that it is part of the run: what it returns besides its output, if it is not nil, the lab remembers
	// ([Lab.Remembered]), also when the run is done again.
	Enters bool
	// Run does it at once.
	Run func(l *Lab, args []string) (output string, remember any, err error)
	// Ask, instead of Run, is done as soon as no router is in the middle of something; what it says is told as a notice.
	Ask func(l *Lab, args []string) (output string, err error)
	// Words lists what may stand for an argument, such as KEY, with what it means; nil for what cannot be listed.
	Words func(argument string) [][2]string
}

// commands are all lab commands, those of the topology last.
func (l *Lab) commands() (list []command) {
	list = labCommands()
	for i := range l.line.topology.Commands {
		c := &l.line.topology.Commands[i]
		list = append(list, command{name: c.Name, arguments: c.Arguments, help: c.Help, run: c.runner(), least: c.Least, most: c.Most, of: c})
	}
	return slices.Clip(list)
}

func (c *Command) runner() func(*Lab, []string) (string, error) {
	if c.Ask == nil {
		return func(l *Lab, args []string) (string, error) {
			output, remember, err := c.Run(l, args)
			if err == nil && remember != nil && c.Enters {
				l.kept = append(l.kept, remember)
			}
			return output, err
		}
	}
	return func(l *Lab, args []string) (string, error) {
		l.request(func() error {
			said, err := c.Ask(l, args)
			if err != nil {
				return l.refuse(err)
			}
			l.options.Notice(said)
			return nil
		})
		return "", nil
	}
}
