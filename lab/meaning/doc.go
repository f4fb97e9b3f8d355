// Package meaning says what packets of a lab mean: of an IKE message its exchange, its number in
// it, its payloads, decrypted with the keys of the lab's own routers; of others protocol, ports
// and SPI. It is the one place where a lab opens messages and seals what was changed of them.
//
// A [Reader] has to be shown every packet that is put on a wire ([Reader.Note]): who began an
// exchange, and what a message is chained to, is in the messages before it. Showing costs next to
// nothing; only [Reader.Read] decrypts.
package meaning
