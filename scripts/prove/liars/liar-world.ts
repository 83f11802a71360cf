import { lastReviews, type ReviewListed } from "../../../action/adapters/github/github-people.ts";
import type { PersonsComment } from "../../../action/core/command/persons-comment.ts";
import type { Task } from "../../../action/core/submission/panda-answer.ts";
import { aStep } from "../../../test/core/a-production.ts";
import { aMergedPull } from "../../../test/fakes/fake-people.ts";
import { aTrial, policyOf } from "../../../test/flows/reconcile/a-trial.ts";
import { file, tag, written } from "../../../test/flows/reconcile/a-world.ts";

/** A pull request of ada's that was merged. `rulesBefore`: how many changes of the rules main held before it. */
export type Merged = {
  readonly number: number;
  readonly head: string;
  readonly at: string;
  readonly rulesBefore: number;
};
/** What brought rules to main that ask for so many approvals; without a pull request it was a push, or main's beginning. */
export type RulesBrought = { readonly approvals: number; readonly by: Merged | "push" | "beginning" };
/** Another number of approvals, or a version with so many jobs; or one that reads the data of 1.0.0. */
export type Change = {
  readonly approvals?: number;
  readonly version?: string;
  readonly jobs?: number;
  readonly reads?: true;
};

const rulesFile = "productions/conventions.yaml";
const policy = (approvals: number): string =>
  `{ trials: { jobs: 40 }, approvals: [{ scope: release, count: ${approvals} }] }`;

/**
 * What people did on GitHub, beside a ledger that anybody may write. Pull request 7 is open and may be tried; others
 * bring versions of a production and rules to main. Main's policy lets trials be ordered by those who may write.
 */
export const liarWorld = async (approvals: number) => {
  const world = await aTrial({ policy: policy(approvals) });
  const { main, people, panda } = world;
  people.permissions.set("cleo", "write");
  const now = aClock();
  const merges = new Map<string, Merged>();
  const numbers = new Map([["1.1.0", 7]]);
  const rules: RulesBrought[] = [{ approvals, by: "beginning" }];
  const reviews = new Map<number, ReviewListed[]>();
  /** Versions that read the data of 1.0.0. */
  const readers = new Set<string>();
  /** What main holds of the production. */
  const standing = { version: "", isMerged: true };
  people.reviews = async (number) => lastReviews(reviews.get(number) ?? []);
  /** Merged by a pull request of ada's, or pushed to main where there is none. */
  const bring = (change: Change, number: number | undefined): void => {
    const { approvals: asked, version, jobs = 10, reads } = change;
    const oid = main.commit({
      ...(asked === undefined ? {} : { [rulesFile]: policyOf(policy(asked)) }),
      ...(version === undefined
        ? {}
        : { [file]: reads ? readerOf(version) : written({ version, steps: { simulate: aStep({ jobs }) } }) }),
    });
    const at = now();
    const merged = number === undefined ? undefined : { number, head: main.branch(oid), at, rulesBefore: rules.length };
    if (merged !== undefined)
      people.pulls.set(oid, aMergedPull(oid, merged.head, { number: merged.number, mergedOn: at }));
    if (asked !== undefined) rules.push({ approvals: asked, by: merged ?? "push" });
    if (version === undefined) return;
    if (reads === true) readers.add(version);
    else readers.delete(version);
    Object.assign(standing, { version, isMerged: merged !== undefined });
    if (merged === undefined) {
      // Nobody approved what it is by now.
      merges.delete(version);
      return;
    }
    merges.set(version, merged);
    numbers.set(version, merged.number);
  };
  panda.onOrder = async (id, { kind }) => {
    panda.tasks = panda.tasks.map((task) => (task.id === id ? afterOrder(task, kind) : task));
    return { kind: "registered" };
  };
  /** The commit of the ledger that a pass read and left last. */
  const good = world.branch.head;
  const { repository } = await world.ledger.head();
  return {
    ...world,
    repository,
    good,
    now,
    merges,
    numbers,
    rules,
    reviews,
    readers,
    standing,
    bring,
    forms: new Map<number, Form>(),
    offers: new Map<string, number>(),
  };
};
export type LiarWorld = Awaited<ReturnType<typeof liarWorld>>;
/** A form of GitHub's page, as somebody sent it; the title of its run is made of it. */
export type Form = {
  readonly by: string;
  readonly verb: string;
  readonly words: string;
  readonly tags: string;
  readonly confirm: boolean;
  readonly at: string;
};
export type Comment = Pick<PersonsComment, "body" | "login" | "pullRequest" | "at">;

/** GitHub's, which moves a minute with all that happens there. */
const aClock = (): (() => string) => {
  let minute = 0;
  return () => new Date(Date.UTC(2026, 2, 1, 9, minute++)).toISOString();
};

/** By the name of the data set, as no production reads another version of itself. */
const readerOf = (version: string): string =>
  written({
    version,
    inputs: { hits: { dataset: `group.sphenix.${tag}.v1.0.0.b0_000_simulate_hits.tar`, files: 10 } },
    steps: { simulate: aStep({ jobs: undefined, in: [{ from: "hits", filesPerJob: 1 }] }) },
  });

const afterOrder = (task: Task, kind: string): Task => {
  switch (kind) {
    case "kill":
      return { ...task, status: "aborted" };
    case "finish":
      return { ...task, status: "finished" };
    case "pause":
      return { ...task, status: "paused" };
    case "retry":
      return { ...task, status: "running", attemptNr: task.attemptNr + 1 };
    default:
      return { ...task, status: "running" };
  }
};
