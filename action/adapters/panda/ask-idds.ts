import { Failure, Outage } from "../../core/problems/failure.ts";
import { parseJson } from "../../core/text/parse-json.ts";
import type { Limits } from "./limits.ts";
import type { Login } from "./login.ts";
import { repeatRead } from "./repeat-read.ts";
import { type Answer, callPanda, notArrived, serverText, tryLater } from "./wire.ts";

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
