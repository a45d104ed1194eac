import type { JsonSchema } from "./messages.ts";

function isObject(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function requiredOf(schema: JsonSchema): ReadonlySet<unknown> {
  const required = schema["required"];
  return new Set(Array.isArray(required) ? required : []);
}

function propertiesOf(schema: JsonSchema): JsonSchema {
  const properties = schema["properties"];
  return isObject(properties) ? properties : {};
}

function compareProperties(before: JsonSchema, after: JsonSchema, path: string): readonly string[] {
  const [oldProperties, newProperties] = [propertiesOf(before), propertiesOf(after)];
  const [oldRequired, newRequired] = [requiredOf(before), requiredOf(after)];
  const kept = Object.entries(oldProperties).flatMap(([name, schema]) => {
    const place = `${path}.${name}`;
    if (!(name in newProperties)) return [`${place} is gone`];
    const moved =
      oldRequired.has(name) === newRequired.has(name) ? [] : [`${place} became ${newRequired.has(name) ? "required" : "optional"}`];
    return [...moved, ...compareValues(schema, newProperties[name], { path: place })];
  });
  const added = Object.keys(newProperties)
    .filter((name) => !(name in oldProperties) && newRequired.has(name))
    .map((name) => `${path}.${name} is new and required`);
  return [...kept, ...added];
}

/** A part of a schema: where it is in the payload, and under which keyword, when it is one. */
interface Place {
  readonly path: string;
  readonly keyword?: string;
}

function compareObjects(before: JsonSchema, after: JsonSchema, path: string): readonly string[] {
  const keywords = new Set([...Object.keys(before), ...Object.keys(after)]).difference(new Set(["properties", "required"]));
  const others = [...keywords].flatMap((keyword) => compareValues(before[keyword], after[keyword], { path, keyword }));
  return [...compareProperties(before, after, path), ...others];
}

function compareValues(before: unknown, after: unknown, { path, keyword }: Place): readonly string[] {
  const inner = keyword === "items" ? `${path}[]` : path;
  if (isObject(before) && isObject(after)) return compareObjects(before, after, inner);
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    return before.flatMap((value: unknown, index) => compareValues(value, after[index], { path, ...(keyword ? { keyword } : {}) }));
  }
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  return [`${path} changed${keyword === undefined ? "" : ` its ${keyword}`}: ${JSON.stringify(before)} became ${JSON.stringify(after)}`];
}

/**
 * What keeps a schema from being the same version as the published one. A version may gain optional fields, at any depth, and nothing else: readers of
 * the old one must understand every message of the new one, and the other way round.
 * @returns one sentence a problem; none when the change may be published.
 */
export function incompatibilities(published: JsonSchema, proposed: JsonSchema): readonly string[] {
  return compareObjects(published, proposed, "payload");
}
