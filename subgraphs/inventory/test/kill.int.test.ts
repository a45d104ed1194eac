import { afterEach, expect, test } from "bun:test";
import { eventually } from "@mercato/chassis/testing";
import { expectLaws } from "./laws.ts";
import { sagaOf, startWarehouse, type Warehouse } from "./warehouse.ts";

const LIMIT = 120_000;
let processes: Bun.Subprocess[] = [];
let warehouse: Warehouse | undefined;

afterEach(async () => {
  for (const running of processes) running.kill("SIGKILL");
  await Promise.all(processes.map(({ exited }) => exited));
  processes = [];
  await warehouse?.stop();
}, LIMIT);

/** An inventory process of its own, as in production. */
async function startProcess({ world }: Warehouse): Promise<Bun.Subprocess<"ignore", "pipe", "inherit">> {
  const running = Bun.spawn([process.execPath, `${import.meta.dir}/../main.ts`], {
    env: { ...world.environment("inventory"), LOG_LEVEL: "info", SETTLE_AFTER_MS: "500", AVAILABILITY_INTERVAL_MS: "50" },
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
  throw new Error(`the inventory did not start: ${said}`);
}

test(
  "Law 4: what was acknowledged lasts — killed again and again under load, every command is answered once it is asked again, and every unit accounted for",
  async () => {
    const house = await startWarehouse({ withService: false });
    warehouse = house;
    const skus = Array.from({ length: 5 }, (_, index) => `kill-${index}`);
    await house.receive(
      "kill",
      skus.map((sku) => ({ sku, quantity: 60 })),
    );
    const orders = Array.from({ length: 120 }, (_, index) =>
      sagaOf(`kill-${index}`, [
        { sku: skus[index % 5] ?? "", quantity: 2 },
        { sku: skus[(index + 2) % 5] ?? "", quantity: 1 },
      ]),
    );
    const asked = orders.flatMap((order, index) => [order.reserve, index % 3 === 0 ? order.release : order.commit]);
    const answered = () => asked.filter(([, { operationId }]) => house.answersTo(operationId).length > 0).length;

    const sent = (async () => {
      for (const order of orders) await house.send(...order.reserve);
      for (const [index, order] of orders.entries()) await (index % 3 === 0 ? house.send(...order.release) : house.send(...order.commit));
    })();
    for (const share of [0.1, 0.3, 0.5]) {
      const running = await startProcess(house);
      await eventually("some are answered", () => answered() > asked.length * share, { timeoutMs: 30_000, intervalMs: 1 });
      running.kill("SIGKILL");
      await running.exited;
    }
    await sent;
    await startProcess(house);
    // As the saga asks again, whose patience is shorter than the bus's for a consumer that died.
    await eventually(
      "all are answered",
      async () => {
        for (const [contract, data] of asked)
          if (house.answersTo(data.operationId).length === 0) await house.send(contract as never, data as never);
        return answered() === asked.length;
      },
      { timeoutMs: 60_000, intervalMs: 1_000 },
    );
    const orderIds = orders.map(({ reserve }) => reserve[1].orderId);
    await eventually("nothing is under way", async () => {
      const allocations = await house.stores.allocations.loadMany(orderIds);
      return allocations.every(({ state }) => state.work === null);
    });
    await expectLaws(house, skus, orderIds);
    for (const [, { operationId }] of asked) {
      const given = house.answersTo(operationId).map(({ messageId: _id, ...answer }) => JSON.stringify(answer));
      expect(new Set(given).size).toBe(1);
    }
  },
  LIMIT,
);
