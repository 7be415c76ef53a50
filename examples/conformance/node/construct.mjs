// Reads from the standard input {received_at, requests: [{payload, header, secret}], unsigned: [{payload, timestamp, secret}]}, where
// times are unix seconds, and writes what the official SDK makes of it: {constructed: [{event} or {refused}], headers: [header]}.
import {text} from 'node:stream/consumers';
import Stripe from 'stripe';

const {webhooks} = Stripe;
const {received_at, requests, unsigned} = JSON.parse(await text(process.stdin));

const construct = ({payload, header, secret}) => {
  try {
    return {event: webhooks.constructEvent(payload, header, secret, undefined, undefined, received_at * 1000)};
  } catch (e) {
    if (!(e instanceof Stripe.errors.StripeSignatureVerificationError)) {
      throw e;
    }
    return {refused: e.message};
  }
};

process.stdout.write(JSON.stringify({
  constructed: requests.map(construct),
  headers: unsigned.map((u) => webhooks.generateTestHeaderString(u)),
}));
