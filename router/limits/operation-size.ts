import {
  type ASTVisitor,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  type ValidationContext,
} from "graphql";

export interface SizeLimits {
  /** Fields inside fields; introspection not counted. */
  readonly maxDepth: number;
  readonly maxAliases: number;
  /** Fields, with fragments written out. */
  readonly maxFields: number;
}

interface Size {
  readonly depth: number;
  readonly aliases: number;
  readonly fields: number;
}

const NOTHING: Size = { depth: 0, aliases: 0, fields: 0 };
const INTROSPECTION = new Set(["__schema", "__type"]);

type FragmentOf = (name: string) => FragmentDefinitionNode | null | undefined;

/**
 * Measures in one pass: each fragment once, however often it is spread, so that the measuring itself cannot be blown up. A fragment that spreads
 * itself is left to the rule that forbids it.
 */
function createMeasure(fragmentOf: FragmentOf): (selectionSet: SelectionSetNode) => Size {
  const known = new Map<string, Size>();
  function ofFragment(name: string): Size {
    const size = known.get(name);
    if (size) return size;
    known.set(name, NOTHING);
    const fragment = fragmentOf(name);
    const measured = fragment ? measure(fragment.selectionSet) : NOTHING;
    known.set(name, measured);
    return measured;
  }
  function measure(selectionSet: SelectionSetNode): Size {
    return selectionSet.selections
      .map(measureSelection)
      .reduce(
        (sum, size) => ({ depth: Math.max(sum.depth, size.depth), aliases: sum.aliases + size.aliases, fields: sum.fields + size.fields }),
        NOTHING,
      );
  }
  function measureSelection(selection: SelectionNode): Size {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return ofFragment(selection.name.value);
    if (selection.kind === Kind.INLINE_FRAGMENT) return measure(selection.selectionSet);
    if (INTROSPECTION.has(selection.name.value)) return NOTHING;
    const inner = selection.selectionSet ? measure(selection.selectionSet) : NOTHING;
    return { depth: inner.depth + 1, aliases: inner.aliases + (selection.alias ? 1 : 0), fields: inner.fields + 1 };
  }
  return measure;
}

function tooMuch(code: string, message: string, operation: OperationDefinitionNode): GraphQLError {
  return new GraphQLError(message, { nodes: operation, extensions: { code } });
}

/** A validation rule: operations that are larger than anything that a client of ours sends are refused before anything is planned. */
export function operationSizeRule(limits: SizeLimits): (context: ValidationContext) => ASTVisitor {
  return function OperationSize(context) {
    const measure = createMeasure((name) => context.getFragment(name));
    return {
      OperationDefinition(operation) {
        const { depth, aliases, fields } = measure(operation.selectionSet);
        if (depth > limits.maxDepth)
          context.reportError(
            tooMuch("OPERATION_TOO_DEEP", `The operation is ${depth} fields deep; ${limits.maxDepth} are allowed.`, operation),
          );
        if (aliases > limits.maxAliases)
          context.reportError(
            tooMuch("OPERATION_TOO_MANY_ALIASES", `The operation has ${aliases} aliases; ${limits.maxAliases} are allowed.`, operation),
          );
        if (fields > limits.maxFields)
          context.reportError(
            tooMuch("OPERATION_TOO_LARGE", `The operation has ${fields} fields; ${limits.maxFields} are allowed.`, operation),
          );
      },
    };
  };
}

/** A validation rule: response keys that begin with two underscores are GraphQL's own, and the executor's. */
export function reservedAliasRule(context: ValidationContext): ASTVisitor {
  return {
    Field(field) {
      if (field.alias?.value.startsWith("__")) {
        context.reportError(
          new GraphQLError(`The alias ${field.alias.value} is reserved.`, {
            nodes: field,
            extensions: { code: "GRAPHQL_VALIDATION_FAILED" },
          }),
        );
      }
    },
  };
}
