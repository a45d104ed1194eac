import { describe, expect, test } from "bun:test";
import { topology } from "@mercato/topology";
import { resources } from "@mercato/topology/resources";
import { schemasOf } from "../check/swagger.ts";
import { edgesOf } from "./edges.ts";
import { generateFiles } from "./files.ts";
import { initScript } from "./mongodb.ts";

describe("edges", () => {
  test("a subgraph calls no subgraph, and the router no server", () => {
    const edges = edgesOf(topology).map(({ from, to }) => `${from} ${to}`);
    expect(edges).toContain("router accounts");
    expect(edges).toContain("orders nats");
    expect(edges).not.toContain("orders payments");
    expect(edges).not.toContain("router mongodb");
  });

  test("follow the topology", () => {
    const changed = topology.map((service) => (service.name === "orders" ? { ...service, calls: ["payments" as const] } : service));
    expect(edgesOf(changed)).toContainEqual({ from: "orders", to: "payments", port: 4005 });
  });
});

describe("files", () => {
  const files = new Map(generateFiles("9.8.7").map(({ path, text }) => [path, text]));

  test("every service has its own, with its resources and the version that was asked for", () => {
    for (const { name } of topology) {
      expect(files.get(`base/${name}.yaml`)).toContain(`image: mercato/${name}:9.8.7`);
      expect(files.get(`base/${name}.yaml`)).toContain(`maxReplicas: ${resources[name].replicas.max}`);
    }
  });

  test("no file holds a private key or a password", () => {
    for (const [path, text] of files) expect(`${path}: ${/"d"|password: [^\n]*\S/.test(text)}`).toBe(`${path}: false`);
  });
});

describe("the script that initialises the replica set", () => {
  const run = (adminCommand: () => unknown) => {
    const initiated: unknown[] = [];
    const script = new Function("process", "db", "rs", "print", initScript);
    const rs = { initiate: (set: unknown) => initiated.push(set) };
    script({ env: { MEMBERS: "mongodb-0.mongodb:27017,mongodb-1.mongodb:27017" } }, { adminCommand }, rs, () => undefined);
    return initiated;
  };
  const fails = (codeName: string) => () => {
    throw Object.assign(new Error(codeName), { codeName });
  };

  test("makes the members a set", () => {
    const members = ["mongodb-0.mongodb:27017", "mongodb-1.mongodb:27017"].map((host, _id) => ({ _id, host }));
    expect(run(fails("NotYetInitialized"))).toEqual([{ _id: "rs0", members }]);
  });

  test("leaves a set as it is", () => {
    expect(run(() => ({ ok: 1 }))).toEqual([]);
  });

  test("fails when the server does not say whether it is one", () => {
    expect(() => run(fails("HostUnreachable"))).toThrow("HostUnreachable");
  });
});

describe("schemas from an OpenAPI description", () => {
  const swagger = {
    definitions: {
      "io.k8s.api.core.v1.Service": {
        properties: { spec: { $ref: "#/definitions/io.k8s.api.core.v1.Spec" } },
        "x-kubernetes-group-version-kind": [{ group: "", version: "v1", kind: "Service" }],
      },
      "io.k8s.api.core.v1.Spec": { properties: { port: { $ref: "#/definitions/io.k8s.apimachinery.pkg.util.intstr.IntOrString" } } },
      "io.k8s.apimachinery.pkg.util.intstr.IntOrString": { type: "string", format: "int-or-string" },
      "io.k8s.api.networking.v1.Ingress": {
        "x-kubernetes-group-version-kind": [{ group: "networking.k8s.io", version: "v1", kind: "Ingress" }],
      },
    },
  };

  test("one a kind, closed, with references that lead somewhere", () => {
    const files = new Map(schemasOf(swagger).map(({ name, text }) => [name, JSON.parse(text)]));
    expect([...files.keys()].toSorted()).toEqual(["_definitions.json", "ingress-networking-v1.json", "service-v1.json"]);
    expect(files.get("service-v1.json")).toMatchObject({
      additionalProperties: false,
      properties: { spec: { $ref: "_definitions.json#/definitions/io.k8s.api.core.v1.Spec" } },
    });
    expect(files.get("_definitions.json").definitions["io.k8s.apimachinery.pkg.util.intstr.IntOrString"].oneOf).toHaveLength(2);
  });

  test("something else is refused", () => {
    expect(() => schemasOf({ paths: {} })).toThrow();
  });
});
