// Webhooks is a server that a billing service could start from: it receives webhooks, and knows of each payment what they told.
//
//	go run ./examples/webhooks
//
// delivers the webhooks of a payment to itself, twice and shuffled, starts anew in between, and compares what it knows with the payment.
//
//	WEBHOOK_SECRET=whsec_… go run ./examples/webhooks -addr 127.0.0.1:8080 -dir views
//
// serves POST /webhooks, for the API, and GET /payments/{id}, for the service, until it is stopped, which it may be at any time. Put TLS in
// front of the one, and keep the other inside. While a secret is rolled, WEBHOOK_SECRET is both, with a comma between them.
//
// Receiving (server.go). endpoint.Handler looks at the signature and decodes. It answers 200 when the event is stored, and else 500: then the
// API sends it again. Storing (store.go). Of each payment there is a file with a webhook.View, which takes events in any order and twice. A file
// is replaced as a whole, and deliveries of one payment wait for each other, so that nothing is lost.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"
)

func main() {
	if err := run(os.Args[1:], os.Getenv("WEBHOOK_SECRET"), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "webhooks:", err)
		os.Exit(1)
	}
}

// run is main without the process around it.
func run(args []string, secret string, w io.Writer) error {
	flags := flag.NewFlagSet("webhooks", flag.ContinueOnError)
	addr := flags.String("addr", "", "address to serve on; without it, a payment is shown")
	dir := flags.String("dir", "", "folder for what is known of payments (required with -addr)")
	if err := flags.Parse(args); err != nil {
		return err
	}
	switch {
	case *addr == "":
		return show(w)
	case *dir == "" || secret == "":
		return errors.New("-addr needs -dir, and WEBHOOK_SECRET in the environment")
	}
	if err := os.MkdirAll(*dir, 0o700); err != nil {
		return err
	}
	secrets := strings.FieldsFunc(secret, func(r rune) bool { return r == ',' || r == ' ' })
	server := http.Server{Addr: *addr, Handler: newHandler(newStore(*dir), secrets), ReadTimeout: 10 * time.Second}
	return server.ListenAndServe()
}
