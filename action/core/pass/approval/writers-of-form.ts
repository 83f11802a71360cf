import type { FormIssue } from "../../form/form-request.ts";
import { commentersOf, type IssueNow, saidIn } from "../../policy/form-issue.ts";
import { mayWrite } from "../../policy/pull-request.ts";
import type { SourceFile } from "../../text/source-file.ts";
import { type Asking, all, ask, type Moment } from "../asking.ts";
import { makeFormRequest } from "./make-again.ts";
import type { Behind, Merge } from "./merge.ts";

/** Who wrote an issue as it is today, if the form makes of it what was merged. */
export const writersOfForm = (number: number) =>
  function* (moment: Pick<Moment, "asOf">, merge: Merge): Asking<Behind> {
    const issue = yield* ask({ ask: "issue", number, ...moment.asOf });
    if (issue === undefined) return `GitHub shows no issue #${number}`;
    const { form, authors, unknown } = saidIn(issue, yield* writersAmong(moment, issue));
    return {
      ...{ logins: authors, unknown, isMade: isOfIssue(merge, form) },
      otherwise: `it is not what the form makes of issue #${number} today`,
    };
  };

function* writersAmong({ asOf }: Pick<Moment, "asOf">, issue: IssueNow): Asking<readonly string[]> {
  const asked = yield* all(
    commentersOf(issue).map(function* (login): Asking<readonly string[]> {
      return mayWrite(yield* ask({ ask: "permission", login, ...asOf })) ? [login] : [];
    }),
  );
  return asked.flat();
}

/** The merge changes these files alone, and its head holds each as it was written. */
function* isOfIssue({ paths, pull }: Merge, form: FormIssue): Asking<boolean> {
  const made = yield* makeFormRequest(pull.head, form);
  if (made.kind === "wrong") return false;
  const wanted = made.files.map(({ path }) => path);
  if (paths.length !== wanted.length || !paths.every((path) => wanted.includes(path))) return false;
  const there = yield* ask({ ask: "files", at: pull.head, paths: wanted });
  const present = new Set(there.flatMap((one) => (one.kind === "file" ? [fileText(one)] : [])));
  return made.files.every((file) => present.has(fileText(file)));
}

const fileText = ({ path, mode, bytes }: SourceFile): string =>
  `${mode} ${path}\n${Buffer.from(bytes).toString("base64")}`;
