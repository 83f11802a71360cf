import { commentOfBranch, issueOfBranch, type UpkeepKind, upkeepOf } from "../../command/form-names.ts";
import type { FormIssue } from "../../form/form-request.ts";
import { commentersOf, type IssueNow, requestIn } from "../../policy/form-issue.ts";
import { formRuleOf } from "../../policy/form-rule.ts";
import { plainLogin, uniqueLogins } from "../../policy/login.ts";
import { mayWrite } from "../../policy/pull-request.ts";
import { type Rules, upkeepRuleOf } from "../../policy/rules.ts";
import { type Writers, withoutProgram } from "../../policy/writers.ts";
import { orFailure } from "../../problems/failure.ts";
import type { SourceFile } from "../../text/source-file.ts";
import { isUpkeep } from "../../versioning/upkeep.ts";
import { type AsksPeople, all, type Reads } from "../reads.ts";
import { makeFormRequest } from "./make-again.ts";
import { type Behind, changedRequest, type Merge } from "./merge.ts";
import { writersOfExtension } from "./writers-of-extension.ts";

type BehindOf = (moment: AsksPeople, merge: Merge) => Promise<Behind>;

/**
 * Who wrote a merge. Where the App that the rules of then name made its branch, these are the people who asked it to; but
 * only if what was merged is, to the last byte, what it makes of their words. Else the App stays unknown.
 */
export async function writersForPeople(moment: AsksPeople, merge: Merge): Promise<Writers> {
  const { writers, pull, rules } = merge;
  const { program } = writers;
  const { app, behindOf } = makerOf(rules, pull.from.branch) ?? {};
  if (behindOf === undefined || program === undefined || plainLogin(program.login) !== `${app}[bot]`) return writers;
  const behind = await behindOf(moment, merge);
  const unknown = (why: string): Writers => ({ ...writers, unknown: `${app} made it, and ${why}` });
  if (typeof behind === "string") return unknown(behind);
  if (!merge.here || (await orFailure(() => behind.isMade())) !== true) return unknown(behind.otherwise);
  const others = withoutProgram(writers, program.login);
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

/** Who wrote an issue as it is today, if the form makes of it what was merged. */
const writersOfForm =
  (number: number) =>
  async (moment: AsksPeople, merge: Merge): Promise<Behind> => {
    const issue = await moment.github.issue(number);
    if (issue === undefined) return `GitHub shows no issue #${number}`;
    const { form, authors, unknown } = requestIn(issue, await writersAmong(moment, issue));
    return {
      ...{ logins: authors, unknown, isMade: () => isOfIssue(moment, merge, form) },
      otherwise: `it is not what the form makes of issue #${number} today`,
    };
  };

async function writersAmong({ github }: AsksPeople, issue: IssueNow): Promise<readonly string[]> {
  const asked = await all(
    commentersOf(issue).map(
      async (login): Promise<readonly string[]> => (mayWrite(await github.permission(login)) ? [login] : []),
    ),
  );
  return asked.flat();
}

/** The merge changes these files alone, and its head holds each as it was written. */
async function isOfIssue(reads: Reads, { paths, pull }: Merge, form: FormIssue): Promise<boolean> {
  const made = await makeFormRequest(reads, pull.head, form);
  if (made.kind === "wrong") return false;
  const wanted = made.files.map(({ path }) => path);
  if (paths.length !== wanted.length || !paths.every((path) => wanted.includes(path))) return false;
  const there = await reads.git.files(pull.head, wanted);
  const present = new Set(there.flatMap((one) => (one.kind === "file" ? [fileText(one)] : [])));
  return made.files.every((file) => present.has(fileText(file)));
}

const fileText = ({ path, mode, bytes }: SourceFile): string =>
  `${mode} ${path}\n${Buffer.from(bytes).toString("base64")}`;

/** Nobody, if the request is main before the merge with newer versions of a kind that the rules of then name. */
const writersOfUpkeep =
  (kind: UpkeepKind) =>
  async (moment: AsksPeople, merge: Merge): Promise<Behind> => {
    const otherwise = `it is more than newer ${kind} of what main held`;
    return { logins: [], isMade: () => isMadeOf(moment, kind, merge), otherwise };
  };

async function isMadeOf(reads: Reads, kind: UpkeepKind, merge: Merge): Promise<boolean> {
  const changed = await changedRequest(reads, merge);
  return changed !== undefined && isUpkeep(kind, changed.source, changed.bytes);
}
