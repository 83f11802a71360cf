import { gitNewerCommit } from "../adapters/foreign/remote-head.ts";
import { mainWanted, openForValidation } from "../adapters/git/job-clone.ts";
import { gitRevisions } from "../adapters/git/revisions.ts";
import { openApp } from "../adapters/github/app-branch.ts";
import { githubUpkeep } from "../adapters/github/github-upkeep.ts";
import { gitLedger } from "../adapters/ledger/git-ledger.ts";
import { info, warning } from "../adapters/runner/actions-report.ts";
import { jobMain } from "../adapters/runner/job-main.ts";
import { systemClock } from "../adapters/system/system-clock.ts";
import type { UpkeepKind } from "../core/command/form-names.ts";
import { readRules, rulePlaces, type UpkeepRule, upkeepRuleOf } from "../core/policy/rules.ts";
import { quotable } from "../core/problems/problem.ts";
import { productionsFolder } from "../core/text/source-file.ts";
import { bumpTo } from "../flows/bump.ts";
import type { KeptUp, UpkeepPorts } from "../flows/propose/keep-up.ts";
import type { UpkeepInputs } from "./inputs.ts";

export const openPorts = async (inputs: UpkeepInputs) => {
  const clock = systemClock();
  const { place, slug, env, by } = await openApp(inputs.app, inputs.repository, inputs.url);
  const dir = await openForValidation({ ...inputs, env }, [mainWanted]);
  const { refs, setup, foreign } = jobMain(dir, inputs, env);
  const revisions = gitRevisions(dir, foreign);
  const ledger = gitLedger({ dir, refs, clock });
  const remote = gitNewerCommit(setup);
  const upkeep = githubUpkeep(place, { dir, refs, clock, by });
  const ports: UpkeepPorts = { place: upkeep, revisions, ledger, remote, bump: bumpTo({ ledger, remote }) };
  const rule = async (): Promise<UpkeepRule | undefined> =>
    upkeepRuleOf(readRules(await revisions.at(await upkeep.main()).files(rulePlaces([productionsFolder]))));
  return { ports, slug, rule };
};

const endings = {
  nothing: "nothing to propose",
  opened: "opened",
  updated: "updated",
  unchanged: "stands as it is",
  theirs: "left to those who pushed to its branch",
  unsure: "left as it is, because not all could be looked up",
} as const satisfies Readonly<Record<KeptUp["kind"], string>>;

export const tellKept = (kind: UpkeepKind, { kind: end, pullRequest, closed, words }: KeptUp): void => {
  for (const one of words) warning(quotable(one));
  for (const number of closed) info(`${kind}: pull request ${number} is overtaken, and closed`);
  info(`${kind}: ${pullRequest === undefined ? "" : `pull request ${pullRequest}, `}${endings[end]}`);
};
