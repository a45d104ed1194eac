import { compare, type Document, isSame, type Value, valuesAt } from "./own.ts";

/** An operator or a form that the shop does not use and the store does not know. The store must never guess. */
export class UnknownOperatorError extends Error {
  override readonly name = "UnknownOperatorError";
  constructor(operator: string) {
    super(`the simulated store does not know ${operator}; teach it, with a test beside the real database`);
  }
}

export type Filter = Readonly<Record<string, Value>>;

function isPlain(value: Value): value is Readonly<Record<string, Value>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** A value found at a path counts itself, and each of its items if it is an array. */
function candidates(found: readonly Value[]): readonly Value[] {
  return found.flatMap((value) => (Array.isArray(value) ? [value, ...value] : [value]));
}

function hasEqual(found: readonly Value[], wanted: Value): boolean {
  if (wanted === null) return found.length === 0 || found.includes(null);
  return candidates(found).some((value) => isSame(value, wanted));
}

function hasCompared(found: readonly Value[], wanted: Value, holds: (order: number) => boolean): boolean {
  return candidates(found).some((value) => {
    const order = compare(value, wanted);
    return order !== null && holds(order);
  });
}

/** Whether one operator holds for what was found at a path. */
function holds(operator: string, operand: Value, found: readonly Value[]): boolean {
  switch (operator) {
    case "$eq":
      return hasEqual(found, operand);
    case "$ne":
      return !hasEqual(found, operand);
    case "$in":
      return (operand as readonly Value[]).some((wanted) => hasEqual(found, wanted));
    case "$gt":
      return hasCompared(found, operand, (order) => order > 0);
    case "$gte":
      return hasCompared(found, operand, (order) => order >= 0);
    case "$lt":
      return hasCompared(found, operand, (order) => order < 0);
    case "$lte":
      return hasCompared(found, operand, (order) => order <= 0);
    case "$not":
      return !meets(found, operand);
    default:
      throw new UnknownOperatorError(operator);
  }
}

/** Whether a condition on one path is met by what was found there. */
function meets(found: readonly Value[], condition: Value): boolean {
  if (!isPlain(condition)) return hasEqual(found, condition);
  return Object.entries(condition).every(([operator, operand]) => holds(operator, operand, found));
}

function matchesOne(document: Document, path: string, condition: Value): boolean {
  if (path === "$and") return (condition as readonly Filter[]).every((one) => matches(document, one));
  if (path === "$or") return (condition as readonly Filter[]).some((one) => matches(document, one));
  if (path.startsWith("$")) throw new UnknownOperatorError(path);
  return meets(valuesAt(document, path.split(".")), condition);
}

/** Whether a document is what a filter asks for. @throws UnknownOperatorError */
export function matches(document: Document, filter: Filter): boolean {
  for (const path in filter) if (!matchesOne(document, path, filter[path])) return false;
  return true;
}

/** What a filter says of fields by plain equality: an upsert begins with it. */
export function equalitiesOf(filter: Filter): Readonly<Record<string, Value>> {
  const plain = Object.entries(filter).filter(([, condition]) => !isPlain(condition));
  const dotted = plain.find(([path]) => path.includes(".") || path.startsWith("$"));
  if (dotted !== undefined) throw new UnknownOperatorError(`an upsert on ${dotted[0]}`);
  return Object.fromEntries(plain);
}

export type Order = Readonly<Record<string, 1 | -1>>;

/** What is not there comes first. */
function inOrder(one: Value, other: Value): number {
  return one === null || other === null ? Number(one !== null) - Number(other !== null) : (compare(one, other) ?? 0);
}

/** Documents in an order. */
export function sorted(documents: readonly Document[], order: Order): readonly Document[] {
  const keys = Object.entries(order).map(([path, direction]) => ({ path: path.split("."), direction }));
  return documents.toSorted((one, other) => {
    for (const { path, direction } of keys) {
      const result = inOrder(valuesAt(one, path)[0] ?? null, valuesAt(other, path)[0] ?? null);
      if (result !== 0) return result * direction;
    }
    return 0;
  });
}

export type Projection = Readonly<Record<string, 0 | 1>>;

/** A document without some of its fields. */
function withoutFields(document: Document, projection: Projection): Document {
  const dotted = Object.keys(projection).find((path) => path.includes("."));
  if (dotted !== undefined) throw new UnknownOperatorError(`a projection without ${dotted}`);
  return Object.fromEntries(Object.entries(document).filter(([field]) => projection[field] !== 0)) as Document;
}

/** A field that a projection names, or one below it. */
function projectedField(document: Document, path: string, known: Value): Value {
  const [field = "", below, ...deeper] = path.split(".");
  if (deeper.length > 0) throw new UnknownOperatorError(`a projection on ${path}`);
  const value = document[field];
  if (below === undefined || value === undefined) return value;
  const inner = (value as Record<string, Value>)[below];
  return { ...(known as object | undefined), ...(inner === undefined ? {} : { [below]: inner }) };
}

/** The fields of a document that a projection names, and its id; or all but those that it leaves out. */
export function projected(document: Document, projection: Projection): Document {
  if (Object.values(projection)[0] === 0) return withoutFields(document, projection);
  const result: Record<string, Value> = { _id: document._id };
  for (const path of Object.keys(projection)) {
    const [field = ""] = path.split(".");
    const value = projectedField(document, path, result[field]);
    if (value !== undefined) result[field] = value;
  }
  return result as Document;
}
