import { expect, test } from "bun:test";
import { eventually } from "@mercato/chassis/testing";
import { type MetricDescription, metrics, prometheusName } from "@mercato/contracts/telemetry/metrics";
import { type ServiceName, serviceNames } from "@mercato/topology";
import { type Sample, type Scrape, scrape } from "../harness/prometheus.ts";
import { openShop } from "../harness/shop.ts";

const shop = await openShop("metrics");
const staff = await shop.staff();
await staff.sell({ sku: "MUG", price: "4.25", stock: 20 });

const SUBGRAPHS = ["accounts", "catalog", "inventory", "orders", "payments"] as const;

/** Which service has to say what, once an order went through and a message could not be read. */
const homes: Readonly<Record<keyof typeof metrics, readonly ServiceName[]>> = {
  requestDuration: ["router"],
  subgraphFetchDuration: ["router"],
  cacheLookups: ["router"],
  cacheBytes: ["router"],
  cacheEntries: ["router"],
  supergraphLoads: ["router"],
  supergraphsHeld: ["router"],
  sagaDuration: ["orders"],
  sagaStepDuration: ["orders"],
  outboxPending: SUBGRAPHS,
  outboxOldestAge: SUBGRAPHS,
  consumerLag: ["inventory", "orders", "payments"],
  deadLetters: ["payments"],
  eventLoopLag: serviceNames,
  residentMemory: serviceNames,
  cpuTime: serviceNames,
};

async function scrapeAll(): Promise<ReadonlyMap<ServiceName, Scrape>> {
  const all = serviceNames.map(async (name) => [name, await scrape(shop.processes.urls[name] ?? "")] as const);
  return new Map(await Promise.all(all));
}

const samplesOf = (found: Scrape | undefined, metric: MetricDescription): readonly Sample[] => found?.of(prometheusName(metric)) ?? [];
const countBy = (samples: readonly Sample[], labels: Readonly<Record<string, string>>) =>
  samples
    .filter((sample) => Object.entries(labels).every(([key, value]) => sample.labels[key] === value))
    .reduce((sum, { value }) => sum + value, 0);

test("after one order every metric of contracts is there, where it belongs, of its kind and with its labels", async () => {
  const guest = await shop.guest();
  await guest.ended(await guest.buy({ MUG: 2 }));
  await shop.streams.publish("payments.v1.cmd.authorize", "no command");
  await eventually("the message is buried", async () => (await shop.streams.deadLetters()).length === 1);
  const scrapes = await scrapeAll();

  for (const [key, metric] of Object.entries(metrics) as [keyof typeof metrics, MetricDescription][]) {
    const sayers = serviceNames.filter((name) => samplesOf(scrapes.get(name), metric).length > 0);
    expect([key, sayers]).toEqual([key, serviceNames.filter((name) => homes[key].includes(name))]);
    for (const name of sayers) {
      expect(scrapes.get(name)?.types.get(prometheusName(metric))).toBe(metric.kind);
      for (const { labels } of samplesOf(scrapes.get(name), metric)) {
        expect([key, Object.keys(labels).toSorted()]).toEqual([key, ["service", ...metric.labels].toSorted()]);
        expect(labels["service"]).toBe(name);
      }
    }
  }
});

test("they say what happened", async () => {
  const scrapes = await scrapeAll();
  const at = (name: ServiceName, metric: MetricDescription) => samplesOf(scrapes.get(name), metric);
  const placed = { operation: "PlaceOrder", operation_type: "mutation", outcome: "ok" };
  expect(countBy(at("router", metrics.requestDuration), placed)).toBe(1);
  expect(countBy(at("router", metrics.subgraphFetchDuration), { subgraph: "orders", outcome: "failed" })).toBe(0);
  expect(countBy(at("router", metrics.subgraphFetchDuration), { subgraph: "orders", outcome: "ok" })).toBeGreaterThan(2);
  expect(countBy(at("orders", metrics.sagaDuration), { saga: "place-order", outcome: "completed" })).toBe(1);
  const steps = at("orders", metrics.sagaStepDuration).map(({ labels, value }) => [labels["step"], labels["outcome"], value]);
  expect(steps.toSorted()).toEqual([
    ["authorize-payment", "succeeded", 1],
    ["capture-payment", "succeeded", 1],
    ["commit-stock", "succeeded", 1],
    ["reserve-stock", "succeeded", 1],
  ]);
  expect(at("payments", metrics.deadLetters).map(({ labels, value }) => [labels["durable"], labels["code"], value])).toEqual([
    ["payments--payments-v1-cmd-authorize", "INVALID_MESSAGE", 1],
  ]);
  for (const { value } of at("router", metrics.cpuTime)) expect(value).toBeGreaterThan(0);
  for (const { value } of at("router", metrics.residentMemory)) expect(value).toBeGreaterThan(10_000_000);
});

test("a saga that turned back says so, step by step", async () => {
  const guest = await shop.guest();
  await guest.awaits(await guest.buy({ MUG: 1 }, { paymentToken: "sandbox-decline" }), "CANCELLED");
  const orders = (await scrapeAll()).get("orders");
  expect(countBy(samplesOf(orders, metrics.sagaDuration), { saga: "place-order", outcome: "compensated" })).toBe(1);
  const of = (step: string, outcome: string) => countBy(samplesOf(orders, metrics.sagaStepDuration), { step, outcome });
  expect([of("authorize-payment", "refused"), of("reserve-stock", "compensated")]).toEqual([1, 1]);
});

test("refused requests are counted as such, and names that clients make up cannot fill a process", async () => {
  await shop.client.send("query Nonsense { noSuchField }");
  await Promise.all(Array.from({ length: 300 }, (_, index) => shop.client.send(`query Made${index} { __typename }`)));
  const requests = samplesOf((await scrapeAll()).get("router"), metrics.requestDuration);
  expect(countBy(requests, { outcome: "refused" })).toBe(1);
  const operations = new Set(requests.map(({ labels }) => labels["operation"]));
  expect(operations.size).toBe(201);
  expect(countBy(requests, { operation: "other" })).toBeGreaterThan(100);
});
