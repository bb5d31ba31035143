// The schema as a list of fields, and the call of a field as text.

import { ask } from "./explorer_request.js";

// Deep enough for [[T!]!]!, and shallower than the standard introspection query, which costs more.
const INTROSPECTION = `query Schema {
  __schema {
    queryType { name }
    mutationType { name }
    types {
      name
      kind
      fields(includeDeprecated: true) {
        name
        description
        isDeprecated
        args { name type { ...Named } }
        type { ...Named }
      }
    }
  }
}
fragment Named on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } }`;

// The fields that tell most of a thing, when only one is asked for.
const TELLING = ["id", "name", "userEmail", "email", "success"];

export async function loadSchema() {
  const reply = await ask(INTROSPECTION, {}, {});
  const schema = reply.parsed?.data?.__schema;
  if (!schema) throw new Error(`The schema cannot be read: status ${reply.status}`);
  return schema;
}

export function typeText(type) {
  if (type.kind === "NON_NULL") return `${typeText(type.ofType)}!`;
  if (type.kind === "LIST") return `[${typeText(type.ofType)}]`;
  return type.name;
}

function innermost(type) {
  return type.ofType ? innermost(type.ofType) : type;
}

export function listFields(schema) {
  const roots = [schema.queryType?.name, schema.mutationType?.name].filter(Boolean);
  const rank = (type) => (roots.includes(type.name) ? roots.indexOf(type.name) : roots.length);
  const types = schema.types
    .filter((type) => type.fields && !type.name.startsWith("__"))
    .sort((one, other) => rank(one) - rank(other) || one.name.localeCompare(other.name));
  const leaves = new Map(types.map((type) => [type.name, leafOf(type)]));
  return types.flatMap((type) => type.fields.map((field) => toEntry(type, field, roots, leaves)));
}

function leafOf(type) {
  const isPlain = (field) => field.args.length === 0 && !field.isDeprecated && ["SCALAR", "ENUM"].includes(innermost(field.type).kind);
  const names = type.fields.filter(isPlain).map((field) => field.name);
  return TELLING.find((name) => names.includes(name)) ?? names[0] ?? "__typename";
}

function toEntry(type, field, roots, leaves) {
  const result = innermost(field.type);
  const args = field.args.map((arg) => ({ name: arg.name, type: typeText(arg.type) }));
  const signature = args.length ? `(${args.map((arg) => `${arg.name}: ${arg.type}`).join(", ")})` : "";
  return {
    name: field.name,
    args,
    operation: roots.includes(type.name) ? ["query", "mutation"][roots.indexOf(type.name)] : null,
    selection: ["SCALAR", "ENUM"].includes(result.kind) ? "" : ` { ${leaves.get(result.name) ?? "__typename"} }`,
    label: `${type.name}.${field.name}`,
    title: `${field.name}${signature}: ${typeText(field.type)}${field.isDeprecated ? " (deprecated)" : ""}\n${field.description ?? ""}`.trim(),
    search: `${type.name}.${field.name} ${typeText(field.type)}`.toLowerCase(),
  };
}

function withArguments(field, value) {
  const needed = field.args.filter((arg) => arg.type.endsWith("!"));
  return needed.length ? `(${needed.map((arg) => `${arg.name}: ${value(arg)}`).join(", ")})` : "";
}

// The text that inserts a field: a whole operation of its own where nothing is typed, else the field at the cursor.
export function callOf(field, text, start, end) {
  if (field.operation && (!text.trim() || isOutside(text, start))) {
    const needed = field.args.filter((arg) => arg.type.endsWith("!"));
    const head = needed.length ? ` (${needed.map((arg) => `$${arg.name}: ${arg.type}`).join(", ")})` : "";
    const body = `${field.name}${withArguments(field, (arg) => `$${arg.name}`)}${field.selection}`;
    const operation = `${field.operation}${head} {\n  ${body}\n}\n`;
    return { start: 0, end: text.length, text: operation };
  }
  return { start, end, text: `${field.name}${withArguments(field, () => '""')}${field.selection}\n` };
}

function isOutside(text, place) {
  const before = text.slice(0, place);
  return (before.match(/{/g) ?? []).length === (before.match(/}/g) ?? []).length;
}
