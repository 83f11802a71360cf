import { Failure } from "../../core/problems/failure.ts";
import { askIdds } from "./ask-idds.ts";
import { defaultLimits, type Limits } from "./limits.ts";
import type { Login } from "./login.ts";
import { notUnderstood, tryLater } from "./wire.ts";

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
