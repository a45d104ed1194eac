import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "graphql";
import { operationNamesOf, readKnownOperations, WarmUpError } from "../warm-up/known-operations.ts";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "mercato-operations-"));
});
afterAll(() => rm(directory, { recursive: true }));

async function write(name: string, content: string): Promise<string> {
  const file = join(directory, name);
  await Bun.write(file, content);
  return file;
}

test("a folder has the documents that are in it, and they alone, as they are written", async () => {
  const files = await Promise.all([write("folder/b.graphql", "{ b }\n"), write("folder/a.gql", "query A { a }")]);
  await Promise.all([write("folder/c.txt", "c"), write("folder/deeper/d.graphql", "{ d }")]);
  expect(await readKnownOperations(join(directory, "folder"))).toEqual([
    { text: "query A { a }", operationName: null, origin: files[1] },
    { text: "{ b }\n", operationName: null, origin: files[0] },
  ]);
  expect(await readKnownOperations(files[0])).toEqual([{ text: "{ b }\n", operationName: null, origin: files[0] }]);
});

test("a manifest has operations, or texts by id", async () => {
  const list = {
    format: "apollo-persisted-query-manifest",
    version: 1,
    operations: [{ id: "1", name: "A", type: "query", body: "query A { a }" }],
  };
  const file = await write("manifest.json", JSON.stringify(list));
  expect(await readKnownOperations(file)).toEqual([{ text: "query A { a }", operationName: "A", origin: `${file} 1` }]);
  const other = await write("other.json", JSON.stringify({ abc: "{ a }" }));
  expect(await readKnownOperations(other)).toEqual([{ text: "{ a }", operationName: null, origin: `${other} abc` }]);
});

test("what is not there, or says something else, is refused with its code", async () => {
  const wrong = await write("wrong.json", '{"a":1}');
  const broken = await write("broken.json", "{");
  for (const path of [join(directory, "nowhere"), join(directory, "nowhere.graphql"), wrong, broken]) {
    const error = await readKnownOperations(path).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(WarmUpError);
    expect((error as WarmUpError).message).toContain(path);
  }
});

test("one operation may be asked for with its name and without, several by their names only", () => {
  expect(operationNamesOf(parse("query A { a } fragment F on Query { a }"))).toEqual([null, "A"]);
  expect(operationNamesOf(parse("{ a }"))).toEqual([null]);
  expect(operationNamesOf(parse("query A { a } query B { a }"))).toEqual(["A", "B"]);
});
