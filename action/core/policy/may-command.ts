import type { Verb } from "../command/verbs.ts";
import { isAmong, loginNames } from "./login.ts";
import { mayWrite, type Permission } from "./pull-request.ts";
import { conventionsAbove, type Rules } from "./rules.ts";

/** Whether a person may use a verb on a production of this folder, by the rules of main. */
export const mayCommand = (
  rules: Rules,
  folder: string,
  verb: Verb,
  { login, permission }: { readonly login: string; readonly permission: Permission },
): true | { readonly refusal: string } => {
  if (!mayWrite(permission)) return { refusal: `${verb} needs write permission on this repository.` };
  for (const { file, read } of conventionsAbove(rules, folder)) {
    if (read.kind === "unreadable") return { refusal: `It is unknown who may ${verb}: ${read.why}.` };
    const named = read.value.policy?.commands?.[verb];
    if (named !== undefined && !isAmong(login, named))
      return { refusal: `${verb} is for ${loginNames(named, "and")}, by the policy in ${file}.` };
  }
  return true;
};

/** The people that the policies above a folder name for a verb, each with @; `undefined`: everybody with write access. */
export const onlyFor = (rules: Rules, folder: string, verb: Verb): readonly string[] | undefined => {
  const lists = conventionsAbove(rules, folder).flatMap(({ read }) =>
    read.kind === "read" ? [read.value.policy?.commands?.[verb] ?? []].filter((list) => list.length > 0) : [],
  );
  const [first, ...others] = lists;
  return first?.filter((login) => others.every((list) => isAmong(login, list)));
};
