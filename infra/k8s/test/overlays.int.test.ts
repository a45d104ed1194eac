import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { createScratch, type Scratch } from "@mercato/local/scratch";
import { findOnPath } from "@mercato/local/servers/on-path";
import { createTerminalReport } from "@mercato/local/servers/report";
import { createSecrets, secretText } from "@mercato/local/shop/secrets";
import { describeService, serviceNames, topology } from "@mercato/topology";
import { resources } from "@mercato/topology/resources";
import { stringify } from "yaml";
import { provideValidator, type Validator } from "../check/kubeconform.ts";
import { plainWorkloads } from "../check/plain.ts";
import { overlays, parseManifests, renderOverlay } from "../check/render.ts";
import { breachesOf } from "../check/rules.ts";
import { workloadsOf } from "../check/workloads.ts";
import { readBy, readerOf } from "./shape.ts";

const kubectl = findOnPath("kubectl", process.env["PATH"]);
const go = findOnPath("go", process.env["PATH"]);
const say = (line: string) => process.stderr.write(`${line}\n`);

if (kubectl === undefined) say("infra/k8s: no kubectl on PATH, so the overlays are not rendered and not checked here");
else if (go === undefined)
  say("infra/k8s: no go on PATH to build kubeconform with, so the overlays are not held against Kubernetes' schemas here");

const rendered = new Map<string, string>();

/** What a `to` that is found has to be replaced by; a plant that finds nothing would prove nothing. */
function plant(yaml: string, from: string | RegExp, to: string): string {
  const planted = yaml.replace(from, to);
  if (planted === yaml) throw new Error(`${from} is not there to be replaced.`);
  return planted;
}

const breachesIn = (yaml: string) => breachesOf(workloadsOf(parseManifests(yaml)));

async function renderAll(): Promise<void> {
  for (const overlay of overlays) if (!rendered.has(overlay)) rendered.set(overlay, await renderOverlay(kubectl ?? "", overlay));
}

const textOf = (overlay: string) => rendered.get(overlay) ?? "";

if (kubectl !== undefined) {
  describe.each([...overlays])("the overlay %s", (overlay) => {
    beforeAll(renderAll);

    test("keeps every rule of the shop", () => {
      expect(breachesIn(textOf(overlay))).toEqual([]);
    });

    test.each([...serviceNames])("gives %s what its environment asks for, and nothing that it does not read", (name) => {
      const workload = workloadsOf(parseManifests(textOf(overlay))).find((candidate) => candidate.name === name);
      const known = readBy[name].map((variable) => variable.name);
      const required = readBy[name].filter((variable) => variable.required).map((variable) => variable.name);
      expect(workload?.environment.filter((variable) => !known.includes(variable))).toEqual([]);
      expect(required.filter((variable) => !workload?.environment.includes(variable))).toEqual([]);
    });

    test.each([...serviceNames])("gives %s values that it takes", async (name) => {
      const secrets = await createSecrets();
      const fromSecrets = Object.entries(describeService(name).variables).flatMap(([variable, source]) =>
        source.from === "secret" ? [[variable, secretText(secrets, source.secret)] as const] : [],
      );
      const workload = workloadsOf(parseManifests(textOf(overlay))).find((candidate) => candidate.name === name);
      // Addresses of external servers come from a Secret of the operator's own.
      const addresses = { MONGO_URL: "mongodb://elsewhere:27017", NATS_URL: "tls://elsewhere:4222" };
      const source = { NODE_ENV: "production", ...addresses, ...workload?.values, ...Object.fromEntries(fromSecrets) };
      expect(readerOf[name](source)).toMatchObject({ PORT: describeService(name).port, HOST: "0.0.0.0" });
    });

    test("is the same in the words that all deployments share", () => {
      const plain = plainWorkloads(workloadsOf(parseManifests(textOf(overlay))), overlay);
      const described = topology.map(({ name, calls, needs }) => [name, [...calls, ...needs].toSorted()] as const);
      for (const [name, reached] of described)
        expect(plain.find((workload) => workload.name === name)).toMatchObject({
          probes: ["startup", "live", "ready"],
          reaches: reached,
          limits: { cpus: resources[name].cpuMillis.limit / 1_000, memoryBytes: resources[name].memoryMib.limit * 1024 ** 2 },
        });
    });

    test("holds no Secret, and takes every secret variable from one", () => {
      const manifests = parseManifests(textOf(overlay));
      expect(manifests.filter(({ kind }) => kind === "Secret")).toEqual([]);
      const secret = serviceNames.flatMap((name) =>
        Object.entries(describeService(name).variables).flatMap(([variable, { from }]) => (from === "secret" ? [variable] : [])),
      );
      const plain = workloadsOf(manifests).flatMap(({ values }) => Object.keys(values));
      expect(plain.filter((variable) => secret.includes(variable))).toEqual([]);
    });

    test("lets in from outside /graphql of the router, over TLS, and nothing else", () => {
      const ways = parseManifests(textOf(overlay)).filter(
        ({ kind, spec }) => kind === "Ingress" || Reflect.get(Object(spec), "type") !== undefined,
      );
      expect(ways.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual(["Ingress router"]);
      expect(JSON.stringify(ways[0]?.["spec"])).toContain(
        '"paths":[{"backend":{"service":{"name":"router","port":{"number":4000}}},"path":"/graphql"',
      );
      expect(ways[0]?.["spec"]).toHaveProperty("tls.0.secretName", "router-tls");
    });
  });

  describe("a planted fault is found", () => {
    beforeAll(renderAll);

    test("a probe that was removed", () => {
      const yaml = plant(textOf("production"), / {8}livenessProbe:\n {10}failureThreshold: 3\n {10}httpGet:\n.*\n.*\n.*\n.*\n/, "");
      expect(breachesIn(yaml)).toEqual(["accounts has no live probe"]);
    });

    test("a probe that asks the wrong question", () => {
      const yaml = plant(textOf("production"), "path: /health/ready", "path: /graphql");
      expect(breachesIn(yaml)).toEqual(["accounts asks something else than /health/ready for whether it is ready"]);
    });

    test("an edge that is not in the topology", () => {
      const pods = (name: string) => ({ podSelector: { matchLabels: { "app.kubernetes.io/name": name } } });
      const shortcut = (spec: object) => ({
        apiVersion: "networking.k8s.io/v1",
        kind: "NetworkPolicy",
        metadata: { name: "shortcut" },
        spec,
      });
      const ports = [{ port: 4005 }];
      const planted = [
        shortcut({ ...pods("orders"), policyTypes: ["Egress"], egress: [{ to: [pods("payments")], ports }] }),
        shortcut({ ...pods("payments"), policyTypes: ["Ingress"], ingress: [{ from: [pods("orders")], ports }] }),
      ];
      const yaml = [textOf("production"), ...planted.map((object) => stringify(object))].join("---\n");
      expect(breachesIn(yaml)).toEqual(["orders → payments:4005 is allowed and not in the topology"]);
    });

    test("an edge of the topology that no policy allows", () => {
      const manifests = parseManifests(textOf("production")).filter(
        ({ kind, metadata }) => kind !== "NetworkPolicy" || metadata.name !== "catalog",
      );
      expect(breachesOf(workloadsOf(manifests))).toContain("router → catalog:4002 is in the topology and not allowed");
    });

    test("a way out of the cluster", () => {
      const out = { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy", metadata: { name: "out" } };
      const spec = {
        podSelector: {},
        policyTypes: ["Egress"],
        egress: [{ to: [{ ipBlock: { cidr: "0.0.0.0/0" } }], ports: [{ port: 443 }] }],
      };
      const manifests = [...parseManifests(textOf("production")), { ...out, spec }];
      expect(breachesOf(workloadsOf(manifests))).toContain("payments → outside:443 is allowed and not in the topology");
    });

    test("servers that run elsewhere, and no way to them", () => {
      const isWay = (name: string) => name === "external-servers";
      const manifests = parseManifests(textOf("production-external")).filter(({ metadata }) => !isWay(metadata.name));
      expect(breachesOf(workloadsOf(manifests))).toContain("orders → outside:27017 is in the topology and not allowed");
    });

    test("no policy that denies: everybody may reach everybody", () => {
      const manifests = parseManifests(textOf("production")).filter(({ kind }) => kind !== "NetworkPolicy");
      expect(breachesOf(workloadsOf(manifests))).toContain("orders → payments:0 is allowed and not in the topology");
    });

    test.each([
      [
        "an image without a version",
        "image: registry.example.com/mercato/orders:0.1.0",
        "image: registry.example.com/mercato/orders:latest",
      ],
      ["a limit that was removed", "memory: 768Mi\n", "\n"],
      ["a user that is root", "runAsUser: 1000", "runAsUser: 0"],
      ["a root file system that can be written", "readOnlyRootFilesystem: true", "readOnlyRootFilesystem: false"],
      ["a capability that was kept", /drop:\n +- ALL/, "drop: []"],
      ["privileges that can be gained", "allowPrivilegeEscalation: false", "allowPrivilegeEscalation: true"],
      ["the node's network", "enableServiceLinks: false", "hostNetwork: true"],
      ["too little time to stop", "terminationGracePeriodSeconds: 30", "terminationGracePeriodSeconds: 15"],
    ])("%s", (_fault, from, to) => {
      expect(breachesIn(plant(textOf("production"), from, to))).toHaveLength(1);
    });
  });
}

if (kubectl !== undefined && go !== undefined) {
  describe("against Kubernetes' own schemas", () => {
    let scratch: Scratch;
    let validator: Validator;
    beforeAll(async () => {
      scratch = await createScratch("k8s-test");
      await renderAll();
      const report = createTerminalReport({ write: say, startedAt: Date.now() });
      validator = await provideValidator({ go, report, signal: new AbortController().signal }, process.env);
    }, 600_000);
    afterAll(() => scratch.remove());

    const check = (yaml: string) => validator.validate(yaml, join(scratch.directory, `${Bun.randomUUIDv7()}.yaml`));

    test.each([...overlays])("every object of %s is as it should be", async (overlay) => {
      const { valid, problems } = await check(textOf(overlay));
      expect(problems).toEqual([]);
      expect(valid).toBe(parseManifests(textOf(overlay)).length);
    });

    test.each([
      ["a misspelt field of an autoscaler", "averageUtilization: 70", "avarageUtilization: 70", "HorizontalPodAutoscaler"],
      ["a misspelt field of a container", "readinessProbe:", "readynessProbe:", "Deployment"],
      ["text where a number belongs", "containerPort: 4001", "containerPort: http", "Deployment"],
      ["a kind that does not exist", "kind: PodDisruptionBudget", "kind: PodDisruptionBudgett", "PodDisruptionBudgett"],
    ])("%s is refused", async (...[, from, to, kind]) => {
      const { problems } = await check(plant(textOf("production"), from, to));
      expect(problems).toHaveLength(1);
      expect(problems[0]).toStartWith(`${kind} `);
    });
  });
}
