import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createScratch, type Scratch } from "@mercato/local/scratch";
import { stringify } from "yaml";
import { providePromtool } from "../promtool.ts";

const promtool = await providePromtool(process.env, (line) => process.stderr.write(`${line}\n`));
const prometheus = fileURLToPath(new URL("../prometheus/", import.meta.url));

/** A series with a value each minute. */
interface Series {
  readonly series: string;
  readonly values: string;
}

const sagas = 'mercato_saga_duration_seconds_count{service="orders",saga="place-order",outcome="needs_attention",instance="orders:4004"}';
const requests = (outcome: string, values: string): Series => ({
  series: `mercato_graphql_request_duration_seconds_count{service="router",outcome="${outcome}"}`,
  values,
});
const within = (values: string): Series => ({
  series: 'mercato_graphql_request_duration_seconds_bucket{service="router",le="0.5"}',
  values,
});

/** What has to fire, and when it may not: [law, alert, series, minute, whether it fires]. */
const cases: readonly (readonly [string, string, readonly Series[], number, boolean])[] = [
  [
    "the first saga that needs attention, whose series begins with it",
    "SagaNeedsAttention",
    [{ series: sagas, values: "_x5 1x10" }],
    8,
    true,
  ],
  ["another one", "SagaNeedsAttention", [{ series: sagas, values: "1x30 2x10" }], 33, true],
  ["one of an hour ago is not news", "SagaNeedsAttention", [{ series: sagas, values: "1x60" }], 60, false],
  [
    "a message that waits for minutes",
    "OutboxStuck",
    [{ series: 'mercato_outbox_oldest_age_seconds{service="orders",collection="orders"}', values: "0+60x10" }],
    8,
    true,
  ],
  [
    "messages that wait for a moment",
    "OutboxStuck",
    [{ series: 'mercato_outbox_oldest_age_seconds{service="orders",collection="orders"}', values: "0 2 1 70 0 3 0 0 0" }],
    4,
    false,
  ],
  [
    "a consumer that stays behind",
    "ConsumerLagging",
    [{ series: 'mercato_consumer_lag{service="inventory",durable="inventory--reserve"}', values: "5000x30" }],
    20,
    true,
  ],
  [
    "a consumer that catches up",
    "ConsumerLagging",
    [{ series: 'mercato_consumer_lag{service="inventory",durable="inventory--reserve"}', values: "5000x5 0x20" }],
    20,
    false,
  ],
  [
    "a dead letter",
    "DeadLetters",
    [{ series: 'mercato_dead_letters_total{service="orders",durable="d",code="INVALID"}', values: "_x5 1x10" }],
    8,
    true,
  ],
  ["one request in ten that fails in part", "ErrorRatioHigh", [requests("ok", "0+90x30"), requests("partial", "0+10x30")], 20, true],
  ["one request in a thousand that fails", "ErrorRatioHigh", [requests("ok", "0+999x30"), requests("failed", "0+1x30")], 20, false],
  ["refusals are the client's doing", "ErrorRatioHigh", [requests("ok", "0+50x30"), requests("refused", "0+50x30")], 20, false],
  ["one answer in five too late for an hour", "LatencyBudgetBurnsFast", [requests("ok", "0+100x90"), within("0+80x90")], 80, true],
  [
    "as many answers too late as the objective allows",
    "LatencyBudgetBurnsFast",
    [requests("ok", "0+100x90"), within("0+99x90")],
    80,
    false,
  ],
  ["late answers that are over", "LatencyBudgetBurnsFast", [requests("ok", "0+100x90"), within("0+50x70 3600+100x20")], 88, false],
  ["one answer in ten too late for hours", "LatencyBudgetBurnsSlowly", [requests("ok", "0+100x400"), within("0+90x400")], 390, true],
  [
    "a loop that is late all the time",
    "EventLoopLags",
    [{ series: 'mercato_event_loop_lag_seconds{service="router",instance="router:4000"}', values: "0.4x20" }],
    10,
    true,
  ],
  [
    "a supergraph that was refused",
    "SupergraphRefused",
    [{ series: 'mercato_router_supergraph_loads_total{service="router",outcome="refused",instance="router:4000"}', values: "0x5 1x10" }],
    8,
    true,
  ],
  [
    "supergraphs that were taken",
    "SupergraphRefused",
    [{ series: 'mercato_router_supergraph_loads_total{service="router",outcome="live",instance="router:4000"}', values: "1x5 3x10" }],
    8,
    false,
  ],
  ["a process that is away", "TargetDown", [{ series: 'up{job="mercato",instance="orders:4004"}', values: "1x5 0x10" }], 10, true],
];

if (promtool !== undefined) {
  describe("read by Prometheus' own tool", () => {
    let scratch: Scratch;
    beforeAll(async () => {
      scratch = await createScratch("promtool-test");
    });
    afterAll(() => scratch.remove());

    test("the rules are rules", async () => {
      const { code, output } = await promtool(["check", "rules", join(prometheus, "rules.yaml")]);
      expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining("10 rules found") });
    });

    test("the scrape configuration is one", async () => {
      const { code, output } = await promtool(["check", "config", join(prometheus, "prometheus.yaml")]);
      expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining("is valid prometheus config file syntax") });
    });

    test("an expression that is none is refused", async () => {
      const file = join(scratch.directory, "broken.yaml");
      const rules = await Bun.file(join(prometheus, "rules.yaml")).text();
      await Bun.write(file, rules.replace("max by (service, collection) (", "max by (service, collection ("));
      const { code } = await promtool(["check", "rules", file]);
      expect(code).not.toBe(0);
    });

    /** What Prometheus says of an alert after some minutes of these series: "" when it is as expected. */
    const judge = async ([, alertname, series, minute, fires]: (typeof cases)[number]): Promise<string> => {
      const file = join(scratch.directory, `${Bun.randomUUIDv7()}.yaml`);
      const probe = { expr: `count(ALERTS{alertname="${alertname}",alertstate="firing"})`, eval_time: `${minute}m` };
      const tests = [
        {
          interval: "1m",
          input_series: series,
          promql_expr_test: [{ ...probe, exp_samples: fires ? [{ labels: "{}", value: 1 }] : [] }],
        },
      ];
      await Bun.write(file, stringify({ rule_files: [join(prometheus, "rules.yaml")], evaluation_interval: "1m", tests }));
      const { code, output } = await promtool(["test", "rules", file]);
      return code === 0 ? "" : output;
    };

    test.each(cases.map((one) => [`${one[1]} ${one[4] ? "fires" : "is silent"}: ${one[0]}`, one] as const))("%s", async (_name, one) => {
      expect(await judge(one)).toBe("");
      // The opposite has to be refused, or this test could not fail.
      expect(await judge([one[0], one[1], one[2], one[3], !one[4]])).not.toBe("");
    });
  });
}
