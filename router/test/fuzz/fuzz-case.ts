import fc, { type Random, type Value } from "fast-check";
import { parse, validate } from "graphql";
import { createChoices } from "./choices.ts";
import { type Composition, compose } from "./composed.ts";
import { hasKnownGap } from "./known-gap.ts";
import type { Model } from "./model/model.ts";
import { randomModel } from "./model/random-model.ts";
import type { FuzzOperation } from "./operation/operation.ts";
import { randomOperation } from "./operation/random-operation.ts";
import type { PlannerName } from "./router-under-test.ts";
import { smallerModels } from "./shrink/smaller-models.ts";
import { smallerOperations } from "./shrink/smaller-operations.ts";

/** A composed schema and operations on it. */
export interface FuzzCase {
  readonly model: Model;
  readonly composition: Composition;
  readonly operations: readonly FuzzOperation[];
  readonly planner: PlannerName;
}

export interface FuzzCaseOptions {
  readonly operationsPerModel: number;
  /** Who plans; "mixed" gives one schema in five to Apollo's planner. */
  readonly planner: PlannerName | "mixed";
}

const APOLLO_SHARE = 0.2;

function isValid({ composition, operations }: FuzzCase): boolean {
  return composition.kind === "composed" && operations.every(({ text }) => validate(composition.clientSchema, parse(text)).length === 0);
}

function* smallerCases(one: FuzzCase): Generator<FuzzCase> {
  const [operation, ...more] = one.operations;
  if (operation === undefined || one.composition.kind !== "composed") return;
  if (more.length > 0) {
    for (const single of one.operations) yield { ...one, operations: [single] };
    return;
  }
  for (const smaller of smallerOperations(one.composition.clientSchema, operation)) yield { ...one, operations: [smaller] };
  for (const model of smallerModels(one.model, operation.text)) {
    const smaller = { ...one, model, composition: compose(model) };
    if (isValid(smaller)) yield smaller;
  }
}

/** Makes cases of fast-check's random numbers, and smaller ones of those that fail: fewer operations, then less in them, then less in the model. */
class FuzzCaseArbitrary extends fc.Arbitrary<FuzzCase> {
  readonly #options: FuzzCaseOptions;
  constructor(options: FuzzCaseOptions) {
    super();
    this.#options = options;
  }

  override generate(random: Random): Value<FuzzCase> {
    const { operationsPerModel, planner } = this.#options;
    const choices = createChoices(random);
    const model = randomModel(choices);
    const composition = compose(model);
    // What it is known to answer wrongly there is documented and tested by conformance.
    const isApollo = choices.chance(APOLLO_SHARE) && !hasKnownGap(model);
    const mixed = isApollo ? "apollo" : "hive";
    const operations =
      composition.kind === "composed"
        ? Array.from({ length: operationsPerModel }, () => randomOperation(composition.clientSchema, choices))
        : [];
    return new fc.Value({ model, composition, operations, planner: planner === "mixed" ? mixed : planner }, undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is FuzzCase {
    return value !== undefined;
  }

  override shrink(value: FuzzCase): fc.Stream<Value<FuzzCase>> {
    return fc.stream(smallerCases(value)).map((smaller) => new fc.Value(smaller, undefined));
  }
}

export function fuzzCases(options: FuzzCaseOptions): fc.Arbitrary<FuzzCase> {
  return new FuzzCaseArbitrary(options);
}
