import { bodyText, type Call, inflated, isJsonBody } from "./call.ts";
import { isObject, type Json, type JsonObject } from "./json.ts";

type Kind = "int" | "bool" | "str" | "dict" | "dict | str" | "list";
export type Parameter = { readonly name: string; readonly kind: Kind; readonly optional?: true };

export type Arguments =
  | { readonly kind: "arguments"; readonly values: JsonObject }
  | { readonly kind: "wrong"; readonly message: string }
  /** The server's JSON parser threw: HTTP 500. */
  | { readonly kind: "unreadable"; readonly message: string };

/** Python's view of a call: GET strings are cast, a JSON body is checked strictly, a form's strings fail for numbers (PANDA P2). */
export const readArguments = (call: Call, parameters: readonly Parameter[]): Arguments => {
  if (call.method === "GET") return bind(castQuery(call.query, parameters), parameters, "cast");
  if (!isJsonBody(call)) return bind(formFields(call), parameters);
  try {
    const body: unknown = JSON.parse(bodyText(inflated(call)));
    return isObject(body) ? bind(body, parameters) : { kind: "unreadable", message: "the body is not a JSON object" };
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    return { kind: "unreadable", message: `ERROR : received invalid JSON : ${words}` };
  }
};

/** Python drops a field without a value, and with it JSON that came as a form. */
const formFields = (call: Call): JsonObject =>
  Object.fromEntries([...new URLSearchParams(bodyText(call.body))].filter(([, value]) => value !== ""));

const castQuery = (query: URLSearchParams, parameters: readonly Parameter[]): JsonObject =>
  Object.fromEntries(
    [...new Set(query.keys())].map((name): [string, Json] => {
      const values = query.getAll(name);
      const kind = parameters.find((parameter) => parameter.name === name)?.kind;
      return [name, kind === "list" ? values : cast(values.at(-1) ?? "", kind)];
    }),
  );

/** `None` and `True` come as Python words from the real client. */
const cast = (value: string, kind: Kind | undefined): Json => {
  if (value === "None") return null;
  if (kind === "int" && /^-?\d+$/.test(value)) return Number(value);
  if (kind === "bool" && /^(true|false)$/i.test(value)) return value.toLowerCase() === "true";
  return value;
};

/** panda-server 1.0.4, api/v1/common.py:353-399. */
const bind = (given: JsonObject, parameters: readonly Parameter[], how: "cast" | "checked" = "checked"): Arguments => {
  const unknown = Object.keys(given).find((name) => !parameters.some((parameter) => parameter.name === name));
  if (unknown !== undefined) return wrong(`Argument error: got an unexpected keyword argument '${unknown}'`);
  for (const { name, kind, optional } of parameters) {
    const value = given[name];
    if (value === undefined || (value === null && optional === true)) {
      if (optional !== true) return wrong(`Argument error: missing a required argument: '${name}'`);
    } else if (!fits(value, kind)) {
      return wrong(
        how === "cast"
          ? `Type error: '${name}' with value '${String(value)}' could not be casted to type ${kind} from str.`
          : `Type error: '${name}' must be of type ${kind}, got ${pythonType(value)}.`,
      );
    }
  }
  return { kind: "arguments", values: given };
};

const wrong = (message: string): Arguments => ({ kind: "wrong", message });

const fits = (value: Json, kind: Kind): boolean => {
  const type = pythonType(value);
  if (kind === "dict | str") return type === "dict" || type === "str";
  // Python's `True` is a whole number.
  return type === kind || (kind === "int" && type === "bool");
};

const pythonType = (value: Json): string => {
  if (value === null) return "NoneType";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "number") return Number.isInteger(value) ? "int" : "float";
  if (typeof value === "string") return "str";
  return isObject(value) ? "dict" : "list";
};
