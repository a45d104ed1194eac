import { type Holding, type Layout, layOut, ownsKeyField } from "./layout.ts";
import { type ArgumentModel, type FieldModel, fieldOf, isEntity, type Model, objectNamed, selectionText, shapeText } from "./model.ts";

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external", "@requires", "@provides", "@inaccessible", "@interfaceObject", "@override"])`;

/** The argument type that models share. */
const FILTER = `input Filter { tag: String limit: Int = 3 kinds: [Kind!] }`;

interface Printing {
  readonly model: Model;
  readonly layout: Layout;
}

function argumentsText(args: readonly ArgumentModel[]): string {
  if (args.length === 0) return "";
  const texts = args.map(
    ({ name, type, byDefault, inaccessible }) =>
      `${name}: ${type}${byDefault === null ? "" : ` = ${byDefault.text}`}${inaccessible ? " @inaccessible" : ""}`,
  );
  return `(${texts.join(", ")})`;
}

function ownershipText({ layout }: Printing, field: FieldModel, isKeyField: boolean): string {
  const taken = field.override;
  if (taken && taken.from !== layout.subgraph) {
    return ` @override(from: "${taken.from}"${taken.label === null ? "" : `, label: "${taken.label}"`})`;
  }
  const isShared = field.owners === null || field.owners.length > 1 || field.shareable;
  return isShared && !isKeyField && !taken ? " @shareable" : "";
}

function fieldText(printing: Printing, field: FieldModel, { holding, isKeyField }: { holding: Holding; isKeyField: boolean }): string {
  const { layout } = printing;
  const provided = field.provides[layout.subgraph];
  const directives = [
    holding === "external" ? " @external" : ownershipText(printing, field, isKeyField),
    holding === "owned" && field.requires !== null ? ` @requires(fields: ${JSON.stringify(selectionText(field.requires))})` : "",
    holding === "owned" && provided !== undefined ? ` @provides(fields: ${JSON.stringify(selectionText(provided))})` : "",
    field.inaccessible && holding !== "external" ? " @inaccessible" : "",
  ];
  return `  ${field.name}${argumentsText(field.args)}: ${shapeText(field.shape, field.named)}${directives.join("")}`;
}

function objectText(printing: Printing, name: string): string {
  const { model, layout } = printing;
  const object = objectNamed(model, name);
  const local = layout.objects.get(name);
  if (!object || !local) return "";
  const kinds = [...layout.interfaces].filter(([, { members }]) => members.includes(name)).map(([kind]) => kind);
  const keys = local.keys.map(
    ({ selection }) => ` @key(fields: ${JSON.stringify(selectionText(selection))}${local.isStub ? ", resolvable: false" : ""})`,
  );
  const fields = object.fields.flatMap((field) => {
    const holding = local.fields.get(field.name);
    if (holding === undefined) return [];
    const isKeyField = local.isStub ? field.identity : isEntity(object) && ownsKeyField(object, field, layout.subgraph);
    return [fieldText(printing, field, { holding, isKeyField })];
  });
  return `type ${name}${kinds.length > 0 ? ` implements ${kinds.join(" & ")}` : ""}${keys.join("")} {\n${fields.join("\n")}\n}`;
}

function interfaceText({ model, layout }: Printing, name: string): string {
  const local = layout.interfaces.get(name);
  const [member] = local?.members ?? [];
  if (!local || member === undefined) return "";
  const fields = local.fields.flatMap((fieldName) => {
    const field = fieldOf(model, member, fieldName);
    return field ? [`  ${field.name}${argumentsText(field.args)}: ${shapeText(field.shape, field.named)}`] : [];
  });
  return `interface ${name}${local.isKeyed ? ` @key(fields: "id")` : ""} {\n${fields.join("\n")}\n}`;
}

function interfaceObjectText(printing: Printing, name: string): string {
  const added = printing.model.interfaces.find((one) => one.name === name)?.object?.fields ?? [];
  const fields = added.map((field) => fieldText(printing, field, { holding: "owned", isKeyField: false }));
  return `type ${name} @interfaceObject @key(fields: "id") {\n  id: ID!\n${fields.join("\n")}\n}`;
}

function rootText(printing: Printing, type: "Query" | "Mutation", roots: readonly FieldModel[]): string {
  const { subgraph } = printing.layout;
  const fields = roots.flatMap((field) => {
    if (field.owners?.includes(subgraph)) return [fieldText(printing, field, { holding: "owned", isKeyField: false })];
    return field.override?.from === subgraph ? [fieldText(printing, field, { holding: "lost", isKeyField: false })] : [];
  });
  return fields.length === 0 ? "" : `type ${type} {\n${fields.join("\n")}\n}`;
}

/** The leaf types that the definitions so far mention. */
function leafTexts({ enums }: Model, text: string): readonly string[] {
  const filter = /\bFilter\b/.test(text) ? [FILTER] : [];
  const withFilter = [text, ...filter].join("\n");
  const used = enums.filter(({ name }) => new RegExp(`\\b${name}\\b`).test(withFilter));
  const json = /\bJson\b/.test(text) ? ["scalar Json"] : [];
  return [...filter, ...used.map(({ name, values }) => `enum ${name} { ${values.join(" ")} }`), ...json];
}

/** The definitions of a subgraph, as its team would write them but for the link to federation. */
function definitions(model: Model, subgraph: string): string {
  const layout = layOut(model, subgraph);
  const printing = { model, layout };
  const texts = [
    rootText(printing, "Query", model.queries),
    rootText(printing, "Mutation", model.mutations),
    ...[...layout.objects.keys()].sort().map((name) => objectText(printing, name)),
    ...[...layout.interfaces.keys()].sort().map((name) => interfaceText(printing, name)),
    ...[...layout.interfaceObjects].sort().map((name) => interfaceObjectText(printing, name)),
    ...[...layout.unions].map(([name, members]) => `union ${name} = ${members.join(" | ")}`),
  ].filter((text) => text !== "");
  const text = texts.join("\n");
  return [text, ...leafTexts(model, text)].join("\n");
}

/** What composition gets. */
export function federatedSdl(model: Model, subgraph: string): string {
  return `${LINK}\n${definitions(model, subgraph)}\n`;
}

const DIRECTIVES = `
directive @key(fields: String!, resolvable: Boolean = true) repeatable on OBJECT | INTERFACE
directive @shareable on OBJECT | FIELD_DEFINITION
directive @external on OBJECT | FIELD_DEFINITION
directive @requires(fields: String!) on FIELD_DEFINITION
directive @provides(fields: String!) on FIELD_DEFINITION
directive @inaccessible on FIELD_DEFINITION | ARGUMENT_DEFINITION
directive @interfaceObject on OBJECT
directive @override(from: String!, label: String) on FIELD_DEFINITION
scalar _Any`;

/** What the subgraph executes: the same, with the machinery of federation written out. */
export function executableSdl(model: Model, subgraph: string): string {
  const layout = layOut(model, subgraph);
  const text = definitions(model, subgraph);
  const entities = [
    ...[...layout.objects].flatMap(([name, { keys, isStub }]) => (keys.length > 0 && !isStub ? [name] : [])),
    ...layout.interfaceObjects,
  ];
  const hasQuery = /^type Query \{/m.test(text);
  const asks = entities.length > 0 ? `_entities(representations: [_Any!]!): [_Entity]!` : "_nothing: Boolean";
  const union = entities.length > 0 ? `union _Entity = ${entities.join(" | ")}` : "";
  return `${DIRECTIVES}\n${union}\n${hasQuery ? "extend " : ""}type Query { ${asks} }\n${text}\n`;
}
