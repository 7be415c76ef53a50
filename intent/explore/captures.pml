/*
 * What can be done with one authorization of AMOUNT units of which several parts can be captured: capture, refund, cancel, expire.
 * These are the rules of explore.Captures a second time, in another language, so that each can be held against the other: spin has to
 * find as many states as the walk does, no assertion that fails, and one more transition than tries that are accepted, into the first state.
 *
 *	spin -a captures.pml
 *	cc -O2 -DSAFETY -DNOREDUCE -o pan pan.c
 *	./pan
 *
 * Each try is one step, so that there is a state between two tries and nowhere else. A try that is refused is no step.
 */

#ifndef AMOUNT
#define AMOUNT 3 /* or spin -DAMOUNT=52 */
#endif

#ifndef LIMIT
#define LIMIT 50 /* captures that take something */
#endif

#define NUMBERED 64 /* refunds; those after them are not counted */

mtype = { requires_capture, succeeded, canceled };

mtype status = requires_capture;
bool expired; /* why it was canceled: the window ended, or somebody did it */
int captured; /* units */
int captures; /* that took something */
int refunded; /* units */
int refunds;

/* Of one step, and no part of a state: what it takes or gives back, and what was before. */
hidden int units;
hidden byte statusBefore;
hidden int capturedBefore;

/* What is authorized and not captured can be captured while the status is requires_capture. */
#define capturable (AMOUNT - captured)

/* What was captured and not given back can be refunded, also while more may be captured. */
#define refundable (captured - refunded)

/* Closing lets the rest go. With something captured the payment has succeeded; with nothing it is canceled. */
inline close(ranOut) {
	if
	:: captured > 0 -> status = succeeded
	:: else -> status = canceled; expired = ranOut
	fi
}

/* Any part of what is capturable can be captured, LIMIT times. A final capture closes. A capture of nothing does no more than that: it has
 * to be final, needs something that was captured before, and is not counted. */
inline capture(amount, final) {
	d_step {
		status == requires_capture && 0 <= amount && amount <= capturable &&
		((amount > 0 && captures < LIMIT) || (amount == 0 && final && captured > 0)) ->
		before();
		units = amount;
		captured = captured + units;
		captures = captures + (units > 0);
		if
		:: final -> close(false)
		:: else
		fi;
		assert(final == (status != requires_capture));
		after()
	}
}

/* Any part of what is refundable can be refunded, as often as there is some. */
inline refund(amount) {
	d_step {
		0 < amount && amount <= refundable ->
		before();
		units = amount;
		refunded = refunded + units;
		refunds = (refunds < NUMBERED -> refunds + 1 : NUMBERED);
		after()
	}
}

/* Canceling, and the end of the window, close what is open. */
inline release(ranOut) {
	d_step { status == requires_capture -> before(); close(ranOut); after() }
}

inline before() {
	statusBefore = status;
	capturedBefore = captured
}

inline after() {
	assert(0 <= captured && captured <= AMOUNT);
	assert(0 <= captures && captures <= LIMIT && captures <= captured && (captures > 0) == (captured > 0));
	assert(0 <= refunded && refunded <= captured);
	assert(0 <= refunds && refunds <= refunded && (refunds > 0) == (refunded > 0));
	assert((status == canceled) == (status != requires_capture && captured == 0));
	assert(!expired || status == canceled);
	assert(statusBefore == requires_capture || (status == statusBefore && captured == capturedBefore))
}

active proctype payment() {
end:	do
	:: capture(0, false)
	:: capture(0, true)
	:: capture(1, false)
	:: capture(1, true)
	:: capture(2, false)
	:: capture(2, true)
	:: capture(capturable - (capturable > 0), false)
	:: capture(capturable - (capturable > 0), true)
	:: capture(capturable + 1, false)
	:: capture(capturable + 1, true)
	:: capture(capturable, false)
	:: capture(capturable, true)
	:: refund(1)
	:: refund(captured + 1)
	:: refund(refundable)
	:: release(false)
	:: release(true)
	od
}
