/** Cuts GitHub's description of its REST down to the operations that the sandbox serves. `npm run update-github-specs` calls it. */
import { isObject, type JsonObject, objectOf, textOf } from "./json.ts";
import { routes } from "./routes.ts";

const methods = new Set(["get", "post", "put", "patch", "delete"]);
const wordsOnly = new Set([
  "description",
  "summary",
  "example",
  "examples",
  "externalDocs",
  "tags",
  "x-github",
  "title",
  "deprecated",
  "discriminator",
  "links",
]);

export const cutOpenapi = (text: string, source: string): JsonObject => {
  const whole = objectOf(JSON.parse(text));
  const paths: Record<string, JsonObject> = {};
  for (const [path, item] of Object.entries(objectOf(whole["paths"]))) {
    const kept = Object.entries(objectOf(item)).filter(
      ([method, operation]) => methods.has(method) && textOf(objectOf(operation)["operationId"]) in routes,
    );
    if (kept.length > 0)
      paths[path] = Object.fromEntries(kept.map(([method, operation]) => [method, withoutWords(operation, false)]));
  }
  const components = collect(whole, paths);
  return {
    openapi: "3.0.3",
    info: { title: `GitHub REST, a slice of ${source}`, version: textOf(objectOf(whole["info"])["version"]) },
    paths,
    components,
  };
};

/** `inProperties`: the keys are names of fields, and a field may be called "description". */
const withoutWords = (value: unknown, inProperties: boolean): unknown => {
  if (Array.isArray(value)) return value.map((each: unknown) => withoutWords(each, false));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(
    ([key]) => inProperties || (!wordsOnly.has(key) && !key.startsWith("x-")),
  );
  const kept = entries.map(([key, each]) => [
    key,
    key === "default" || key === "enum" ? each : withoutWords(each, key === "properties" && !inProperties),
  ]);
  const made = Object.fromEntries(kept);
  // Headers and media types other than JSON are nothing the sandbox is judged by; a response must have a description.
  if (!inProperties && isObject(made["content"]))
    made["content"] = Object.fromEntries(
      Object.entries(made["content"]).filter(([type]) => type.startsWith("application/json")),
    );
  if (!inProperties && isObject(made["responses"]))
    made["responses"] = Object.fromEntries(
      Object.entries(made["responses"]).map(([status, answer]) => [
        status,
        isObject(answer) && !("$ref" in answer) ? { description: "", ...answer, headers: undefined } : answer,
      ]),
    );
  return inProperties ? made : withNull(made);
};

/** GitHub writes `nullable` beside a choice or an enum; ajv wants null to be one of its values. */
const withNull = (schema: JsonObject): JsonObject => {
  if (schema["nullable"] !== true) return schema;
  if (Array.isArray(schema["enum"])) return { ...schema, enum: [...new Set([...schema["enum"], null])] };
  if (typeof schema["type"] === "string") return schema;
  const { nullable: _, ...rest } = schema;
  return { anyOf: [rest, { type: "string", nullable: true, enum: [null] }] };
};

/** Every component that is named, and what those name in turn. */
const collect = (whole: JsonObject, from: unknown): JsonObject => {
  const kept: Record<string, Record<string, unknown>> = {};
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visit);
    if (!isObject(value)) return;
    const reference = textOf(value["$ref"]);
    if (reference !== "") take(reference);
    for (const each of Object.values(value)) visit(each);
  };
  const take = (reference: string): void => {
    const [, , kind = "", name = ""] = reference.split("/");
    const section = (kept[kind] ??= {});
    if (name in section || kind === "examples") return;
    section[name] = withoutWords(objectOf(objectOf(whole["components"])[kind])[name], false);
    if (kind === "responses") section[name] = { description: "", ...objectOf(section[name]) };
    visit(section[name]);
  };
  visit(from);
  return Object.fromEntries(
    Object.entries(kept).map(([kind, section]) => [
      kind,
      Object.fromEntries(Object.entries(section).sort(([one], [other]) => (one < other ? -1 : 1))),
    ]),
  );
};
