import { Failure, Outage } from "../../core/problems/failure.ts";
import { parseJson } from "../../core/text/parse-json.ts";
import { defaultLimits, type Limits } from "./limits.ts";
import type { Login } from "./login.ts";
import { repeatRead } from "./repeat-read.ts";
import { type Answer, callPanda, notArrived, notUnderstood, serverText, tryLater } from "./wire.ts";

/** What iDDS said, by way of PanDA; a value that is `undefined` means "could not ask". */
type IddsAnswer = { readonly value: unknown; readonly answer: Extract<Answer, { readonly kind: "answered" }> };

/** A read: it is made again when the link breaks. Throws Failure where there was no answer. */
export const askIdds = async (
  login: Login,
  limits: Limits,
  method: "relay_idds_command" | "execute_idds_workflow_command",
  form: Readonly<Record<string, string>>,
): Promise<IddsAnswer> => {
  const answer = await repeatRead(limits, () =>
    callPanda(login, {
      method: "POST",
      path: `/server/panda/${method}`,
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(form).toString(),
      timeout: limits.read,
    }),
  );
  if (answer.kind === "unanswered") throw new Outage(`The request to iDDS failed: ${answer.message}.`, tryLater);
  if (notArrived(answer.status))
    throw new Failure(`PanDA refused the request to iDDS: ${serverText(answer.text)}`, {
      wayOut: "Check PANDA_AUTH_ID_TOKEN and PANDA_AUTH_VO.",
    });
  const value = answer.status === 200 ? parseJson(answer.text) : undefined;
  return { value: Array.isArray(value) && value[0] === true ? value[1] : undefined, answer };
};

/**
 * iDDS knows a request by its workflow's name before any task exists (SAFETY S4). It looks names up with SQL LIKE, so
 * the answer is compared exactly; an answer that is not a map of names means "could not ask", never "none".
 */
export const readRequestNamed = async (
  login: Login,
  name: string,
  limits: Limits = defaultLimits,
): Promise<number | undefined> => (await readRequestsLike(login, name, limits)).get(name);

/** Each name that fits, with its last id: iDDS gives one id for a name, however many there are. */
export const readRequestsLike = async (
  login: Login,
  pattern: string,
  limits: Limits = defaultLimits,
): Promise<ReadonlyMap<string, number>> => {
  const known = await askIdds(login, limits, "relay_idds_command", {
    command_name: "get_request_id_by_name",
    kwargs: JSON.stringify({ name: pattern }),
    manager: "True",
  });
  if (typeof known.value !== "object" || known.value === null || Array.isArray(known.value))
    throw notUnderstood("iDDS's answer", known.answer);
  const ids = Object.entries(known.value).filter((entry) => entry[1] !== null);
  return new Map(
    ids.map(([name, id]: readonly [string, unknown]) => {
      if (typeof id !== "number") throw new Failure("iDDS gave a request id that is not a number.", tryLater);
      return [name, id];
    }),
  );
};
