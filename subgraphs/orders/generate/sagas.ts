import { fileURLToPath } from "node:url";
import { describeSaga } from "@mercato/chassis/saga";
import { readOrdersEnvironment } from "../environment.ts";
import type { CancelOrderData, PlaceOrderData, ReturnOrderData } from "../sagas/data.ts";
import { createSagas } from "../sagas/definitions.ts";

const FILE = fileURLToPath(new URL("../../../docs/sagas.md", import.meta.url));

const amount = { amountMinor: 100, currency: "GBP" };
const lines = [{ sku: "sku", quantity: 1 }];
const place: PlaceOrderData = { orderId: "order", payerId: "user", amount, paymentToken: "token", lines };
const cancel: CancelOrderData = { orderId: "order", hasPayment: true, hasStock: true };
const giveBack: ReturnOrderData = { orderId: "order", returnId: "return", refund: amount, reason: null, lines };

const HEAD = `# Sagas

Generated from \`subgraphs/orders/sagas/definitions.ts\` by \`bun run gen\`. Do not edit.

What each order's processing consists of, as it is declared and as it runs. A box can be undone, a hexagon is the point of no return, a rounded box comes after it and
must succeed in the end. Steps of one group are asked for at the same time. A participant that does not answer is asked again under the same operation id,
each time after twice as long; what never answers may have been done, so it is undone with the rest. Undoing goes back one step after the other, last
first. Where neither forth nor back is possible a person decides: \`retrySagaStep\`, \`skipSagaStep\`, \`resolveSagaStep\`
([runbook](runbooks/saga-needs-attention.md)). A saga ends under the version that it began with; the definitions of all versions that may still run are here.
Patience is that of the default settings.
`;

/** The document as it follows from the definitions. */
function generate(): string {
  const settings = readOrdersEnvironment({
    MONGO_URL: "mongodb://none",
    NATS_URL: "none",
    INTERNAL_TOKEN_JWKS: '{"keys":[{"kty":"OKP"}]}',
  });
  const { placeOrder, cancelOrder, cancelOrder1, returnOrder } = createSagas({
    stepTimeoutMs: settings.SAGA_STEP_TIMEOUT_MS,
    stepAttempts: settings.SAGA_STEP_ATTEMPTS,
    reservationTtlMs: settings.RESERVATION_TTL_SECONDS * 1000,
  });
  const sections = [
    describeSaga({ definition: placeOrder, sample: place, purpose: "From an accepted order to a confirmed one, or back." }),
    describeSaga({ definition: cancelOrder, sample: cancel, purpose: "Undoes a confirmed order." }),
    describeSaga({ definition: cancelOrder1, sample: cancel, purpose: "As orders were undone before; nothing begins under it any more." }),
    describeSaga({ definition: returnOrder, sample: giveBack, purpose: "Takes some units back." }),
  ];
  return `${[HEAD.trimEnd(), ...sections].join("\n\n")}\n`;
}

const text = generate();
const file = Bun.file(FILE);
const isCurrent = (await file.exists()) && (await file.text()) === text;
if (process.argv.includes("--check")) {
  if (!isCurrent) process.stderr.write("docs/sagas.md does not follow from the definitions any more. Mend it with: bun run gen\n");
  process.exitCode = isCurrent ? 0 : 1;
} else if (!isCurrent) {
  await Bun.write(FILE, text);
}
process.stdout.write(`docs/sagas.md: ${isCurrent ? "up to date" : "differs"}\n`);
