import { parse } from "yaml";
import { interpolate } from "./interpolate.ts";
import { type ComposeModel, composeModel } from "./model.ts";

type Json = unknown;

function isMap(value: Json): value is Record<string, Json> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function interpolateAll(value: Json): Json {
  if (typeof value === "string") return interpolate(value);
  if (Array.isArray(value)) return value.map(interpolateAll);
  if (isMap(value)) return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, interpolateAll(inner)]));
  return value;
}

/** Lists that a later file replaces; all others it adds to. */
const REPLACED = ["command", "entrypoint", "test"];

/** Merges two compose files as compose does: maps key by key, lists one behind the other, anything else by the later. */
function merge(first: Json, second: Json, key = ""): Json {
  if (Array.isArray(first) && Array.isArray(second) && !REPLACED.includes(key)) return [...first, ...second];
  if (!isMap(first) || !isMap(second)) return second ?? first;
  const keys = [...new Set([...Object.keys(first), ...Object.keys(second)])];
  return Object.fromEntries(keys.map((name) => [name, merge(first[name], second[name], name)]));
}

/** Reads compose files that are given one after the other, as `docker compose -f a -f b` would with no `.env`. */
export function readCompose(texts: readonly string[]): ComposeModel {
  return composeModel.parse(texts.map((text) => interpolateAll(parse(text))).reduce((first, second) => merge(first, second)));
}
