import { isDeepStrictEqual } from "node:util";
import { faultsOfProblems, goodMarkdown, wrongMarkdown } from "../../core/form/answer-markdown.ts";
import { pullWords } from "../../core/form/pull-words.ts";
import type { FormFault } from "../../core/form/read-issue.ts";
import type { RequestWritten } from "../../core/form/write-request.ts";
import { makeFormRequest } from "../../core/pass/approval/make-again.ts";
import { commentersOf, type IssueNow, type IssueRequest, requestIn } from "../../core/policy/form-issue.ts";
import { type FormRule, mayUseForm } from "../../core/policy/form-rule.ts";
import { mayWrite } from "../../core/policy/pull-request.ts";
import { Failure } from "../../core/problems/failure.ts";
import { onceEach } from "../../core/text/once.ts";
import type { Clock } from "../../ports/clock.ts";
import type { FormBranch, FormPulls, JudgeCommit } from "../../ports/form.ts";
import type { Issues, People } from "../../ports/people.ts";
import type { Revisions } from "../../ports/revisions.ts";
import type { RunsPull } from "../../ports/runs-proposal.ts";
import type { Snapshot } from "../../ports/snapshot.ts";
import { answersOfTrees, readsFrom } from "../validation/answers.ts";

export type FormPorts = {
  readonly issues: Issues;
  readonly people: Pick<People, "permission">;
  readonly rule: () => Promise<FormRule | undefined>;
  readonly revisions: Pick<Revisions, "at" | "changes" | "mergeBase">;
  /** Opened where somebody may use the form: what is behind it acts as the App. `undefined`: there is no App. */
  readonly asApp: () => Promise<{ readonly branch: FormBranch; readonly pulls: FormPulls } | undefined>;
  readonly judge: JudgeCommit;
  readonly say: (markdown: string) => Promise<void>;
  readonly clock: Pick<Clock, "now">;
};

export type KeptRequest =
  | { readonly kind: "nothing" | "merged" | "may-not" | "no-app" | "wrong" | "taken" | "waits" | "closed" }
  | { readonly kind: "opened" | "updated" | "unchanged"; readonly pullRequest: number };

/** Others may move main and the branch as often; then the next event goes on. */
const maxRounds = 5;

/**
 * Keeps the pull request of an issue as the issue says now: open where it is open and right, with one commit of the
 * request that it is. Each run reads everything anew, so one that dies is completed by the next.
 */
export const keepRequest = async (ports: FormPorts, number: number): Promise<KeptRequest> => {
  const issue = await ports.issues.issue(number);
  if (issue === undefined || !issue.isOfForm) return { kind: "nothing" };
  const permission = issue.author === undefined ? "none" : await ports.people.permission(issue.author.login);
  const may = mayUseForm(await ports.rule(), issue.author, permission);
  if (may.kind === "may-not") {
    if (issue.isOpen) await ports.say(may.why);
    return { kind: "may-not" };
  }
  const app = await ports.asApp();
  if (app === undefined) {
    await ports.say(noApp);
    return { kind: "no-app" };
  }
  const said = requestIn(issue, await writersAmong(ports, issue));
  for (let round = 0; round < maxRounds; round++) {
    const kept = await keepOnce(ports, app, { issue, said, aDay: may.kind === "so-many" ? may.aDay : undefined });
    if (kept !== "moved") return kept;
  }
  throw new Failure("Main or the branch of the issue changed during each attempt.", {
    wayOut: "Edit the issue, or start this run again.",
  });
};

const noApp =
  "Nothing is made of this issue: no GitHub App is set to open its pull request, and what a workflow opens by its own token is not checked. An administrator finds the commands by `shrek doctor --github`.";

const writersAmong = async ({ people }: FormPorts, issue: IssueNow): Promise<readonly string[]> => {
  const asked = await Promise.all(
    commentersOf(issue).map(async (login) => ((await people.permission(login).then(mayWrite)) ? [login] : [])),
  );
  return asked.flat();
};

type App = { readonly branch: FormBranch; readonly pulls: FormPulls };
type IssueAsked = { readonly issue: IssueNow; readonly said: IssueRequest; readonly aDay: number | undefined };

const keepOnce = async (
  ports: FormPorts,
  { branch, pulls }: App,
  asked: IssueAsked,
): Promise<KeptRequest | "moved"> => {
  const { issue, said } = asked;
  const all = await pulls.all();
  const open = all.find(({ state }) => state === "open");
  if (all.some(({ state }) => state === "merged")) return { kind: "merged" };
  if (!issue.isOpen) {
    if (open !== undefined) await pulls.close(open.number);
    return { kind: "closed" };
  }
  const { main, branch: tip } = await branch.heads();
  if (tip?.isOwn === false) {
    await ports.say(takenText(issue.number));
    return { kind: "taken" };
  }
  const made = await madeAt(ports, main, said);
  const wrong = async (faults: readonly FormFault[]): Promise<KeptRequest> => {
    if (open !== undefined) await pulls.close(open.number);
    await ports.say(wrongMarkdown(faults, open !== undefined));
    return { kind: "wrong" };
  };
  if (made.kind === "wrong") return wrong(made.faults);
  const words = pullWords(made.folder, issue.number, said.authors);
  const isRight = tip !== undefined && tip.words === words.message && (await holds(ports, main, tip.oid, made));
  const head = isRight ? tip.oid : await branch.commit(main, made.files, words.message);
  const order = { base: main, head, authors: said.authors };
  const judged = await ports.judge({ ...order, pullRequest: open?.number ?? issue.number });
  if (judged.refused) return wrong(faultsOfProblems(judged.problems, made));
  const isBeyond = async (own: number): Promise<boolean> => {
    if (asked.aDay === undefined || (await strangersBefore(ports, pulls, own)) < asked.aDay) return false;
    await ports.say(beyondText(asked.aDay));
    return true;
  };
  if (open === undefined && (await isBeyond(all[0]?.number ?? Number.POSITIVE_INFINITY))) return { kind: "waits" };
  // What was pushed over while it was closed GitHub does not open again: so first this, then the push.
  const before = open ?? (await reopened(pulls, all));
  if (!isRight && (await branch.put(tip?.oid, head)) === "moved") return "moved";
  const now = before ?? (await opened(pulls, words));
  if (now === undefined) return "moved";
  // Others may have been opened at the same time: the first ones stay.
  if (open === undefined && (await isBeyond(now.number))) {
    await pulls.close(now.number);
    return { kind: "waits" };
  }
  if (now.title !== words.title || now.body !== words.body) await pulls.say(now.number, words);
  const { markdown } = now.number === open?.number ? judged : await ports.judge({ ...order, pullRequest: now.number });
  await ports.say(goodMarkdown({ pullRequest: now.number, unknown: said.unknown }, markdown));
  return { kind: open === undefined ? "opened" : isRight ? "unchanged" : "updated", pullRequest: now.number };
};

const takenText = (issue: number): string =>
  `Somebody pushed to \`shrek/form-${issue}\`, so the form changes the pull request no more: go on there.`;

/** What a decision asks of the files of one commit, and nothing else. */
const readsAt = (snapshot: Snapshot) => {
  const { files, production, neighbours } = answersOfTrees(() => snapshot);
  return readsFrom({ git: { files, production, neighbours } }, (kind) => {
    throw new Error(`nobody answers "${kind}" here`);
  });
};

/** By main as it is now; a folder that main has already is another production. */
const madeAt = async ({ revisions }: FormPorts, main: string, { form }: IssueRequest): Promise<RequestWritten> => {
  const snapshot = revisions.at(main);
  const made = await makeFormRequest(readsAt(snapshot), main, form);
  if (made.kind === "wrong" || (await snapshot.holding([made.folder])).length === 0) return made;
  const words = `${made.folder} is on main already: choose another tag, or change that production by a pull request`;
  return { kind: "wrong", faults: [{ field: undefined, words }] };
};

/** Whether a commit is main with exactly these files. */
const holds = async (
  { revisions }: FormPorts,
  main: string,
  tip: string,
  { files }: RequestWritten & { readonly kind: "written" },
): Promise<boolean> => {
  const base = await revisions.mergeBase(main, tip);
  const changed = (await revisions.changes(base, tip)).map(({ path }) => path).toSorted();
  const wanted = files.map(({ path }) => path).toSorted();
  if (!isDeepStrictEqual(changed, wanted)) return false;
  const there = await revisions.at(tip).files(wanted);
  return there.every(
    (entry) =>
      entry.kind === "file" &&
      files.some(
        ({ path, mode, bytes }) =>
          path === entry.path && mode === entry.mode && Buffer.from(bytes).equals(Buffer.from(entry.bytes)),
      ),
  );
};

/** Pull requests of today before this one whose issues are of people who may have only so many. */
const strangersBefore = async (ports: FormPorts, pulls: FormPulls, own: number): Promise<number> => {
  const day = new Date(`${ports.clock.now().toISOString().slice(0, 10)}T00:00:00Z`);
  const before = (await pulls.openedSince(day)).filter(({ number }) => number < own);
  const rule = await ports.rule();
  const authors = await Promise.all(before.map(async ({ issue }) => (await ports.issues.issue(issue))?.author));
  const permission = onceEach((login: string) => ports.people.permission(login));
  const may = await Promise.all(
    authors.map(async (author) =>
      mayUseForm(rule, author, author === undefined ? "none" : await permission(author.login)),
    ),
  );
  return may.filter(({ kind }) => kind !== "may").length;
};

const beyondText = (aDay: number): string =>
  `The answers are right. Today the form has made as many pull requests as it makes a day for people without write permission (${aDay}): edit the issue tomorrow (UTC), or ask somebody with write permission to request it.`;

const reopened = async (pulls: FormPulls, all: readonly RunsPull[]): Promise<RunsPull | undefined> => {
  const last = all[0];
  return last !== undefined && (await pulls.reopen(last.number)) ? last : undefined;
};

const opened = async (
  pulls: FormPulls,
  { title, body }: ReturnType<typeof pullWords>,
): Promise<RunsPull | undefined> => {
  await pulls.open({ title, body });
  return (await pulls.all()).find(({ state }) => state === "open");
};
