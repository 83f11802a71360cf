import type { Verb } from "../../command/verbs.ts";
import { mayCommand } from "../../policy/may-command.ts";
import { approvedRules } from "../approval/approved-rules.ts";
import { type Asking, ask, type Moment } from "../asking.ts";

type Commanding = { readonly folder: string; readonly verb: Verb; readonly login: string };

/** Why this person may not say it of what is in a folder, by the permission of today and the approved rules of main. */
export function* commandRefusal(moment: Moment, { folder, verb, login }: Commanding): Asking<string | undefined> {
  const permission = yield* ask({ ask: "permission", login, ...moment.asOf });
  const rules = yield* approvedRules(moment).upTo(moment.mainHead, [folder]);
  const may = mayCommand(rules, folder, verb, { login, permission });
  return may === true ? undefined : may.refusal;
}
