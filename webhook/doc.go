// Package webhook is events on the wire: signatures of the requests that carry them.
package webhook
