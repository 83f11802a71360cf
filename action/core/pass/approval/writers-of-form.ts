import { issueOfBranch } from "../../command/form-names.ts";
import type { RequestWritten } from "../../form/write-request.ts";
import { commentersOf, type IssueNow, saidIn } from "../../policy/form-issue.ts";
import { formRuleOf } from "../../policy/form-rule.ts";
import { plainLogin } from "../../policy/login.ts";
import { mayWrite } from "../../policy/pull-request.ts";
import { besidesProgram, type Writers } from "../../policy/writers.ts";
import { Failure } from "../../problems/failure.ts";
import type { SourceFile } from "../../text/source-file.ts";
import { type Asking, all, ask, orFailed } from "../asking.ts";
import type { Moment } from "../moment.ts";
import { makeFormRequest } from "./make-again.ts";
import type { Merge } from "./merge.ts";

/**
 * Who wrote a merge. Where the form's App made its branch of an issue, these are the people of the issue; but only if
 * what was merged is, to the last byte, what the form makes of the issue as it is today. Else the App stays unknown.
 */
export function* writersOfForm(moment: Pick<Moment, "asOf">, merge: Merge): Asking<Writers> {
  const { writers, pull, rules } = merge;
  const app = formRuleOf(rules)?.app;
  const number = issueOfBranch(pull.from.branch);
  const { program } = writers;
  if (app === undefined || number === undefined || program === undefined) return writers;
  if (plainLogin(program.login) !== `${app}[bot]`) return writers;
  const issue = yield* ask({ ask: "issue", number, ...moment.asOf });
  if (issue === undefined) return { ...writers, unknown: `GitHub shows no issue #${number}, of which ${app} made it` };
  const said = saidIn(issue, yield* writersAmong(moment, issue));
  const again = merge.here ? yield* orFailed(makeFormRequest(pull.head, said.form)) : undefined;
  if (again === undefined || again instanceof Failure || !(yield* isMerged(merge, again)))
    return { ...writers, unknown: `${app} made it, and it is not what the form makes of issue #${number} today` };
  const others = besidesProgram(writers, `${app}[bot]`);
  return {
    logins: [...new Map([...others.logins, ...said.authors].map((login) => [plainLogin(login), login])).values()],
    unknown: others.unknown ?? said.unknown,
  };
}

function* writersAmong({ asOf }: Pick<Moment, "asOf">, issue: IssueNow): Asking<readonly string[]> {
  const asked = yield* all(
    commentersOf(issue).map(function* (login): Asking<readonly string[]> {
      return mayWrite(yield* ask({ ask: "permission", login, ...asOf })) ? [login] : [];
    }),
  );
  return asked.flat();
}

/** The merge changes these files alone, and its head holds each as it was written. */
function* isMerged({ paths, pull }: Merge, made: RequestWritten): Asking<boolean> {
  if (made.kind === "wrong") return false;
  const wanted = made.files.map(({ path }) => path);
  if (paths.length !== wanted.length || !paths.every((path) => wanted.includes(path))) return false;
  const there = yield* ask({ ask: "files", at: pull.head, paths: wanted });
  const present = new Set(there.flatMap((one) => (one.kind === "file" ? [fileText(one)] : [])));
  return made.files.every((file) => present.has(fileText(file)));
}

const fileText = ({ path, mode, bytes }: SourceFile): string =>
  `${mode} ${path}\n${Buffer.from(bytes).toString("base64")}`;
