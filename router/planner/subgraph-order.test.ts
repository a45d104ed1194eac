import { expect, test } from "bun:test";
import { interfacesFirst, withNames } from "./subgraph-order.ts";

const graphs = (...names: readonly string[]) =>
  `enum join__Graph { ${names.map((name) => `${name.toUpperCase()} @join__graph(name: "${name}", url: "http://${name}")`).join(" ")} }`;
const namesIn = (text: string) => [...text.matchAll(/name: "(\w+)"/g)].map(([, name]) => name);

test("a schema whose interfaces come first already is left as it is", () => {
  const text = `${graphs("a", "b")} interface I @join__type(graph: A) @join__type(graph: B, isInterfaceObject: true) { id: ID }`;
  expect(interfacesFirst(text)).toEqual({ supergraphSdl: text, names: new Map() });
});

test("a subgraph that has an interface as an object comes after all that define it, wherever its name is written", () => {
  const { supergraphSdl, names } = interfacesFirst(
    `${graphs("a", "b", "c", "d")} interface I @join__type(graph: A, isInterfaceObject: true) @join__type(graph: B, isInterfaceObject: false) @join__type(graph: D) { id: ID @join__field(graph: A, override: "b") @tag(name: "a") }`,
  );
  expect([...names]).toEqual([
    ["0000_b", "b"],
    ["0001_c", "c"],
    ["0002_d", "d"],
    ["0003_a", "a"],
  ]);
  expect(namesIn(supergraphSdl)).toEqual(["0003_a", "0000_b", "0001_c", "0002_d", "a"]);
  expect(supergraphSdl).toContain(`override: "0000_b"`);
});

test("subgraphs that wait for each other are all there, the first one first", () => {
  const { names } = interfacesFirst(
    `${graphs("b", "a", "c")} interface I @join__type(graph: A) @join__type(graph: C, isInterfaceObject: true) { id: ID } interface J @join__type(graph: C) @join__type(graph: A, isInterfaceObject: true) @join__type(graph: B) { id: ID }`,
  );
  expect([...names.values()]).toEqual(["b", "a", "c"]);
});

test("plans come back under the subgraphs' own names", () => {
  const fetch = (subgraph: string) => ({
    kind: "fetch" as const,
    subgraph,
    operation: { kind: "query" as const, text: "{a}", name: null, variables: [] },
    outputRewrites: [],
    keys: new Set(["a"]),
  });
  const planned = {
    kind: "sequence" as const,
    nodes: [fetch("0000_b"), { kind: "parallel" as const, nodes: [fetch("0001_a"), fetch("c")] }],
  };
  const names = new Map([
    ["0000_b", "b"],
    ["0001_a", "a"],
  ]);
  expect(withNames(planned, names)).toEqual({
    kind: "sequence",
    nodes: [fetch("b"), { kind: "parallel", nodes: [fetch("a"), fetch("c")] }],
  });
});
