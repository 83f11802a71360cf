import { fetchPullRequest, mainWanted, openForValidation, tokenEnvironment } from "../adapters/git/job-clone.ts";
import { revisionNamed } from "../adapters/git/local.ts";
import { githubPeople } from "../adapters/github/github-people.ts";
import { githubWriters } from "../adapters/github/github-writers.ts";
import { lastSuccess, stoppedWorkflows, workflowText } from "../adapters/github/last-run.ts";
import type { Repo } from "../adapters/github/octokit.ts";
import { openPulls } from "../adapters/github/pulls.ts";
import { runOfHead, siteRunOfHead } from "../adapters/github/run-of-head.ts";
import { info, warning } from "../adapters/runner/actions-report.ts";
import { isOfStrangers, upkeepOf } from "../core/command/form-names.ts";
import { reconcileStopped } from "../core/init/stopped-workflows.ts";
import { maxCommentBytes } from "../core/markdown/fit-doc.ts";
import { mayWrite, type PullRequest } from "../core/policy/pull-request.ts";
import { describeError, Failure, orFailure } from "../core/problems/failure.ts";
import { once } from "../core/text/once.ts";
import type { DataOfPlan } from "../core/view/plan/data-markdown.ts";
import { lateText } from "../core/view/plan/late-text.ts";
import { unvalidatedMarkdown } from "../core/view/plan/plan-of-commit.ts";
import type { TryoutPages } from "../core/view/plan/tryout-note.ts";
import type { ValidationInput } from "../validate/input.ts";
import { validateApart } from "../validate/validate-apart.ts";
import type { ValidationInputs } from "./inputs.ts";
import type { PlanText } from "./plan-text.ts";
import { placeOf } from "./pull-page.ts";

const maxJudged = 10;
/** Bytes of all plans together, so that they need not be cut where they are handed on. */
const roomOfAll = 90_000;

/** What to say on every open pull request of a head. One that cannot be validated stops no other. */
export const validatePulls = async (
  place: Repo,
  inputs: ValidationInputs,
): Promise<{ readonly plans: readonly PlanText[]; readonly failures: readonly unknown[] }> => {
  const isLet = once(() => isLetLook(place, inputs));
  const pulls = await openPulls(place, inputs.of);
  const env = tokenEnvironment(inputs.token, inputs.url);
  const clone = once(() => openForValidation({ ...inputs, env }, [mainWanted]));
  const late = await lateNote(place);
  const room = Math.min(maxCommentBytes, Math.floor(roomOfAll / Math.max(1, pulls.length)));
  const share = Math.min(pulls.length, maxJudged);
  const plans: PlanText[] = [];
  const failures: unknown[] = [];
  for (const [at, pull] of pulls.entries()) {
    const tell = (body: string, more: Pick<PlanText, "suggestions" | "data"> = { suggestions: null }): void =>
      void plans.push({ pullRequest: pull.number, head: pull.head, body, ...more });
    try {
      if (at >= maxJudged)
        throw new Failure(`More than ${maxJudged} open pull requests have this branch or commit.`, {
          wayOut: "Close those that nobody needs, or give this one a branch of its own; then push again.",
        });
      const around = {
        late,
        room,
        tryout: await tryoutsOf(place, pull),
        authors: await authorsOf(place, pull),
        isNobodys: upkeepOf(pull.from.branch) === "resources",
      };
      const validated = await validatePull({ ...inputs, clone: await clone() }, pull, around, share);
      if (validated === undefined) info(`pull request ${pull.number} has a newer head: its own run checks it`);
      else {
        const { markdown, suggestions, data } = validated;
        const isPeoples = isOwn(place, pull) && !isOfStrangers(pull.from.branch);
        const isLookedAt = pull.head === inputs.of.head && (await isLet());
        const isWithheld = data.needed.length > 0 && !isPeoples && !isLookedAt;
        tell(markdown, { suggestions, ...dataOfPlan(data, Math.floor(maxAsked / share), isWithheld) });
      }
    } catch (error) {
      failures.push(error);
      const why = error instanceof Failure ? describeError(error) : "The program that checks failed.";
      tell(unvalidatedMarkdown(placeOf(inputs, pull), why, inputs.run));
    }
  }
  return { plans, failures };
};

/** `undefined`: its head has moved on. */
const validatePull = async (
  inputs: ValidationInputs & { readonly clone: string },
  { number, head, base, into }: PullRequest,
  around: Pick<NonNullable<ValidationInput["comment"]>, "late" | "tryout" | "authors" | "isNobodys" | "room">,
  share: number,
): Promise<Awaited<ReturnType<typeof validateApart>> | undefined> => {
  const { clone, cache } = inputs;
  await fetchPullRequest(clone, inputs, number, into);
  if ((await revisionNamed(clone, head)) === undefined) return undefined;
  const comment = { into, place: placeOf(inputs, { number, head }), at: new Date().toISOString(), ...around };
  return validateApart({ clone, cache, base, head, comment }, share);
};

/** Who cannot approve it. Where GitHub does not say more, at least who opened it. */
const authorsOf = async (place: Repo, pull: PullRequest): Promise<readonly string[]> => {
  const writers = await orFailure(() => githubWriters(place, pull));
  if (!(writers instanceof Failure)) return writers.logins;
  warning(describeError(writers));
  return pull.opener === undefined ? [] : [pull.opener.login];
};

/** Advice: a plan is posted without it where nobody may see the runs. */
const lateNote = async (place: Repo): Promise<string | undefined> => {
  const late = await orFailure(async () => {
    const stopped = reconcileStopped(await stoppedWorkflows(place));
    if (stopped !== undefined) return `Note: ${stopped}`;
    const schedule = "reconcile-schedule.yml";
    const byClock = await lastSuccess(place, schedule);
    const now = new Date();
    if (lateText(byClock?.began, now) === undefined) return undefined;
    // What a merge or a command started counts too, and is asked only then.
    const [other, text] = await Promise.all([lastSuccess(place, "reconcile.yml"), workflowText(place, schedule)]);
    const [last] = [byClock?.began, other?.began]
      .filter((began) => began !== undefined)
      .toSorted()
      .reverse();
    return lateText(last, now, text);
  });
  if (!(late instanceof Failure)) return late;
  warning(describeError(late));
  return undefined;
};

/** The pages of its try-outs. A plan is posted without one that is not there, or where nobody may see the runs. */
const tryoutsOf = async (place: Repo, { from, head }: PullRequest): Promise<TryoutPages> => {
  if (!isOwn(place, { from })) return { github: undefined, site: undefined };
  const [github, site] = await Promise.all([
    orFailure(() => runOfHead(place, head)),
    orFailure(() => siteRunOfHead(place, head)),
  ]);
  return { github: pageOrWarning(github), site: pageOrWarning(site) };
};

const isOwn = (place: Repo, { from }: Pick<PullRequest, "from">): boolean =>
  from.repository?.toLowerCase() === `${place.owner}/${place.repo}`.toLowerCase();

/** GitHub lets nobody but who may write start a run again: who did has looked at the commit that the run is of. */
const isLetLook = async (place: Repo, { again }: ValidationInputs): Promise<boolean> =>
  again !== undefined && mayWrite(await githubPeople(place).permission(again));

/** Beyond this number of names they are counted, of all pull requests of one comment. */
const maxAsked = 100;
const dataOfPlan = (
  { needed, submits }: Pick<DataOfPlan, "needed" | "submits">,
  most: number,
  isWithheld: boolean,
): Pick<PlanText, "data"> => {
  const asked = needed.slice(0, most);
  const isAsked = (name: string): boolean => asked.some(({ dataset }) => dataset === name);
  const parts = submits.map((one) => ({ ...one, reads: one.reads.filter(isAsked) }));
  return needed.length === 0
    ? {}
    : { data: { needed: asked, submits: parts, unasked: needed.length - asked.length, isWithheld } };
};

const pageOrWarning = (page: string | undefined | Failure): string | undefined => {
  if (!(page instanceof Failure)) return page;
  warning(describeError(page));
  return undefined;
};
