import type { Caller } from "../auth.ts";
import { declined, type Envelope, succeeded } from "../envelope.ts";
import { isObject, type JsonObject } from "../json.ts";
import type { Sandbox } from "../sandbox.ts";
import { nextNumber } from "../state.ts";

/** Registers whatever it is given and looks at it later: there is no check, and a client that says "check" has submitted. */
export const submitNative = ({ state }: Sandbox, { userName }: Caller, args: JsonObject): Envelope => {
  const params = typeof args["params"] === "string" ? parsed(args["params"]) : args["params"];
  if (!isObject(params)) return declined(`Failed to parse params: ${String(args["params"])}`);
  const id = nextNumber(state, "nextFile");
  state.natives.put(id, { id, userName, params });
  return succeeded({ workflow_id: id });
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
