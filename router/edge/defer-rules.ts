import {
  type ASTVisitor,
  type DirectiveNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type ValidationContext,
  type ValueNode,
  visit,
} from "graphql";

// What the specification asks of `@defer` and graphql-js 16 does not know yet.

function isDefer({ name }: DirectiveNode): boolean {
  return name.value === "defer";
}

function argumentOf(directive: DirectiveNode, name: string) {
  return directive.arguments?.find((argument) => argument.name.value === name);
}

function invalid(message: string, nodes: DirectiveNode | readonly DirectiveNode[]): GraphQLError {
  return new GraphQLError(message, { nodes, extensions: { code: "GRAPHQL_VALIDATION_FAILED" } });
}

/** The label of a `@defer`; null when it has none. */
function labelOf(directive: DirectiveNode): ValueNode | null {
  const value = isDefer(directive) ? argumentOf(directive, "label")?.value : undefined;
  return value === undefined || value.kind === Kind.NULL ? null : value;
}

/** A validation rule: labels are written out and tell the deferred fragments of a document apart. */
export function deferLabelRule(context: ValidationContext): ASTVisitor {
  const known = new Map<string, DirectiveNode>();
  return {
    Directive(directive) {
      const label = labelOf(directive);
      if (label?.kind === Kind.VARIABLE)
        context.reportError(invalid("The label of @defer must be a string that is written out.", directive));
      // What is of another type is told by the rule that checks values.
      if (label?.kind !== Kind.STRING) return;
      const first = known.get(label.value);
      if (first) context.reportError(invalid(`There are several @defer with the label "${label.value}".`, [first, directive]));
      else known.set(label.value, directive);
    },
  };
}

/** A validation rule: the root fields of mutations run one after the other, and are all in the first payload. */
export function deferRootRule(context: ValidationContext): ASTVisitor {
  return {
    Directive(directive) {
      const parent = context.getParentType();
      const schema = context.getSchema();
      if (!isDefer(directive) || !parent || (parent !== schema.getMutationType() && parent !== schema.getSubscriptionType())) return;
      context.reportError(invalid(`@defer cannot be used on the root type ${parent.name}.`, directive));
    },
  };
}

/** Whether it is off, or may be: a variable is judged when its value is known. */
function isOff(directive: DirectiveNode): boolean {
  const condition = argumentOf(directive, "if")?.value;
  return condition?.kind === Kind.VARIABLE || (condition?.kind === Kind.BOOLEAN && !condition.value);
}

/** A validation rule: each event of a subscription is one payload. */
export function deferSubscriptionRule(context: ValidationContext): ASTVisitor {
  function check(node: OperationDefinitionNode): void {
    for (const definition of [node, ...context.getRecursivelyReferencedFragments(node)]) {
      visit(definition, {
        Directive(directive) {
          if (!isDefer(directive) || isOff(directive)) return;
          context.reportError(invalid("@defer cannot be used in subscriptions; turn it off with `if: false`.", directive));
        },
      });
    }
  }
  return {
    OperationDefinition(operation) {
      if (operation.operation === OperationTypeNode.SUBSCRIPTION) check(operation);
    },
  };
}
