package explore

import (
	"github.com/tranche-go/tranche/charge"
	"github.com/tranche-go/tranche/charge/money"
	"github.com/tranche-go/tranche/connect"
	"github.com/tranche-go/tranche/intent"
	"github.com/tranche-go/tranche/refund"
)

// A search is the set of the states that were found, in the order in which they were. A state is more than a kilobyte, but its parts
// repeat: each part is kept once, and a state is the numbers of its parts. Nothing is hashed away: two states are one only if they are equal.
type search struct {
	intents   pool[intent.PaymentIntent] // without the charge
	charges   pool[charge.Charge]        // without what follows
	refunded  pool[refunded]
	fees      pool[connect.ApplicationFee]
	transfers pool[connect.Transfer]
	refunds   pool[[MaxRefunds]refund.Refund]

	seen  map[key]struct{}
	nodes []node
}

// A key is a state as the numbers of its parts.
type key struct{ intent, charge, refunded, fee, transfer, refunds uint32 }

// A node is a state that was found, and from where: by the command of that number.
type node struct {
	key     key
	parent  uint32
	command uint32
}

// refunded is what refunds change in a charge.
type refunded struct {
	amount money.Amount
	made   uint8
	live   uint64
}

// A pool keeps values once, and numbers them.
type pool[T comparable] struct {
	numbers map[T]uint32
	all     []T
}

func (p *pool[T]) number(v T) uint32 {
	n, ok := p.numbers[v]
	if !ok {
		if p.numbers == nil {
			p.numbers = map[T]uint32{}
		}
		n = uint32(len(p.all))
		p.all = append(p.all, v)
		p.numbers[v] = n
	}
	return n
}

func newSearch(from State) *search {
	s := &search{seen: map[key]struct{}{}}
	s.add(&from, 0, 0)
	return s
}

// add reports whether a state is new, and keeps it then.
func (s *search) add(found *State, parent, command int) bool {
	k := s.key(found)
	if _, ok := s.seen[k]; ok {
		return false
	}
	s.seen[k] = struct{}{}
	s.nodes = append(s.nodes, node{key: k, parent: uint32(parent), command: uint32(command)})
	return true
}

// key takes a state apart.
func (s *search) key(state *State) key {
	pi := state.PaymentIntent
	c := pi.LatestCharge
	k := key{
		refunded: s.refunded.number(refunded{c.AmountRefunded, c.RefundsMade, c.LiveRefunds}),
		fee:      s.fees.number(c.ApplicationFee),
		transfer: s.transfers.number(c.Transfer),
		refunds:  s.refunds.number(state.Refunds),
	}
	c.AmountRefunded, c.RefundsMade, c.LiveRefunds = 0, 0, 0
	c.ApplicationFee, c.Transfer = connect.ApplicationFee{}, connect.Transfer{}
	k.charge = s.charges.number(c)
	pi.LatestCharge = charge.Charge{}
	k.intent = s.intents.number(pi)
	return k
}

// state puts a state together again.
func (s *search) state(node int) State {
	k := s.nodes[node].key
	state := State{PaymentIntent: s.intents.all[k.intent], Refunds: s.refunds.all[k.refunds]}
	c := &state.PaymentIntent.LatestCharge
	*c = s.charges.all[k.charge]
	r := &s.refunded.all[k.refunded]
	c.AmountRefunded, c.RefundsMade, c.LiveRefunds = r.amount, r.made, r.live
	c.ApplicationFee, c.Transfer = s.fees.all[k.fee], s.transfers.all[k.transfer]
	return state
}
