import { Failure, Outage } from "../../core/problems/failure.ts";
import { type Limits, usualLimits } from "./limits.ts";
import type { Login } from "./login.ts";
import { repeatRead } from "./repeat-read.ts";
import { callPanda, notArrived, notUnderstood, parseJson, serverWords } from "./wire.ts";

/**
 * iDDS knows a request by its workflow's name before any task exists (SAFETY S4). It looks names up with SQL LIKE, so
 * the answer is compared exactly; an answer that is not a map of names means "could not ask", never "none".
 */
export const readRequestNamed = async (
  login: Login,
  name: string,
  limits: Limits = usualLimits,
): Promise<number | undefined> => (await readRequestsLike(login, name, limits)).get(name);

/** Each name that fits, with its last id: iDDS tells one id a name, however many there are. */
export const readRequestsLike = async (
  login: Login,
  pattern: string,
  limits: Limits = usualLimits,
): Promise<ReadonlyMap<string, number>> => {
  const form = new URLSearchParams({
    command_name: "get_request_id_by_name",
    kwargs: JSON.stringify({ name: pattern }),
    manager: "True",
  });
  const answer = await repeatRead(limits, () =>
    callPanda(login, {
      method: "POST",
      path: "/server/panda/relay_idds_command",
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
      body: form.toString(),
      timeout: limits.read,
    }),
  );
  if (answer.kind === "unanswered")
    throw new Outage(`The request to iDDS failed: ${answer.message}.`, {
      wayOut: "Nothing was changed; try again later.",
    });
  if (notArrived(answer.status))
    throw new Failure(`PanDA refused the request to iDDS: ${serverWords(answer.text)}`, {
      wayOut: "Check PANDA_AUTH_ID_TOKEN and PANDA_AUTH_VO.",
    });
  const value = answer.status === 200 ? parseJson(answer.text) : undefined;
  const known: unknown = Array.isArray(value) && value[0] === true ? value[1] : undefined;
  if (typeof known !== "object" || known === null || Array.isArray(known)) {
    throw notUnderstood("iDDS's answer", answer);
  }
  const ids = Object.entries(known).filter((entry) => entry[1] !== null);
  return new Map(
    ids.map(([name, id]: readonly [string, unknown]) => {
      if (typeof id !== "number") throw new Failure("iDDS gave a request id that is not a number.");
      return [name, id];
    }),
  );
};
