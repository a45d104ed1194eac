import { compare, type Document, own, type Value, valuesAt } from "./own.ts";
import { matches, UnknownOperatorError } from "./query.ts";

export type Fields = Readonly<Record<string, Value>>;
export type Update = Readonly<Record<string, Fields>> | readonly Fields[];

type Draft = Record<string, Value>;

function listAt(draft: Draft, field: string): readonly Value[] {
  const list = draft[field] ?? [];
  if (!Array.isArray(list)) throw new TypeError(`${field} is not a list`);
  return list;
}

function isEach(value: Value): value is { readonly $each: readonly Value[] } {
  return typeof value === "object" && value !== null && "$each" in value;
}

/** What `$pull` names: items with these fields. */
function isPulled(item: Value, condition: Value): boolean {
  return matches(
    { _id: "", item } as Document,
    Object.fromEntries(Object.entries(condition as Fields).map(([at, is]) => [`item.${at}`, is])),
  );
}

type Operator = (draft: Draft, field: string, value: Value) => void;

const OPERATORS: Readonly<Record<string, Operator>> = {
  $set: (draft, field, value) => {
    draft[field] = value;
  },
  $unset: (draft, field) => {
    delete draft[field];
  },
  $inc: (draft, field, value) => {
    draft[field] = ((draft[field] ?? 0) as number) + (value as number);
  },
  $min: (draft, field, value) => {
    const before = draft[field];
    if (before === undefined || (compare(value, before) ?? 0) < 0) draft[field] = value;
  },
  $push: (draft, field, value) => {
    draft[field] = [...listAt(draft, field), ...(isEach(value) ? value.$each : [value])];
  },
  $pull: (draft, field, value) => {
    draft[field] = listAt(draft, field).filter((item) => !isPulled(item, value));
  },
};

const REMOVE = Symbol("$$REMOVE");

interface Scope {
  readonly root: Value;
  readonly variables: Readonly<Record<string, Value>>;
}

function lookUp(text: string, { root, variables }: Scope): Value {
  if (text === "$$REMOVE") return REMOVE;
  const isVariable = text.startsWith("$$");
  const [name = "", ...path] = text.slice(isVariable ? 2 : 1).split(".");
  const from = isVariable ? variables[name] : (root as Fields)[name];
  // A path over a list is the list of what is there in each item.
  return Array.isArray(from) && path.length > 0 ? valuesAt(from, path) : valuesAt(from, path)[0];
}

type Expression = (operand: Value, scope: Scope) => Value;

const list = (operand: Value, scope: Scope): readonly Value[] => (operand as readonly Value[]).map((one) => evaluate(one, scope));

const EXPRESSIONS: Readonly<Record<string, Expression>> = {
  $filter: (operand, scope) => {
    const { input, as, cond } = operand as { readonly input: Value; readonly as: string; readonly cond: Value };
    const items = evaluate(input, scope) as readonly Value[];
    return items.filter((item) => evaluate(cond, { ...scope, variables: { ...scope.variables, [as]: item } }) === true);
  },
  $not: (operand, scope) => list(operand, scope)[0] !== true,
  $in: (operand, scope) => {
    const [item, items] = list(operand, scope);
    return (items as readonly Value[]).some((one) => one === item || compare(one, item) === 0);
  },
  $cond: (operand, scope) => {
    const [condition, then, otherwise] = operand as readonly Value[];
    return evaluate(condition, scope) === true ? evaluate(then, scope) : evaluate(otherwise, scope);
  },
  $eq: (operand, scope) => {
    const [one, other] = list(operand, scope);
    return one === other || compare(one, other) === 0;
  },
  $size: (operand, scope) => (evaluate(operand, scope) as readonly Value[]).length,
  $concatArrays: (operand, scope) => list(operand, scope).flat(),
  $ifNull: (operand, scope) => list(operand, scope).find((value) => value !== undefined && value !== null) ?? null,
  $slice: (operand, scope) => {
    const [items, count, ...more] = list(operand, scope);
    if (more.length > 0) throw new UnknownOperatorError("a $slice from a position");
    const limit = count as number;
    return limit < 0 ? (items as readonly Value[]).slice(limit) : (items as readonly Value[]).slice(0, limit);
  },
  $arrayElemAt: (operand, scope) => {
    const [items, index] = list(operand, scope);
    return (items as readonly Value[]).at(index as number);
  },
};

/** What an aggregation expression comes to. */
function evaluate(expression: Value, scope: Scope): Value {
  if (typeof expression === "string") return expression.startsWith("$") ? lookUp(expression, scope) : expression;
  if (Array.isArray(expression)) return list(expression, scope);
  if (typeof expression !== "object" || expression === null || expression instanceof Date) return expression;
  const [[operator, operand] = ["", null]] = Object.entries(expression);
  const known = EXPRESSIONS[operator];
  if (known === undefined) throw new UnknownOperatorError(`the expression ${operator}`);
  return known(operand, scope);
}

/** One stage of a pipeline: it sees what the one before it came to. */
function runStage(before: Draft, stage: Fields): Draft {
  const [name] = Object.keys(stage);
  if (name !== "$set" || Object.keys(stage).length > 1) throw new UnknownOperatorError(`the stage ${name}`);
  const after = { ...before };
  for (const [field, expression] of Object.entries(stage["$set"] as Fields)) {
    const value = evaluate(expression, { root: before, variables: {} });
    if (value === REMOVE || value === undefined) delete after[field];
    else after[field] = value;
  }
  return after;
}

/** What one operator does to a draft. */
function operate(draft: Draft, name: string, fields: Fields): void {
  const operator = OPERATORS[name];
  if (operator === undefined) throw new UnknownOperatorError(name);
  for (const [field, value] of Object.entries(fields)) {
    if (field.includes(".")) throw new UnknownOperatorError(`${name} on ${field}`);
    operator(draft, field, value);
  }
}

/** The document as an update makes it. @throws UnknownOperatorError */
export function updated(document: Document, update: Update, ignoreUndefined: boolean): Document {
  if (Array.isArray(update)) return own((update as readonly Fields[]).reduce<Draft>(runStage, document), true) as Document;
  const known = own(update, ignoreUndefined) as Readonly<Record<string, Fields>>;
  const draft: Draft = { ...document };
  for (const [name, fields] of Object.entries(known)) operate(draft, name, fields);
  return own(draft, ignoreUndefined) as Document;
}
