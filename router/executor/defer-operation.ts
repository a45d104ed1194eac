import type { GraphQLSchema } from "graphql";
import type { PlanNode } from "../planner/planner.ts";
import type { EntityIndex } from "../supergraph/entity-index.ts";
import type { TypeSystem } from "../supergraph/supergraph.ts";
import type { IsTrue } from "./conditions.ts";
import type { Delivery } from "./defer-payload.ts";
import { deferPlan } from "./defer-plan.ts";
import type { DeferredFragment } from "./defer-split.ts";
import type { PreparedOperation } from "./operation.ts";
import { compileShape, type FieldsType, type ResponseShape } from "./shape.ts";

/** How one operation is answered in parts. */
export interface OperationDeliveries {
  /** For a plan of the operation, made for the same values of its conditions; null when nothing of it has to wait. */
  deliveryFor(plan: PlanNode, isTrue: IsTrue): Delivery | null;
}

export interface DeliveryOptions {
  readonly apiSchema: GraphQLSchema;
  readonly types: TypeSystem;
  /** By what fields of entities that only a fragment wants are fetched apart from them; null to leave them with the entities. */
  readonly entities: EntityIndex | null;
}

/** Compiles deliveries as they are needed; each is kept as long as its plan is. */
export function createOperationDeliveries(
  prepared: PreparedOperation,
  { apiSchema: schema, types, entities }: DeliveryOptions,
): OperationDeliveries {
  const { operation, planKeys } = prepared;
  const deliveries = new WeakMap<PlanNode, { readonly delivery: Delivery | null }>();

  function shape(type: FieldsType, selectionSet: DeferredFragment["selectionSet"]): ResponseShape {
    return compileShape({ schema, fragments: new Map(), planKeys, isTrue: () => true }, type, { ...operation, selectionSet });
  }

  function make(plan: PlanNode, isTrue: IsTrue): Delivery | null {
    const rootType = schema.getRootType(operation.operation);
    const taken = rootType ? deferPlan(plan, { ...prepared, isTrue }, { rootType, types, entities }) : null;
    if (taken === null || !rootType) return null;
    const shapes = new Map<string, ResponseShape>();
    return {
      schema,
      rootType,
      plan: taken,
      primaryShape: shape(rootType, taken.primary.content),
      shapeOf({ id, selectionSet }, type) {
        const name = `${id}:${type.name}`;
        const known = shapes.get(name) ?? shape(type, selectionSet);
        shapes.set(name, known);
        return known;
      },
    };
  }

  return {
    deliveryFor(plan, isTrue) {
      const known = deliveries.get(plan) ?? { delivery: make(plan, isTrue) };
      deliveries.set(plan, known);
      return known.delivery;
    },
  };
}
