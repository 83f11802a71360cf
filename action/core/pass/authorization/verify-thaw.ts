import type { Thaw } from "../../ledger/main-after.ts";
import { isAmong } from "../../policy/login.ts";
import { productionsFolder } from "../../text/source-file.ts";
import type { Asking, Moment } from "../asking.ts";
import { commandRefusal } from "./command-refusal.ts";
import { whatWasSaid } from "./what-was-said.ts";

/**
 * Why an unfreeze of the ledger does not count; `undefined`: it does. It stands on GitHub as this person wrote it, who may
 * say it by the approved rules, and was written after the freeze: an old comment ends no new one.
 */
export function* thawFault(moment: Moment, { by: login, id, last }: Thaw): Asking<string | undefined> {
  if (moment.approvals !== "asked") return undefined;
  const { asOf } = moment;
  const said = yield* whatWasSaid(asOf, ofAll, id);
  if ("fault" in said) return said.fault;
  if (!isAmong(login, said.logins)) return `${said.where} is by ${said.logins.join(" and ")}`;
  if (said.asked.verb !== "unfreeze") return `${said.where} does not say so, or not any more`;
  const begun = yield* whatWasSaid(asOf, ofAll, last);
  if ("at" in begun && Date.parse(said.at) < Date.parse(begun.at)) return `${said.where} is older than the freeze`;
  return yield* commandRefusal(moment, { folder: productionsFolder, verb: "unfreeze", login });
}

const ofAll = { intent: undefined };
