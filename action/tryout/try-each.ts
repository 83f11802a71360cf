import { join } from "node:path";
import { gitForeign } from "../adapters/foreign/git-foreign.ts";
import { gitRevisions, hostsAt } from "../adapters/git/revisions.ts";
import { openLocalJobs } from "../adapters/jobs/local-jobs.ts";
import { info } from "../adapters/runner/actions-report.ts";
import { suggestionsOf } from "../core/jobs/measured.ts";
import { withFewEvents, withPart } from "../core/jobs/with-part.ts";
import { bindRendering, provisionalBindings, renderProduction } from "../core/render/rendering.ts";
import type { TriedView, TryoutView } from "../core/view/local/tryout-markdown.ts";
import { findTries, type Try } from "../flows/run/find-tries.ts";
import { tryOut } from "../flows/run/try-out.ts";
import type { TryoutInputs } from "./inputs.ts";

/** Productions; what a person changes at one time is mostly one. */
const maxTried = 5;

/** One production after the other, each in a folder of its own, until all have ended or the time is over. */
export const tryEach = async (clone: string, inputs: TryoutInputs): Promise<TryoutView> => {
  const { head, cache, minutes } = inputs;
  const main = "refs/remotes/origin/main";
  const foreign = gitForeign({ cache, hosts: hostsAt(clone, async () => main) });
  const { tries, refused } = await findTries(gitRevisions(clone, foreign), main, head);
  const signal = AbortSignal.timeout(minutes * 60_000);
  const tried: TriedView[] = [];
  for (const [index, one] of tries.slice(0, maxTried).entries())
    if (!signal.aborted) tried.push(await tryOne(one, inputs, join(inputs.work, String(index)), signal));
  return { tried, refused, more: tries.length - tried.length, stoppedAfter: signal.aborted ? minutes : undefined };
};

const tryOne = async (asked: Try, inputs: TryoutInputs, out: string, signal: AbortSignal): Promise<TriedView> => {
  const production = withPart(withFewEvents(asked.production, inputs.events), true);
  const bindings = provisionalBindings(production);
  const sent = bindRendering(renderProduction(production).sent, bindings);
  const { outDS, tag } = production;
  const place = { out, from: inputs.data, outDS, sent, bindings, limited: true, cores: undefined, signal };
  const jobs = await openLocalJobs(place);
  try {
    const choice = { jobs: inputs.jobs, bindings };
    const tried = await tryOut(jobs, { ...asked, production }, choice, ({ step, done, jobs: all }) =>
      info(`${tag}, ${step}: ${done} of ${all} ended`),
    );
    return { ...tried, suggestions: suggestionsOf(asked.production, production, tried.here) };
  } finally {
    await jobs.close();
  }
};
