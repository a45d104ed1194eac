import {
  type GraphQLEnumType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isEnumType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
} from "graphql";
import { isObject, type JsonObject, typeNameOf } from "./json.ts";
import { jsonText, readerOf, stringText } from "./json-text.ts";
import type { FieldShape, FieldsType, ResponseShape, SelectionShape } from "./shape.ts";

/** What is fetched is not simply what the client asked for: something is null, missing or wrong that must not be. */
const NOT_PLAIN = new Error("the response is not plain");

/** By the number of a selection: the texts of objects that were written already. Null where no object stands in two places. */
type Written = Map<JsonObject, string>[] | null;

type WriteValue = (value: unknown, written: Written) => string;
type WriteObject = (object: JsonObject, written: Written) => string;

interface WriterOptions {
  readonly schema: GraphQLSchema;
  /** Numbers the selections of the operation. */
  nextSelection(): number;
}

function compileEnum(type: GraphQLEnumType): WriteValue {
  const texts = new Map<unknown, string>(type.getValues().map(({ name }) => [name, stringText(name)]));
  return (value) => {
    const text = texts.get(value);
    if (text === undefined) throw NOT_PLAIN;
    return text;
  };
}

function compileList(writeItem: WriteValue): WriteValue {
  return (value, written) => {
    if (!Array.isArray(value)) throw NOT_PLAIN;
    let text = "[";
    for (let index = 0; index < value.length; index += 1) {
      if (index > 0) text += ",";
      text += writeItem(value[index], written);
    }
    return `${text}]`;
  };
}

function compileField(options: WriterOptions, field: FieldShape, isFirst: boolean): WriteObject {
  const start = `${isFirst ? "" : ","}${stringText(field.key)}:`;
  const read = readerOf(field.planKey);
  // Introspection was executed by graphql-js and is in its final form.
  const isMeta = field.name === "__schema" || field.name === "__type";
  const write = isMeta ? jsonText : compileValue(options, field, field.type);
  return (object, written) => start + write(read(object), written);
}

function compileFields(options: WriterOptions, selection: SelectionShape, type: FieldsType): WriteObject {
  const fields = selection.fieldsFor(type).map((field, index) => {
    if (field.name !== "__typename") return compileField(options, field, index === 0);
    const text = `${index === 0 ? "" : ","}${stringText(field.key)}:${stringText(type.name)}`;
    return () => text;
  });
  return (object, written) => {
    let text = "{";
    for (let index = 0; index < fields.length; index += 1) text += fields[index]?.(object, written);
    return `${text}}`;
  };
}

/** Says how objects of a type in the schema are written, by the type that they say they are of. Compiled as new ones turn up, and kept. */
function compileByType(options: WriterOptions, selection: SelectionShape, type: GraphQLOutputType): (object: JsonObject) => WriteObject {
  if (isObjectType(type)) {
    let write: WriteObject | undefined;
    return () => {
      write ??= compileFields(options, selection, type);
      return write;
    };
  }
  const byName = new Map<string | null, WriteObject>();
  function compile(typeName: string | null): WriteObject {
    const fieldsType = runtimeType(options.schema, type, typeName);
    if (fieldsType === null) throw NOT_PLAIN;
    const write = compileFields(options, selection, fieldsType);
    byName.set(typeName, write);
    return write;
  }
  return (object) => {
    const typeName = typeNameOf(object);
    return byName.get(typeName) ?? compile(typeName);
  };
}

/** The type whose fields an object has. An interface stands for itself where no subgraph had to say more (`@interfaceObject`). */
export function runtimeType(schema: GraphQLSchema, type: GraphQLOutputType, typeName: string | null): FieldsType | null {
  if (isObjectType(type)) return type;
  if (!isAbstractType(type)) return null;
  if (isInterfaceType(type) && (typeName === null || typeName === type.name)) return type;
  const named = schema.getType(typeName ?? "");
  return isObjectType(named) && schema.isSubType(type, named) ? named : null;
}

function compileObject(options: WriterOptions, selection: SelectionShape, type: GraphQLOutputType): WriteValue {
  const writerFor = compileByType(options, selection, type);
  const number = options.nextSelection();
  return (value, written) => {
    if (!isObject(value)) throw NOT_PLAIN;
    if (written === null) return writerFor(value)(value, written);
    written[number] ??= new Map();
    const texts = written[number];
    const known = texts.get(value);
    if (known !== undefined) return known;
    const text = writerFor(value)(value, written);
    texts.set(value, text);
    return text;
  };
}

function compileNonNull(options: WriterOptions, field: FieldShape, type: GraphQLOutputType): WriteValue {
  if (isListType(type)) return compileList(compileValue(options, field, type.ofType));
  if (field.selection !== null) return compileObject(options, field.selection, type);
  return isEnumType(type) ? compileEnum(type) : jsonText;
}

function compileValue(options: WriterOptions, field: FieldShape, type: GraphQLOutputType): WriteValue {
  if (!isNonNullType(type)) {
    const write = compileNonNull(options, field, type);
    return (value, written) => (value === null || value === undefined ? "null" : write(value, written));
  }
  const write = compileNonNull(options, field, type.ofType);
  return (value, written) => {
    if (value === null || value === undefined) throw NOT_PLAIN;
    return write(value, written);
  };
}

/** Writes responses of one operation, in one form. */
export interface ResponseWriter {
  /**
   * The text of a response, straight from what was fetched. Null when anything in it is not as it should be: then `project` has to find out what, and what
   * becomes of it. `hasSharedObjects` says that an object may stand in several places: it is written once then.
   */
  write(fetched: JsonObject, hasSharedObjects: boolean): string | null;
}

/** Compiles the writing of an operation's response. */
export function compileWriter(schema: GraphQLSchema, shape: ResponseShape): ResponseWriter {
  let selections = 0;
  const nextSelection = () => {
    selections += 1;
    return selections - 1;
  };
  let writeRoot: WriteObject | undefined;
  return {
    write(fetched, hasSharedObjects) {
      writeRoot ??= compileFields({ schema, nextSelection }, shape.root, shape.rootType);
      try {
        return `{"data":${writeRoot(fetched, hasSharedObjects ? [] : null)}}`;
      } catch (error) {
        if (error === NOT_PLAIN) return null;
        throw error;
      }
    },
  };
}
