package explore_test

import (
	"fmt"
	"strings"

	"github.com/tranche-go/tranche/capture"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/intent/explore"
)

// One unit can be captured once, and refunded once.
func ExampleUniverse_Mermaid() {
	fmt.Print(explore.Universe(explore.Captures).Mermaid(explore.Authorized(1, intent.Rules{})))
	// Output:
	// stateDiagram-v2
	//     requires_capture: requires_capture, 3 states
	//     succeeded: succeeded, 2 states
	//     canceled: canceled, 2 states
	//     [*] --> requires_capture
	//     requires_capture --> requires_capture: capture 2, refund 2
	//     requires_capture --> succeeded: capture 8, cancel 2, expire 2
	//     requires_capture --> canceled: cancel 1, expire 1
	//     succeeded --> succeeded: refund 2
	//     succeeded --> [*]
	//     canceled --> [*]
}

func ExampleUniverse_DOT() {
	fmt.Print(explore.Universe(explore.Captures).DOT(explore.Authorized(1, intent.Rules{})))
	// Output:
	// digraph {
	// 	"requires_capture" [label="requires_capture, 3 states"]
	// 	"succeeded" [label="succeeded, 2 states"]
	// 	"canceled" [label="canceled, 2 states"]
	// 	"" -> "requires_capture" [label=""]
	// 	"requires_capture" -> "requires_capture" [label="capture 2, refund 2"]
	// 	"requires_capture" -> "succeeded" [label="capture 8, cancel 2, expire 2"]
	// 	"requires_capture" -> "canceled" [label="cancel 1, expire 1"]
	// 	"succeeded" -> "succeeded" [label="refund 2"]
	// }
}

// The model begins with what is asked for; the rules follow.
func ExamplePromela() {
	defines, _, _ := strings.Cut(explore.Promela(52, capture.MaxCaptures), "\n\n")
	fmt.Println(defines)
	// Output:
	// #define AMOUNT 52
	// #define LIMIT 50
}
