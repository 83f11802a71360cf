import { git } from "../git.ts";
import type { PullThread } from "../repository.ts";
import { mergeFaults } from "../rules/judge-merge.ts";
import { readCommits } from "../shapes/commit.ts";
import { readChanges } from "../shapes/diff.ts";
import { isPull } from "../threads.ts";
import { commitRows } from "./commit-page.ts";
import { conversation } from "./conversation.ts";
import { diffBoxes } from "./diff-box.ts";
import { type Html, html, link, table } from "./html.ts";
import type { Page, Shown, Visit } from "./visit.ts";
import { commitLink, outcome, stateMark, timeOf } from "./words.ts";

const tabs = { "": "Conversation", "/commits": "Commits", "/checks": "Checks", "/files": "Files changed" } as const;

/** `/pull/N` and what lies below it. */
export const pullPage = async (visit: Visit, number: number, below: string): Promise<Shown> => {
  const thread = visit.repository.threads.find((each) => each.number === number);
  if (thread === undefined || !isPull(thread)) return undefined;
  switch (below) {
    case "":
      return page(visit, thread, below, html`${conversation(visit, thread)}${await standing(visit, thread)}`);
    case "/checks":
      return { ...page(visit, thread, below, checksTable(visit, thread)), data: checksOf(visit, thread) };
    case "/commits": {
      const commits = await readCommits(visit.repository, [await ownRange(visit, thread)]);
      return page(visit, thread, below, commitRows(visit.home, commits));
    }
    case "/files": {
      const [from = "", to = ""] = (await ownRange(visit, thread)).split("..");
      return page(visit, thread, below, diffBoxes(visit.home, to, await readChanges(visit.repository, from, to)));
    }
    default:
      return undefined;
  }
};

/** As `git diff` prints it: `/pull/N.diff`. */
export const pullDiff = async (visit: Visit, number: number): Promise<Shown> => {
  const thread = visit.repository.threads.find((each) => each.number === number);
  if (thread === undefined || !isPull(thread)) return undefined;
  const range = await ownRange(visit, thread);
  return { text: `${await git(visit.repository.dir, ["diff", range])}\n`, type: "text/plain" };
};

/** From where its branch left the base to its head. */
const ownRange = async ({ repository }: Visit, { pull }: PullThread): Promise<string> =>
  `${await git(repository.dir, ["merge-base", pull.base.sha, pull.head.sha])}..${pull.head.sha}`;

const page = ({ home }: Visit, thread: PullThread, below: string, body: Html): Page => {
  const shown = Object.entries(tabs).map(([path, name]) =>
    path === below ? html`<b>${name}</b>` : link(`${home}/pull/${thread.number}${path}`, name),
  );
  return {
    title: `${thread.title} #${thread.number}`,
    body: html`<p>${stateMark(thread)} ${what(home, thread)}</p><nav class="tabs">${shown}</nav>${body}`,
  };
};

const what = (home: string, { author, pull, state }: PullThread): Html => {
  const [head, base] = [html`<code>${branchOf(pull)}</code>`, html`<code>${pull.base.ref}</code>`];
  if (pull.merged !== undefined)
    return html`<b>${pull.merged.by}</b> merged ${head} of <b>${author}</b> into ${base} as ${commitLink(home, pull.mergeSha ?? "")}, ${timeOf(pull.merged.at)}.`;
  return state === "open"
    ? html`<b>${author}</b> wants to merge ${head} into ${base}.`
    : html`<b>${author}</b> wanted to merge ${head} into ${base}; it was closed without a merge.`;
};

const branchOf = ({ head, base }: PullThread["pull"]): string =>
  `${head.repository.parent === undefined ? "" : `${head.repository.owner}:`}${head.ref === base.ref ? `${head.repository.owner}:` : ""}${head.ref}`;

/** Who is asked about rules that nobody here bypasses. */
const anybody = {
  value: "",
  login: "",
  kind: "user",
  label: "",
  permissions: {},
  repository: undefined,
  calls: [],
} as const;

/** What stands between an open pull request and its merge. */
const standing = async (visit: Visit, thread: PullThread): Promise<Html> => {
  const { pull, number, state } = thread;
  if (state !== "open") return html``;
  const conflict = pull.mergeSha === null ? [`It conflicts with ${pull.base.ref}.`] : [];
  const faults = [
    ...conflict,
    ...(await mergeFaults(visit.world, visit.repository, { ...anybody, calls: [] }, thread)).map(({ words }) => words),
  ];
  const words =
    faults.length === 0
      ? html`<p class="good">✓ It can be merged: <code>gh pr merge ${number} --merge</code></p>`
      : html`${faults.map((fault) => html`<p class="bad">✗ ${fault}</p>`)}`;
  return html`<section class="box"><header><b>Before the merge</b></header><div>${checksTable(visit, thread)}${words}</div></section>`;
};

type Check = {
  readonly name: string;
  /** How it ended, or that it has not. */
  readonly outcome: string;
  readonly url: string;
};

/** The newest of each name that its head has. */
const checksOf = ({ repository, home, world }: Visit, { pull }: PullThread): readonly Check[] => {
  const runs = repository.checkRuns.filter(({ headSha }) => headSha === pull.head.sha);
  return [...new Map(runs.map((run) => [run.name, run])).values()].map((run) => ({
    name: run.name,
    outcome: run.conclusion ?? "queued",
    url: run.detailsUrl ?? `${world.url()}${home}`,
  }));
};

const checksTable = (visit: Visit, thread: PullThread): Html => {
  const checks = checksOf(visit, thread);
  return checks.length === 0
    ? html`<p class="soft">No workflow ran for its last commit.</p>`
    : table(
        ["check", "result"],
        checks.map((check) => [link(check.url, check.name), outcome(check.outcome)]),
      );
};
