import { afterEach, expect, test } from "bun:test";
import { eventually } from "@mercato/chassis/testing";
import { paymentIdOf } from "../domain/payment.ts";
import { type Checkout, openCheckout } from "./checkout.ts";

const LIMIT = 90_000;
let processes: Bun.Subprocess[] = [];
let checkout: Checkout | undefined;

afterEach(async () => {
  for (const running of processes) running.kill("SIGKILL");
  await Promise.all(processes.map(({ exited }) => exited));
  processes = [];
  await checkout?.stop();
}, LIMIT);

/** A payments process of its own, as in production. */
async function startProcess({ world }: Checkout): Promise<Bun.Subprocess<"ignore", "pipe", "inherit">> {
  const running = Bun.spawn([process.execPath, `${import.meta.dir}/../main.ts`], {
    env: { ...world.environment("payments"), LOG_LEVEL: "info", PROVIDER_TIMEOUT_MS: "5000" },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "inherit",
  });
  processes.push(running);
  let said = "";
  for await (const chunk of running.stdout) {
    said += new TextDecoder().decode(chunk);
    if (said.includes('"msg":"serving"')) return running;
  }
  throw new Error(`payments did not start: ${said}`);
}

test(
  "Law 4, Law 2: killed while the provider's answer is on its way, a process charges once in its next life",
  async () => {
    checkout = await openCheckout();
    const { service, newOrderId, authorize, capture, answerTo, books, entries, store } = checkout;
    // Only the process that is to be killed obeys commands.
    await service.stop();
    const first = await startProcess(checkout);
    const orderId = newOrderId();
    const operationId = await authorize(orderId, "sandbox-timeout-after-charge");
    await eventually("the provider has booked it", async () => (await books(orderId)).length === 1);
    first.kill("SIGKILL");
    await first.exited;
    expect((await store.load(paymentIdOf(orderId)))?.state).toMatchObject({ status: "pending" });

    const second = await startProcess(checkout);
    // As the saga asks again, whose patience is shorter than the bus's for a consumer that died.
    await authorize(orderId, "sandbox-timeout-after-charge");
    expect(await answerTo(operationId)).toMatchObject({ type: "authorized" });
    expect(await answerTo(await capture(orderId))).toMatchObject({ type: "captured" });
    expect(await entries(orderId)).toEqual(["AUTHORIZATION 1000", "CAPTURE 1000"]);
    second.kill("SIGTERM");
    expect(await second.exited).toBe(0);
  },
  LIMIT,
);
