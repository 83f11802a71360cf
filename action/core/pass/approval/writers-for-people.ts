import { commentOfBranch, issueOfBranch, upkeepOf } from "../../command/form-names.ts";
import { formRuleOf } from "../../policy/form-rule.ts";
import { plainLogin, uniqueLogins } from "../../policy/login.ts";
import type { Rules } from "../../policy/rules.ts";
import { upkeepRuleOf } from "../../policy/upkeep-rule.ts";
import { besidesProgram, type Writers } from "../../policy/writers.ts";
import { type Asking, type Moment, orFailed } from "../asking.ts";
import type { Behind, Merge } from "./merge.ts";
import { writersOfExtension } from "./writers-of-extension.ts";
import { writersOfForm } from "./writers-of-form.ts";
import { writersOfUpkeep } from "./writers-of-upkeep.ts";

type BehindOf = (moment: Pick<Moment, "asOf">, merge: Merge) => Asking<Behind>;

/**
 * Who wrote a merge. Where the App that the rules of then name made its branch, these are the people who asked it to; but
 * only if what was merged is, to the last byte, what it makes of their words. Else the App stays unknown.
 */
export function* writersForPeople(moment: Pick<Moment, "asOf">, merge: Merge): Asking<Writers> {
  const { writers, pull, rules } = merge;
  const { program } = writers;
  const { app, behindOf } = makerOf(rules, pull.from.branch) ?? {};
  if (behindOf === undefined || program === undefined || plainLogin(program.login) !== `${app}[bot]`) return writers;
  const behind = yield* behindOf(moment, merge);
  const unknown = (why: string): Writers => ({ ...writers, unknown: `${app} made it, and ${why}` });
  if (typeof behind === "string") return unknown(behind);
  if (!merge.here || (yield* orFailed(behind.isMade)) !== true) return unknown(behind.otherwise);
  const others = besidesProgram(writers, program.login);
  return { logins: uniqueLogins([...others.logins, ...behind.logins]), unknown: others.unknown ?? behind.unknown };
}

/** Which App makes a branch of this name, and what it makes there. */
const makerOf = (rules: Rules, branch: string): { readonly app: string; readonly behindOf: BehindOf } | undefined => {
  const kind = upkeepOf(branch);
  if (kind !== undefined) {
    const upkeep = upkeepRuleOf(rules);
    return upkeep?.of.includes(kind) === true ? { app: upkeep.app, behindOf: writersOfUpkeep(kind) } : undefined;
  }
  const app = formRuleOf(rules)?.app;
  if (app === undefined) return undefined;
  const [issue, comment] = [issueOfBranch(branch), commentOfBranch(branch)];
  if (issue !== undefined) return { app, behindOf: writersOfForm(issue) };
  return comment === undefined ? undefined : { app, behindOf: writersOfExtension(comment) };
};
