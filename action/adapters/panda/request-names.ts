import { Failure } from "../../core/failure.ts";
import type { Login } from "./login.ts";
import { callPanda, parseJson, serverWords } from "./wire.ts";

const readTime = 60_000;

/**
 * iDDS knows a request by its workflow's name before any task exists (SAFETY S4). It looks names up with SQL LIKE, so
 * the answer is compared exactly; an answer that is not a map of names means "could not ask", never "none".
 */
export const readRequestNamed = async (login: Login, name: string): Promise<number | undefined> => {
  const form = new URLSearchParams({
    command_name: "get_request_id_by_name",
    kwargs: JSON.stringify({ name }),
    manager: "True",
  });
  const answer = await callPanda(login, {
    method: "POST",
    path: "/server/panda/relay_idds_command",
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
    body: form.toString(),
    timeout: readTime,
  });
  if (answer.kind === "unanswered")
    throw new Failure(`iDDS cannot be asked: ${answer.message}.`, { wayOut: "Nothing was changed; try again later." });
  const value = answer.status === 200 ? parseJson(answer.text) : undefined;
  const known: unknown = Array.isArray(value) && value[0] === true ? value[1] : undefined;
  if (typeof known !== "object" || known === null || Array.isArray(known)) {
    throw new Failure(`iDDS's answer is not understood: ${serverWords(answer.text)}`, {
      wayOut: "Nothing was changed; try again later.",
    });
  }
  const id: unknown = Object.entries(known).find(([key]) => key === name)?.[1];
  if (id === undefined || id === null) return undefined;
  if (typeof id !== "number") throw new Failure("iDDS gave a request id that is not a number.");
  return id;
};
