import { readFileSync } from "node:fs";
import { Ajv, type ValidateFunction } from "ajv";
import type { Document } from "openapi-backend";
import * as openapi from "openapi-backend";
import { isObject, type JsonObject, objectOf, textOf } from "./json.ts";

export type Matched = {
  readonly operation: string;
  readonly route: string;
  readonly params: Readonly<Record<string, string>>;
};

export type RequestParts = {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
};

/** GitHub's own description of its REST interface, cut down to what the sandbox serves. */
export type Description = {
  match(method: string, path: string): Matched | undefined;
  /** What is wrong, or `undefined`. */
  requestProblem(matched: Matched, request: RequestParts): string | undefined;
  answerProblem(matched: Matched, status: number, body: unknown): string | undefined;
};

type Pattern = Omit<Matched, "params"> & {
  readonly method: string;
  readonly regexp: RegExp;
  readonly names: readonly string[];
};

/** Names and paths may hold slashes here, written as `/` or `%2F`. */
const manySegments = new Set(["ref", "path", "basehead", "branch", "tree_sha"]);

export const openDescription = (): Promise<Description> => {
  opened ??= readDescription();
  return opened;
};

/** One for all sandboxes of a process: the validators that one of them compiled serve the next. */
let opened: Promise<Description> | undefined;

const readDescription = async (): Promise<Description> => {
  const definition = readSlice();
  const patterns = patternsOf(definition);
  const answers = answersOf(readSlice());
  // "quick" compiles a validator when its route is first used: all at once take seconds.
  const api = new openapi.OpenAPIBackend({
    definition,
    quick: true,
    coerceTypes: true,
    // The slice is a fixed file: to check its schemas themselves, once a route, takes longer than all the rest.
    ajvOpts,
  });
  await api.init();
  return {
    match: (method, path) => {
      for (const pattern of patterns) {
        const found = pattern.method === method ? pattern.regexp.exec(path) : null;
        if (found === null) continue;
        const params = pattern.names.map((name, index) => [name, decodeURIComponent(found[index + 1] ?? "")]);
        return { operation: pattern.operation, route: pattern.route, params: Object.fromEntries(params) };
      }
      return undefined;
    },
    requestProblem: (matched, request) => {
      const path = matched.route.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
        encodeURIComponent(matched.params[name] ?? ""),
      );
      const result = api.validator.validateRequest(
        { method: request.method, path, query: request.query, headers: request.headers, body: request.body },
        matched.operation,
      );
      return result.valid ? undefined : complaints(result.errors);
    },
    answerProblem: (matched, status, body) => {
      // A refusal that the description does not list for a route (401, 403, 429) may come from any.
      const answer = answers(matched, status);
      if (answer === undefined) return status < 400 ? `no status ${status}` : undefined;
      return body === undefined || answer.validate === undefined || answer.validate(body)
        ? undefined
        : complaints(answer.validate.errors);
    },
  };
};

/** GitHub writes an empty text for an address it does not have. */
const formats = {
  uri: (text: string) => text === "" || URL.canParse(text),
  "date-time": (text: string) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text),
  email: true,
  int32: true,
  int64: true,
  "repo.nwo": true,
} as const;

/** A validator is made once and used a few times: to make it shorter takes longer than it saves. */
const ajvOpts = { strict: false, meta: false, validateSchema: false, formats, code: { optimize: false } } as const;

const readSlice = (): Document => {
  const slice: unknown = JSON.parse(readFileSync(new URL("openapi-slice.json", import.meta.url), "utf8"));
  if (!isDocument(slice)) throw new Error("openapi-slice.json is not an OpenAPI description");
  return slice;
};

const isDocument = (value: unknown): value is Document & { readonly paths: JsonObject } =>
  isObject(value) && textOf(value["openapi"]).startsWith("3.") && isObject(value["paths"]);

/** Longer and more literal routes first: `/commits/{ref}/check-runs` before `/commits/{ref}`. */
const patternsOf = (definition: Document): readonly Pattern[] =>
  Object.entries(definition.paths ?? {})
    .flatMap(([route, operations]) =>
      Object.entries(isObject(operations) ? operations : {}).flatMap(([method, operation]) => {
        const id = isObject(operation) ? textOf(operation["operationId"]) : "";
        return id === "" ? [] : [patternOf(method.toUpperCase(), route, id)];
      }),
    )
    .sort((one, other) => literals(other.route) - literals(one.route) || other.route.length - one.route.length);

type DescribedAnswer = { readonly validate: ValidateFunction | undefined };

/** The answers of a route; what several answers hold is compiled once, when the first of them is given. */
const answersOf = (definition: Document) => {
  const ajv = new Ajv({ ...ajvOpts, schemas: { github: definition } });
  const listed = new Map(
    Object.entries(definition.paths ?? {}).flatMap(([route, operations]) =>
      Object.entries(operations ?? {}).flatMap(([method, operation]) =>
        Object.entries(objectOf(objectOf(operation)["responses"])).map(([status, response]) => {
          const own = `/paths/${route.replaceAll("/", "~1")}/${method}/responses/${status}`;
          const named = textOf(objectOf(response)["$ref"]);
          return [
            `${textOf(objectOf(operation)["operationId"])} ${status}`,
            named === "" ? own : named.slice(1),
          ] as const;
        }),
      ),
    ),
  );
  return ({ operation }: Matched, status: number): DescribedAnswer | undefined => {
    const place = listed.get(`${operation} ${status}`);
    return place === undefined
      ? undefined
      : { validate: ajv.getSchema(`github#${place}/content/application~1json/schema`) };
  };
};

const patternOf = (method: string, route: string, operation: string): Pattern => {
  const names = [...route.matchAll(/\{(\w+)\}/g)].map((found) => found[1] ?? "");
  const source = route
    .replaceAll(/[.]/g, "\\.")
    .replaceAll(/\{(\w+)\}/g, (_, name: string) => (manySegments.has(name) ? "(.+)" : "([^/]+)"));
  return { method, route, operation, names, regexp: new RegExp(`^${source}$`) };
};

const literals = (route: string): number =>
  route.split("/").filter((part) => part !== "" && !part.startsWith("{")).length;

const complaints = (
  errors: readonly { readonly instancePath: string; readonly message?: string | undefined }[] | null | undefined,
): string => (errors ?? []).map((error) => `${error.instancePath} ${error.message ?? "is wrong"}`).join("; ");
