import { bodyText, type Call } from "../panda/call.ts";
import type { Answer } from "../panda/envelope.ts";
import { isObject, type Json, type JsonObject } from "../panda/json.ts";
import { pythonJson } from "../panda/python-text.ts";
import { RucioRefusal } from "./refusal.ts";
import type { RucioState } from "./state.ts";

export type Caller = { readonly account: string; readonly user: string };

/** A request of somebody who is logged in, with what its path says. */
export type Asked = {
  readonly state: RucioState;
  readonly caller: Caller;
  readonly call: Call;
  readonly words: readonly string[];
};

export type RucioRoute = {
  readonly method: string;
  readonly path: RegExp;
  /** By which faults and counts know it. */
  readonly key: string;
  /** The only form that it answers in; a client that accepts another gets 406. */
  readonly form?: string;
  readonly handle: (asked: Asked) => RucioAnswered;
};

export type RucioAnswered = Answer & { readonly headers?: Readonly<Record<string, string>> };

const badBody = (why: string, message: string): RucioRefusal => new RucioRefusal(400, why, message);

export const objectBody = ({ call }: Asked): JsonObject => {
  const value = parsed(call, "dictionary");
  if (isObject(value)) return value;
  throw badBody("TypeError", "body must be a json dictionary");
};

export const listBody = ({ call }: Asked): readonly Json[] => {
  const value = parsed(call, "list");
  if (Array.isArray(value)) return value as readonly Json[];
  throw badBody("TypeError", "body must be a json list");
};

const parsed = (call: Call, wanted: string): unknown => {
  try {
    return JSON.parse(bodyText(call.body)) as unknown;
  } catch {
    throw badBody("ValueError", `cannot decode json parameter ${wanted}`);
  }
};

export const needed = (body: JsonObject, name: string): Json => {
  const value = body[name];
  if (value === undefined) throw badBody("KeyError", `'${name}' not defined`);
  return value;
};

export const created: Answer = { status: 201, contentType: "text/html; charset=utf-8", body: "Created" };
export const fine: Answer = { status: 200, contentType: "text/html; charset=utf-8", body: "" };

export const jsonAnswer = (value: Json, status = 200): Answer => ({
  status,
  contentType: "application/json",
  body: pythonJson(value),
});

export const streamAnswer = (rows: readonly Json[]): Answer => ({
  status: 200,
  contentType: stream,
  body: rows.map((row) => `${pythonJson(row)}\n`).join(""),
});

export const stream = "application/x-json-stream";
export const oneJson = "application/json";
export const isRoot = ({ caller }: Asked): boolean => caller.account === "root";
/** By the generic policy, whatever the value of the attribute is (rucio 41.5.1, core/account.py:303). */
export const isAdmin = (asked: Asked): boolean =>
  isRoot(asked) || asked.state.accounts.get(asked.caller.account)?.attributes.has("admin") === true;
export const owns = (asked: Asked, scope: string): boolean =>
  isAdmin(asked) || asked.state.scopes.get(scope) === asked.caller.account;
