/**
 * JSON Schema of TypeScript's types, by the compiler's own type checker. Answers have no schema at run time: their types,
 * which the handlers and the client are compiled with, are the source.
 */
import { join } from 'node:path';
import { API, SymbolFlags, TypeFlags, type Checker, type Symbol, type Type } from 'typescript/unstable/sync';

export type JsonSchema = { [key: string]: unknown };

const PROJECT = 'tsconfig.shared.json';
/** Names of fields that hold a time. */
const TIME = /^(?:timestamp|at|\w+_(?:at|since|until))$/;

/** The schemas of the types that are asked for, and of those that they name. */
export class TypeSchemas {
  readonly components: Record<string, JsonSchema> = {};
  readonly #api = new API({ cwd: process.cwd() });
  readonly #checker: Checker;
  readonly #sourceFile: (path: string) => Symbol;
  readonly #replaced: Readonly<Record<string, JsonSchema>>;

  /** @param replaced - the schemas of types that have one of their own, by name */
  constructor(replaced: Readonly<Record<string, JsonSchema>>) {
    this.#replaced = replaced;
    const config = join(process.cwd(), PROJECT);
    const project = this.#api.updateSnapshot({ openProjects: [config] }).getProject(config);
    if (!project) throw new Error(`there is no ${PROJECT}`);
    this.#checker = project.checker;
    this.#sourceFile = (path) => {
      const file = project.program.getSourceFile(join(process.cwd(), path));
      const symbol = file && project.checker.getSymbolAtLocation(file);
      if (!symbol) throw new Error(`${path} is no module of ${PROJECT}`);
      return symbol;
    };
  }

  /** Ends the compiler's process. */
  close(): void {
    this.#api.close();
  }

  /** The types of the fields of an exported interface, by name. */
  fieldsOf(path: string, name: string): Map<string, Type> {
    const exported = this.#checker
      .getExportsOfModule(this.#sourceFile(path))
      .find((symbol) => symbol.name === name);
    if (!exported) throw new Error(`${path} has no ${name}`);
    return this.fields(this.#checker.getDeclaredTypeOfSymbol(exported));
  }

  /** The types of the fields of an object, by name. */
  fields(type: Type): Map<string, Type> {
    return new Map(
      this.#checker.getPropertiesOfType(type).flatMap((symbol) => {
        const field = this.#checker.getTypeOfSymbol(symbol);
        return field ? [[symbol.name, field] as const] : [];
      }),
    );
  }

  /** The comments on the entries of the schemas that a module exports: by the schema's name, then by the entry's. */
  commentsOf(path: string): Map<string, Map<string, string>> {
    const comments = new Map<string, Map<string, string>>();
    for (const symbol of this.#checker.getExportsOfModule(this.#sourceFile(path))) {
      const type = symbol.flags & SymbolFlags.Variable ? this.#checker.getTypeOfSymbol(symbol) : undefined;
      const entries = type && this.#checker.getPropertyOfType(type, 'entries');
      const entriesType = entries && this.#checker.getTypeOfSymbol(entries);
      if (!entriesType) continue;
      comments.set(
        symbol.name,
        new Map(
          this.#checker.getPropertiesOfType(entriesType).map((entry) => [entry.name, this.#comment(entry)]),
        ),
      );
    }
    return comments;
  }

  /** The schema of a type. Named types become components. */
  schemaOf(type: Type): JsonSchema {
    const name = this.#nameOf(type);
    if (name === undefined) return this.#structureOf(type);
    const replaced = this.#replaced[name];
    if (replaced) return replaced;
    if (!(name in this.components)) {
      // Present before it is complete: a type may contain itself.
      this.components[name] = {};
      const symbol = type.getAliasSymbol() ?? type.getSymbol();
      const description = symbol && this.#comment(symbol);
      this.components[name] = { ...(description && { description }), ...this.#structureOf(type) };
    }
    return { $ref: `#/components/schemas/${name}` };
  }

  /** The name of a type that is worth one: of objects and of unions of them, not of texts and numbers. */
  #nameOf(type: Type): string | undefined {
    const alias = type.getAliasSymbol();
    if (alias) {
      const own = alias.name;
      if (['Record', 'Pick', 'Omit', 'Partial', 'Exclude', 'InferOutput'].includes(own)) return undefined;
      return type.isUnionType() &&
        (type.getTypes() ?? []).every((one) => !(one.isObjectType() || one.isIntersectionType()))
        ? undefined
        : own;
    }
    const symbol = type.getSymbol();
    if (!type.isObjectType() || !symbol || this.#checker.isArrayType(type)) return undefined;
    if (!(symbol.flags & SymbolFlags.Interface)) return undefined;
    const argumentsOf = type.isTypeReference() ? this.#checker.getTypeArguments(type) : [];
    return `${argumentsOf.map((one) => this.#nameOf(one) ?? '').join('')}${symbol.name}`;
  }

  #structureOf(type: Type): JsonSchema {
    const { flags } = type;
    if (type.isUnionType()) return this.#unionOf(type.getTypes() ?? []);
    if (type.isStringLiteralType() || type.isNumberLiteralType() || type.isBooleanLiteralType())
      return { const: type.value };
    if (flags & TypeFlags.String) return { type: 'string' };
    if (flags & TypeFlags.Number) return { type: 'number' };
    if (flags & TypeFlags.Boolean) return { type: 'boolean' };
    if (flags & TypeFlags.Null) return { type: 'null' };
    if (flags & (TypeFlags.Unknown | TypeFlags.Any)) return {};
    if (this.#checker.isArrayType(type)) {
      const [item] = type.isTypeReference() ? this.#checker.getTypeArguments(type) : [];
      return { type: 'array', items: item ? this.schemaOf(item) : {} };
    }
    if (type.isObjectType() || type.isIntersectionType()) return this.#objectOf(type);
    throw new Error(`no schema for ${this.#checker.typeToString(type)}`);
  }

  #unionOf(types: readonly Type[]): JsonSchema {
    const some = types.filter(({ flags }) => !(flags & TypeFlags.Undefined));
    const isNullable = some.some(({ flags }) => flags & TypeFlags.Null);
    const schemas = some.filter(({ flags }) => !(flags & TypeFlags.Null)).map((one) => this.schemaOf(one));
    const values = schemas.flatMap((schema) => ('const' in schema ? [schema['const']] : []));
    if (values.length !== schemas.length || values.length === 0) {
      const [only] = schemas;
      if (schemas.length !== 1 || !only)
        return { anyOf: isNullable ? [...schemas, { type: 'null' }] : schemas };
      if (!isNullable) return only;
      return typeof only['type'] === 'string'
        ? { ...only, type: [only['type'], 'null'] }
        : { anyOf: [only, { type: 'null' }] };
    }
    const type = typeof values[0];
    if (type === 'boolean' && values.length === 2)
      return { type: isNullable ? ['boolean', 'null'] : 'boolean' };
    const sorted = values.toSorted((a, b) => (String(a) < String(b) ? -1 : 1));
    return isNullable ? { type: [type, 'null'], enum: [...sorted, null] } : { type, enum: sorted };
  }

  #objectOf(type: Type): JsonSchema {
    const properties: Record<string, JsonSchema> = {};
    const required: string[] = [];
    for (const symbol of this.#checker.getPropertiesOfType(type)) {
      const field = this.#checker.getTypeOfSymbol(symbol);
      if (!field) continue;
      const description = this.#comment(symbol);
      const schema = withFormat(symbol.name, this.schemaOf(field));
      properties[symbol.name] = { ...schema, ...(description && { description }) };
      if (!(symbol.flags & SymbolFlags.Optional)) required.push(symbol.name);
    }
    const [index] = this.#checker.getIndexInfosOfType(type);
    return {
      type: 'object',
      ...(Object.keys(properties).length > 0 && { properties }),
      ...(required.length > 0 && { required }),
      ...(index && { additionalProperties: this.schemaOf(index.valueType) }),
    };
  }

  #comment(symbol: Symbol): string {
    return this.#checker
      .getDocumentationCommentOfSymbol(symbol)
      .replaceAll(/\s+/g, ' ')
      .replaceAll(/\{@link (\w+)\}/g, '`$1`')
      .trim();
  }
}

/** Adds the format of a time to the schema of a text. */
function withFormat(name: string, schema: JsonSchema): JsonSchema {
  const isText = [schema['type']].flat().includes('string') && !('enum' in schema);
  return TIME.test(name) && isText ? { ...schema, format: 'date-time' } : schema;
}
