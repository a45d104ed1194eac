import { describe, expect, test } from "bun:test";
import { topology } from "@mercato/topology";
import { type Document, isMap, isSeq, parseDocument } from "yaml";
import { checkCompose } from "./check.ts";
import { interpolate } from "./interpolate.ts";
import { readCompose } from "./read.ts";

const folder = new URL("../../compose/", import.meta.url);
const shop = await Bun.file(new URL("compose.yaml", folder)).text();
const load = { path: "compose.load.yaml", text: await Bun.file(new URL("compose.load.yaml", folder)).text() };

/** What is said about the shop's file after a change to it. */
function planted(change: (document: Document) => void): readonly string[] {
  const document = parseDocument(shop);
  change(document);
  return checkCompose({ path: "compose.yaml", text: document.toString({ lineWidth: 0 }) }, []);
}

const at = (service: string, ...path: (string | number)[]) => ["services", service, ...path];

function append(document: Document, path: (string | number)[], value: string): void {
  const list = document.getIn(path);
  if (!isSeq(list)) throw new TypeError(`${path.join(".")} is no list`);
  list.add(value);
}

describe("the committed files", () => {
  test("keep the specification and all rules, alone and together", () => {
    expect(checkCompose({ path: "compose.yaml", text: shop }, [load])).toEqual([]);
  });

  test("have all services of the topology", () => {
    expect(Object.keys(readCompose([shop]).services)).toEqual(expect.arrayContaining(topology.map(({ name }) => name)));
  });
});

describe("a fault in compose.yaml is found", () => {
  test("a missing variable", () => {
    expect(planted((document) => document.deleteIn(at("orders", "environment", "MONGO_URL")))).toEqual([
      "compose.yaml: orders: MONGO_URL is missing (environment-complete)",
    ]);
  });

  test("a misspelt variable", () => {
    expect(planted((document) => document.setIn(at("router", "environment", "MAX_DEPHT"), "3"))).toEqual([
      "compose.yaml: router: the service does not read MAX_DEPHT (environment-known)",
    ]);
  });

  test("a secret in plain sight", () => {
    const said = planted((document) => {
      document.deleteIn(at("accounts", "environment", "BOOTSTRAP_ADMIN_PASSWORD_FILE"));
      document.setIn(at("accounts", "environment", "BOOTSTRAP_ADMIN_PASSWORD"), "a good password");
    });
    expect(said).toEqual([
      "compose.yaml: accounts: BOOTSTRAP_ADMIN_PASSWORD is a secret, and is given as a plain value (secrets-not-plain)",
    ]);
  });

  test("a removed health check", () => {
    expect(planted((document) => document.deleteIn(at("payments", "healthcheck")))).toEqual([
      "compose.yaml: payments: it has no ready probe (probes)",
    ]);
  });

  test("a health check that is turned off", () => {
    expect(planted((document) => document.setIn(at("nats", "healthcheck"), { test: ["NONE"] }))).toEqual([
      "compose.yaml: nats: it has no ready probe (probes)",
    ]);
  });

  test("a network by which two subgraphs see each other", () => {
    expect(planted((document) => append(document, at("payments", "networks"), "to-orders"))).toEqual([
      "compose.yaml: orders: it reaches payments, which is not in the topology (edges)",
      "compose.yaml: payments: it reaches orders, which is not in the topology (edges)",
    ]);
  });

  test("a wait for a service that is not called", () => {
    expect(planted((document) => document.setIn(at("catalog", "depends_on", "inventory"), { condition: "service_healthy" }))).toEqual([
      "compose.yaml: catalog: it reaches inventory, which is not in the topology (edges)",
    ]);
  });

  test("a server in the router's sight", () => {
    expect(planted((document) => append(document, at("database", "networks"), "edge"))).toEqual([
      "compose.yaml: router: it reaches database, which is not in the topology (edges)",
    ]);
  });

  test("a network that is cut", () => {
    const said = planted((document) => {
      document.setIn(at("orders", "networks"), document.createNode(["to-orders"]));
      document.deleteIn(at("orders", "depends_on"));
    });
    expect(said).toEqual([
      "compose.yaml: orders: it cannot reach database, as the topology has it (edges)",
      "compose.yaml: orders: it cannot reach nats, as the topology has it (edges)",
    ]);
  });

  test("root, by leaving the user out", () => {
    expect(planted((document) => document.deleteIn(at("router", "user"))).join()).toContain("(no-root)");
  });

  test("a file system that can be written to, capabilities kept, privileges to gain", () => {
    const said = planted((document) => {
      for (const key of ["read_only", "cap_drop", "security_opt"]) document.deleteIn(at("database", key));
    });
    expect(said.map((line) => /\(([a-z-]+)\)$/.exec(line)?.[1])).toEqual(["read-only-root", "no-privileges", "no-privileges"]);
  });

  test("the host's processes, and the engine's socket", () => {
    const said = planted((document) => {
      document.setIn(at("router", "pid"), "host");
      document.setIn(at("router", "volumes"), ["/var/run/docker.sock:/var/run/docker.sock:ro"]);
    });
    expect(said).toEqual([
      "compose.yaml: router: it shares with its host: pid (no-privileges)",
      "compose.yaml: router: it shares with its host: the path /var/run/docker.sock (no-privileges)",
    ]);
  });

  test("no limits", () => {
    expect(planted((document) => document.deleteIn(at("nats", "deploy"))).length).toBe(2);
  });

  test("the tag latest", () => {
    expect(planted((document) => document.setIn(at("database", "image"), "mongo:latest")).join()).toContain("(image-pinned)");
  });

  test("a default that is latest", () => {
    const image = "mercato/orders:$" + "{MERCATO_VERSION:-latest}";
    expect(planted((document) => document.setIn(at("orders", "image"), image)).join()).toContain("(image-pinned)");
  });

  test.each([["4000:4000"], ["0.0.0.0:4000:4000"], ["4000"]])("the router published as %s", (port) => {
    expect(planted((document) => document.setIn(at("router", "ports"), [port]))).toEqual([
      "compose.yaml: router: a port of it is published on 0.0.0.0 (published)",
    ]);
  });

  test("a subgraph published at all", () => {
    expect(planted((document) => document.setIn(at("orders", "ports"), ["127.0.0.1:4004:4004"])).join()).toContain("(published)");
  });

  test("a service left out", () => {
    const said = planted((document) => {
      document.deleteIn(at("payments"));
      const waits = document.getIn(at("router", "depends_on"));
      if (isMap(waits)) waits.delete("payments");
    });
    expect(said).toEqual([
      "compose.yaml: payments: it is not deployed (present)",
      "compose.yaml: router: it cannot reach payments, as the topology has it (edges)",
    ]);
  });

  test("a key that the specification does not know", () => {
    expect(planted((document) => document.setIn(at("orders", "restrat"), "always")).join()).toMatch(/orders .*restrat.*\(specification\)/);
  });
});

test("an additive file is held to the same rules, together with the shop's", () => {
  const text = "services:\n  snoop:\n    image: snoop:1.0\n    user: '1000'\n    networks: [to-orders]\n";
  const said = checkCompose({ path: "compose.yaml", text: shop }, [{ path: "compose.snoop.yaml", text }]);
  expect(said).toContain("compose.yaml + compose.snoop.yaml: snoop: it reaches orders, which is not in the topology (edges)");
  expect(said).toContain("compose.yaml + compose.snoop.yaml: snoop: its root file system can be written to (read-only-root)");
});

test("tools that watch may be sent traces and read metrics, and see no server", () => {
  const rest = "read_only: true, user: '1000', cap_drop: [ALL], security_opt: ['no-new-privileges:true']";
  const limits = "deploy: { resources: { limits: { cpus: '1', memory: 1g } } }";
  const tools = (network: string) =>
    ["collector", "prometheus"].map((name) => `  ${name}: { image: 'x:1', ${rest}, ${limits}, networks: [${network}] }\n`).join("");
  const said = (network: string) =>
    checkCompose({ path: "compose.yaml", text: shop }, [{ path: "compose.observe.yaml", text: `services:\n${tools(network)}` }]);
  expect(said("to-orders")).toEqual([]);
  expect(said("orders-servers")).toContain(
    "compose.yaml + compose.observe.yaml: collector: it reaches database, which is not in the topology (edges)",
  );
});

describe("variables in compose files", () => {
  const text = (body: string) => body.replaceAll("@", "$");

  test("have their defaults, one inside another", () => {
    expect(interpolate(text("a@{B:-c}d"))).toBe("acd");
    expect(interpolate(text("@{A:-@{B:-x}}!"))).toBe("x!");
    expect(interpolate(text("@{A:-@{B:-x}}"), { B: "y" })).toBe("y");
    expect(interpolate(text("@{A}"))).toBe("");
    expect(interpolate(text("5 @@"))).toBe("5 $");
  });

  test.each([["@{A"], ["@{}"], ["@A"], ["@{A:?must}"]])("%s is refused", (wrong) => {
    expect(() => interpolate(text(wrong))).toThrow(SyntaxError);
  });
});
