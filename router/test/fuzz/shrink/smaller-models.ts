import {
  type FieldModel,
  type InterfaceModel,
  isEntity,
  type KeyModel,
  type Model,
  type ObjectModel,
  type Selection,
  type Shape,
} from "../model/model.ts";

type ChangeField = (field: FieldModel, typeName: string) => FieldModel | null;

function changeFields(model: Model, change: ChangeField): Model {
  const changed = (typeName: string, fields: readonly FieldModel[]) => fields.flatMap((field) => change(field, typeName) ?? []);
  return {
    ...model,
    queries: changed("Query", model.queries),
    mutations: changed("Mutation", model.mutations),
    objects: model.objects.map((object) => ({ ...object, fields: changed(object.name, object.fields) })),
    interfaces: model.interfaces.map((one) =>
      one.object === null ? one : { ...one, object: { ...one.object, fields: changed(one.name, one.object.fields) } },
    ),
  };
}

function fieldsOf(model: Model): readonly { readonly typeName: string; readonly field: FieldModel }[] {
  const found: { typeName: string; field: FieldModel }[] = [];
  changeFields(model, (field, typeName) => {
    found.push({ typeName, field });
    return field;
  });
  return found;
}

/** Takes types out that no field leads to. */
function withoutUnused(model: Model): Model {
  const named = new Set(fieldsOf(model).flatMap(({ field }) => [field.named, ...field.targets]));
  const unions = model.unions.filter(({ name }) => named.has(name));
  const interfaces = model.interfaces.filter(({ name, object }) => named.has(name) || object !== null);
  const members = new Set([...unions.flatMap((one) => Object.values(one.members).flat()), ...interfaces.flatMap((one) => one.members)]);
  return { ...model, unions, interfaces, objects: model.objects.filter(({ name }) => named.has(name) || members.has(name)) };
}

function namesIn(selection: Selection): readonly string[] {
  return selection.flatMap(({ name, below }) => [name, ...(below === null ? [] : namesIn(below))]);
}

/** Keeps the fields that are mentioned: in the operation, or by what federation needs of them. */
function onlyMentioned(model: Model, text: string): Model {
  const words = new Set(text.match(/\w+/g));
  const isAsked = ({ field }: { readonly field: FieldModel }) => field.identity || words.has(field.name);
  const needed = new Set(
    fieldsOf(model)
      .filter(isAsked)
      .flatMap(({ field }) => namesIn(field.requires ?? [])),
  );
  const kept = changeFields(model, (field) =>
    field.identity || words.has(field.name) || needed.has(field.name) ? { ...field, provides: words.size > 0 ? field.provides : {} } : null,
  );
  const interfaces = kept.interfaces.map((one) => ({
    ...one,
    fields: one.fields.filter((name) => name === "id" || words.has(name) || needed.has(name)),
  }));
  return withoutUnused({ ...kept, interfaces });
}

function simpler(shape: Shape): readonly Shape[] {
  return shape.kind === "list" ? [shape.of] : [];
}

/** The same field with one thing less to it. */
function simplerFields(field: FieldModel): readonly FieldModel[] {
  const owners = field.owners ?? [];
  return [
    ...(field.requires === null ? [] : [{ ...field, requires: null }]),
    ...(field.requires ?? [])
      .map((part) => ({ ...field, requires: (field.requires ?? []).filter((one) => one !== part) }))
      .filter(({ requires }) => requires.length > 0),
    ...(Object.keys(field.provides).length > 0 ? [{ ...field, provides: {} }] : []),
    ...(field.override === null ? [] : [{ ...field, override: null }]),
    ...(field.inaccessible ? [{ ...field, inaccessible: false }] : []),
    ...(field.shareable ? [{ ...field, shareable: false }] : []),
    ...(owners.length > 1 ? owners.map((owner) => ({ ...field, owners: [owner] })) : []),
    ...field.args.map((argument) => ({ ...field, args: field.args.filter((one) => one !== argument) })),
    ...simpler(field.shape).map((shape) => ({ ...field, shape })),
  ];
}

function* withSimplerFields(model: Model): Generator<Model> {
  for (const { typeName, field } of fieldsOf(model)) {
    if (!field.identity)
      yield withoutUnused(changeFields(model, (one, type) => (one.name === field.name && type === typeName ? null : one)));
    for (const simple of simplerFields(field)) {
      yield changeFields(model, (one, type) => (one.name === field.name && type === typeName ? simple : one));
    }
  }
}

function withKeys(object: ObjectModel, keys: readonly KeyModel[]): ObjectModel {
  const used = new Set(keys.flatMap(({ selection }) => selection.map(({ name }) => name)));
  return { ...object, keys, fields: object.fields.filter((field) => !field.identity || used.has(field.name)) };
}

function* fewerKeys(keys: readonly KeyModel[]): Generator<readonly KeyModel[]> {
  if (keys.length > 1) for (const key of keys) yield keys.filter((one) => one !== key);
  for (const key of keys.filter((one) => one.in.length > 1)) {
    for (const home of key.in) yield keys.map((one) => (one === key ? { ...key, in: key.in.filter((each) => each !== home) } : one));
  }
}

function* withFewerKeys(model: Model): Generator<Model> {
  for (const object of model.objects.filter(isEntity)) {
    for (const keys of fewerKeys(object.keys)) {
      yield withoutUnused({ ...model, objects: model.objects.map((one) => (one === object ? withKeys(object, keys) : one)) });
    }
  }
}

function* withSmallerUnions(model: Model): Generator<Model> {
  for (const one of model.unions) {
    for (const gone of new Set(Object.values(one.members).flat())) {
      const without = (names: readonly string[]) => names.filter((name) => name !== gone);
      const members = Object.fromEntries(Object.entries(one.members).map(([subgraph, names]) => [subgraph, without(names)]));
      const kept = changeFields(model, (field) => (field.named === one.name ? { ...field, targets: without(field.targets) } : field));
      yield withoutUnused({ ...kept, unions: model.unions.map((each) => (each === one ? { ...one, members } : each)) });
    }
  }
}

function* withSmallerInterfaces(model: Model): Generator<Model> {
  for (const one of model.interfaces) {
    const replaced = (by: InterfaceModel) => ({ ...model, interfaces: model.interfaces.map((each) => (each === one ? by : each)) });
    yield withoutUnused({ ...model, interfaces: model.interfaces.filter((each) => each !== one) });
    if (one.object !== null) yield withoutUnused(replaced({ ...one, object: null }));
    for (const name of one.fields) yield replaced({ ...one, fields: one.fields.filter((each) => each !== name) });
  }
}

function withoutSubgraph(model: Model, gone: string): Model {
  const without = (list: readonly string[]) => list.filter((name) => name !== gone);
  const kept = changeFields(model, (field) => {
    const owners = field.owners === null ? null : without(field.owners);
    return owners?.length === 0 && !field.identity ? null : { ...field, owners };
  });
  const objects = kept.objects.map((object) =>
    withKeys(
      object,
      object.keys.map((key) => ({ ...key, in: without(key.in) })).filter((key) => key.in.length > 0),
    ),
  );
  return withoutUnused({ ...kept, subgraphs: without(model.subgraphs), objects });
}

/** Models with a little less in them, what is likely to take most away first. Many of them do not compose. */
export function* smallerModels(model: Model, text: string): Generator<Model> {
  const asked = onlyMentioned(model, text);
  if (fieldsOf(asked).length < fieldsOf(model).length) yield asked;
  if (model.subgraphs.length > 1) for (const gone of model.subgraphs) yield withoutSubgraph(model, gone);
  yield* withSmallerUnions(model);
  yield* withSmallerInterfaces(model);
  yield* withSimplerFields(model);
  yield* withFewerKeys(model);
}
