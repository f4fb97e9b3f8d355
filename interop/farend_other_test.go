//go:build !linux

package interop

import "errors"

func beFarEnd(string) error { return errors.New("needs Linux") }
