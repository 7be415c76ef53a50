package main

import (
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/tranche-go/tranche/charge/money"
)

// options are what the flags say.
type options struct {
	read     func() ([]byte, error) // the PaymentIntent
	version  string
	account  string // "": not given
	captures amounts
	open     bool
	fee      money.NullAmount // null: not given
	refunds  amounts
	at       int64 // unix seconds; 0: not given
}

// parse reads the flags. If it returns an error, it has printed why, or the help text.
func parse(args []string, stdin io.Reader, stderr io.Writer) (options, error) {
	o := options{
		read:     func() ([]byte, error) { return sample, nil },
		captures: amounts{700, 200},
	}
	flags := flag.NewFlagSet("multicapture", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Func("intent", "`file` with a PaymentIntent as the API returns it; - is standard input (default a sample of $10.00)",
		func(name string) error {
			o.read = func() ([]byte, error) { return readFile(name, stdin) }
			return nil
		})
	flags.StringVar(&o.version, "version", "", "API `version` of the PaymentIntent, such as 2019-08-14 (default the newest)")
	flags.StringVar(&o.account, "account", "", "`id` of the connected account on which a direct payment was made, such as acct_1")
	flags.Var(&o.captures, "captures", "`amounts` to capture, in minor units, with commas between; the last one is final, and 0 there only closes")
	flags.BoolVar(&o.open, "open", false, "let the last capture keep the rest capturable, too")
	flags.Func("fee", "application fee of each capture, an `amount` in minor units; the payment needs -account or a destination",
		func(text string) error {
			amount, err := parseAmount(text)
			o.fee = money.Some(amount)
			return err
		})
	flags.Var(&o.refunds, "refund", "`amounts` to refund after the captures, in minor units, with commas between")
	flags.Int64Var(&o.at, "at", 0, "when it happens, in unix `seconds`; 0: capture_before is not checked")

	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if flags.NArg() > 0 {
		err := fmt.Errorf("unexpected argument %q: amounts are one flag, as in -captures 700,200", flags.Arg(0))
		fmt.Fprintln(stderr, "multicapture:", err)
		return o, err
	}
	return o, nil
}

// readFile reads a file, or stdin if the name is -.
func readFile(name string, stdin io.Reader) ([]byte, error) {
	if name == "-" {
		return io.ReadAll(stdin)
	}
	return os.ReadFile(name)
}
