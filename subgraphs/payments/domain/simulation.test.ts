import { expect, test } from "bun:test";
import fc from "fast-check";
import type { Answer, PaymentCommand } from "./command.ts";
import { type Decision, decide, type Next, record } from "./decide.ts";
import type { PaymentEvent } from "./event.ts";
import { evolve } from "./evolve.ts";
import type { PaymentState } from "./payment.ts";
import type { AuthorizeOutcome, ProviderCall, SettledCall } from "./provider-call.ts";

/** A provider that keeps its books as our port demands: the same key is the same call, and settling a key that is not known spends it. */
class Company {
  readonly keys = new Map<string, AuthorizeOutcome | { readonly kind: "never" }>();
  readonly effects = new Map<string, SettledCall["outcome"]>();
  held = 0;
  captured = 0;
  refunded = 0;
  captures = 0;
  readonly #refuses: (call: ProviderCall) => boolean;

  constructor(refuses: (call: ProviderCall) => boolean) {
    this.#refuses = refuses;
  }

  perform(call: ProviderCall): SettledCall {
    const { kind } = call;
    const outcome = this.#outcomeOf(call);
    // The outcome is of the call's kind by construction; the union cannot say so.
    return { kind, call, outcome } as SettledCall;
  }

  #outcomeOf(call: ProviderCall): SettledCall["outcome"] {
    if (call.kind === "authorize") return this.#authorize(call);
    if (call.kind === "settle") return this.#settle(call.key);
    const known = this.effects.get(call.key);
    if (known !== undefined) return known;
    const outcome = this.#move(call);
    this.effects.set(call.key, outcome);
    return outcome;
  }

  #authorize(call: Extract<ProviderCall, { kind: "authorize" }>): AuthorizeOutcome {
    const known = this.keys.get(call.key);
    if (known?.kind === "never") return { kind: "declined", code: "KEY_SPENT", message: "" };
    if (known !== undefined) return known;
    const outcome: AuthorizeOutcome = this.#refuses(call)
      ? { kind: "declined", code: "CARD_DECLINED", message: "" }
      : { kind: "authorized", authorizationId: `auth-${call.key}` };
    if (outcome.kind === "authorized") this.held += call.amount.amountMinor;
    this.keys.set(call.key, outcome);
    return outcome;
  }

  #settle(key: string) {
    const known = this.keys.get(key) ?? ({ kind: "never" } as const);
    this.keys.set(key, known);
    return known;
  }

  #move(call: Extract<ProviderCall, { kind: "capture" | "void" | "refund" }>): SettledCall["outcome"] {
    const refused = { kind: "refused", code: "REFUSED", message: "" } as const;
    if (call.kind === "capture") {
      if (this.held !== call.amount.amountMinor || this.#refuses(call)) return refused;
      this.held = 0;
      this.captured += call.amount.amountMinor;
      this.captures += 1;
      return { kind: "captured", amount: call.amount };
    }
    if (call.kind === "void") {
      if (this.captured > 0) return { kind: "already-captured", amount: { ...call.amount, amountMinor: this.captured } };
      this.held = 0;
      return { kind: "voided" };
    }
    if (call.amount.amountMinor > this.captured - this.refunded || this.#refuses(call)) return refused;
    this.refunded += call.amount.amountMinor;
    return { kind: "refunded" };
  }
}

/** One command on its way, as one delivery after another sees it. */
interface Handler {
  readonly command: PaymentCommand;
  step:
    | { readonly at: "start" }
    | { readonly at: "call"; readonly call: ProviderCall }
    | { readonly at: "record"; readonly settled: SettledCall };
  done: boolean;
}

type Fault = "none" | "crash" | "lost";

/** A shop of one payment whose handlers take turns in any order, die anywhere, and whose calls may reach the provider long after they were given up. */
class Shop {
  state: PaymentState | null = null;
  readonly history: PaymentEvent[] = [];
  readonly company: Company;
  readonly handlers: Handler[];
  /** Calls that were given up on, and are still on the wire. */
  readonly late: ProviderCall[] = [];
  readonly lastAnswer = new Map<string, Answer>();

  constructor(company: Company, commands: readonly PaymentCommand[]) {
    this.company = company;
    this.handlers = commands.map((command) => ({ command, step: { at: "start" }, done: false }));
  }

  advance(handler: Handler, fault: Fault): void {
    if (handler.done) return;
    if (handler.step.at === "start") return this.#write(handler, decide(this.state, handler.command), fault);
    if (handler.step.at === "record") return this.#record(handler, handler.step.settled, fault);
    const { call } = handler.step;
    if (fault === "crash") {
      this.late.push(call);
      handler.step = { at: "start" };
      return;
    }
    const settled = this.company.perform(call);
    handler.step = fault === "lost" ? { at: "start" } : { at: "record", settled };
  }

  #record(handler: Handler, settled: SettledCall, fault: Fault): void {
    if (fault === "crash") {
      handler.step = { at: "start" };
      return;
    }
    if (this.state === null) throw new Error("recorded before it was opened");
    this.#write(handler, record(this.state, settled, handler.command), fault);
  }

  #write(handler: Handler, { events, answers, next }: Decision, fault: Fault): void {
    for (const event of events) this.state = evolve(this.state, event);
    this.history.push(...events);
    for (const { kind, operationId, answer } of answers) this.#check(`${kind} ${operationId}`, answer);
    if (fault === "lost") handler.step = { at: "start" };
    else this.#follow(handler, next);
  }

  #check(operation: string, answer: Answer): void {
    const before = this.lastAnswer.get(operation);
    const mayChange = before === undefined || (operation.startsWith("cancel") && before.type === "refund-failed");
    if (!mayChange) expect(answer).toEqual(before);
    this.lastAnswer.set(operation, answer);
  }

  #follow(handler: Handler, next: Next): void {
    handler.done = next.kind === "answered";
    handler.step = next.kind === "call" ? { at: "call", call: next.call } : { at: "start" };
  }

  /** Everything is delivered until it is answered, with no faults any more; in the end what was late arrives, too. */
  finish(): void {
    for (let round = 0; round < 100 && this.handlers.some(({ done }) => !done); round += 1) {
      for (const handler of this.handlers) this.advance(handler, "none");
    }
    for (const call of this.late.splice(0)) this.company.perform(call);
  }
}

const AMOUNT = { amountMinor: 1_000, currency: "GBP" };
const orderId = "ord_1";
const operation = (kind: string) => fc.integer({ min: 1, max: 2 }).map((n) => `${orderId}:${kind}-${n}`);

const commandArbitrary: fc.Arbitrary<PaymentCommand> = fc.oneof(
  {
    weight: 3,
    arbitrary: operation("authorize").map((operationId) => ({
      kind: "authorize" as const,
      orderId,
      operationId,
      payerId: "usr_1",
      amount: AMOUNT,
    })),
  },
  { weight: 3, arbitrary: operation("capture").map((operationId) => ({ kind: "capture" as const, orderId, operationId })) },
  { weight: 2, arbitrary: operation("cancel").map((operationId) => ({ kind: "cancel" as const, orderId, operationId })) },
  {
    weight: 3,
    arbitrary: fc.tuple(operation("refund"), fc.integer({ min: -1, max: 1_200 })).map(([operationId, amountMinor]) => {
      return { kind: "refund" as const, orderId, operationId, refundId: operationId, amount: { ...AMOUNT, amountMinor }, reason: null };
    }),
  },
);

const runArbitrary = fc.record({
  commands: fc.array(commandArbitrary, { minLength: 1, maxLength: 8 }),
  // The first command is an authorization more often than not: the rest of a payment's life is behind it.
  authorizeFirst: fc.boolean(),
  turns: fc.array(
    fc.record({ handler: fc.nat(), fault: fc.constantFrom<Fault>("none", "none", "none", "crash", "lost"), deliverLate: fc.boolean() }),
    { maxLength: 60 },
  ),
  refusedCalls: fc.subarray(["authorize", "capture", "refund"] as const, { maxLength: 1 }),
});

type Run = typeof runArbitrary extends fc.Arbitrary<infer T> ? T : never;

function play(run: Run): Shop {
  const first: PaymentCommand = { kind: "authorize", orderId, operationId: `${orderId}:authorize-1`, payerId: "usr_1", amount: AMOUNT };
  const company = new Company((call) => run.refusedCalls.some((kind) => kind === call.kind));
  const shop = new Shop(company, run.authorizeFirst ? [first, ...run.commands] : run.commands);
  if (run.authorizeFirst) for (let step = 0; step < 3; step += 1) shop.advance(shop.handlers[0]!, "none");
  for (const { handler, fault, deliverLate } of run.turns) {
    const late = deliverLate ? shop.late.shift() : undefined;
    if (late !== undefined) company.perform(late);
    shop.advance(shop.handlers[handler % shop.handlers.length]!, fault);
    checkBooks(shop);
  }
  shop.finish();
  return shop;
}

function checkBooks({ company, state }: Shop): void {
  expect(company.captures).toBeLessThanOrEqual(1);
  expect(company.captured).toBeLessThanOrEqual(AMOUNT.amountMinor);
  expect(company.refunded).toBeLessThanOrEqual(company.captured);
  const terms = state?.terms;
  if (!terms) return;
  expect(terms.captured.amountMinor).toBeLessThanOrEqual(terms.amount.amountMinor);
  expect(terms.refunded.amountMinor).toBeLessThanOrEqual(terms.captured.amountMinor);
}

const options = { numRuns: 1_500 };

test("Law 2: no double charge, whatever the order of commands, crashes and late calls", () => {
  fc.assert(
    fc.property(runArbitrary, (run) => checkBooks(play(run))),
    options,
  );
});

test("Law 3: every command is answered in the end, and no call is left pending", () => {
  fc.assert(
    fc.property(runArbitrary, (run) => {
      const shop = play(run);
      expect(shop.handlers.every(({ done }) => done)).toBe(true);
      expect(shop.state?.pending).toBeNull();
      expect(shop.state?.operations.every(({ answer }) => answer !== null)).toBe(true);
    }),
    options,
  );
});

test("what the payment says of itself is what the provider has on its books", () => {
  fc.assert(
    fc.property(runArbitrary, (run) => {
      const { state, company } = play(run);
      expect(state?.terms?.captured.amountMinor ?? 0).toBe(company.captured);
      expect(state?.terms?.refunded.amountMinor ?? 0).toBe(company.refunded);
      expect(company.held).toBe(state?.status === "authorized" ? AMOUNT.amountMinor : 0);
    }),
    options,
  );
});

test("a cancelled payment holds nothing and keeps nothing, even when an authorization arrives at the provider after all", () => {
  fc.assert(
    fc.property(runArbitrary, (run) => {
      const { company, lastAnswer } = play(run);
      const cancelled = [...lastAnswer.values()].some(({ type }) => type === "cancelled");
      if (cancelled) expect({ held: company.held, kept: company.captured - company.refunded }).toEqual({ held: 0, kept: 0 });
    }),
    options,
  );
});

test("Law 5: asking everything once more gives the same answers and changes nothing", () => {
  fc.assert(
    fc.property(runArbitrary, (run) => {
      const shop = play(run);
      const before = shop.history.length;
      for (const { command } of shop.handlers) {
        if (shop.lastAnswer.get(`${command.kind} ${command.operationId}`)?.type === "refund-failed" && command.kind === "cancel") continue;
        const { events, answers, next } = decide(shop.state, command);
        expect({ events, next }).toEqual({ events: [], next: { kind: "answered" } });
        expect(answers.map(({ answer }) => answer)).toEqual([shop.lastAnswer.get(`${command.kind} ${command.operationId}`)!]);
      }
      expect(shop.history.length).toBe(before);
    }),
    options,
  );
});

test("Law 6: fold(history) = state", () => {
  fc.assert(
    fc.property(runArbitrary, (run) => {
      const { history, state } = play(run);
      expect(history.reduce<PaymentState | null>(evolve, null)).toEqual(state);
    }),
    options,
  );
});
