import { expect, test } from "bun:test";
import { readdir } from "node:fs/promises";
import { buildSchema, type DocumentNode, Kind, parse, validate } from "graphql";

const here = new URL(".", import.meta.url);
const text = await Bun.file(new URL("../graphql/supergraph.graphql", here)).text();
const schema = buildSchema(text, { assumeValidSDL: true });
const files = (await readdir(here)).filter((file) => file.endsWith(".graphql"));

async function read(file: string): Promise<DocumentNode> {
  return parse(await Bun.file(new URL(file, here)).text());
}

/** "product-page.graphql" → "ProductPage". */
function nameOf(file: string): string {
  return file.replace(".graphql", "").replaceAll(/(^|-)([a-z])/g, (_match, _hyphen, letter: string) => letter.toUpperCase());
}

test("there are documents of known clients", () => {
  expect(files.length).toBeGreaterThan(10);
});

test.each(files)("%s is valid on the supergraph", async (file) => {
  expect(validate(schema, await read(file)).map(({ message }) => message)).toEqual([]);
});

test.each(files)("%s holds one operation, which has the file's name", async (file) => {
  const { definitions } = await read(file);
  const names = definitions.flatMap((definition) => (definition.kind === Kind.OPERATION_DEFINITION ? [definition.name?.value] : []));
  expect(names).toEqual([nameOf(file)]);
});
