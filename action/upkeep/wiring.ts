import { gitForeign } from "../adapters/foreign/git-foreign.ts";
import { gitNewerCommit } from "../adapters/foreign/remote-head.ts";
import { tokenEnvironment } from "../adapters/git/fetch.ts";
import { hostsOfMain } from "../adapters/git/hosts-in-force.ts";
import { mainWanted, openForValidation } from "../adapters/git/job-clone.ts";
import { remoteRefs } from "../adapters/git/refs.ts";
import { gitRevisions } from "../adapters/git/revisions.ts";
import { actAsApp } from "../adapters/github/app-token.ts";
import { gitNameOf } from "../adapters/github/github-runs-pulls.ts";
import { githubUpkeep } from "../adapters/github/github-upkeep.ts";
import { openRepo } from "../adapters/github/octokit.ts";
import { gitLedger } from "../adapters/ledger/git-ledger.ts";
import { info } from "../adapters/runner/job-log.ts";
import { systemClock } from "../adapters/system/system-clock.ts";
import { readRules, rulePlaces } from "../core/policy/rules.ts";
import { type UpkeepRule, upkeepRuleOf } from "../core/policy/upkeep-rule.ts";
import { productionsFolder } from "../core/text/source-file.ts";
import { bump } from "../flows/bump.ts";
import type { UpkeepPorts } from "../flows/propose/keep-up.ts";
import type { UpkeepInputs } from "./inputs.ts";

/** As the App alone: what it opens starts the check, and its token can write contents and pull requests only. */
export const openPorts = async ({ app, repository, server, temporary, cache }: UpkeepInputs) => {
  const clock = systemClock();
  const { token, slug } = await actAsApp(app, repository, clock.now(), {
    permissions: { contents: "write", pull_requests: "write" },
  });
  const place = openRepo(token, repository);
  const url = `${server}/${repository}.git`;
  const env = tokenEnvironment(token, url);
  const dir = await openForValidation({ url, env, temporary }, [mainWanted]);
  const refs = remoteRefs(dir, url, env);
  const setup = { cache, hosts: hostsOfMain(dir, refs), tell: info };
  const revisions = gitRevisions(dir, gitForeign(setup));
  const ledger = gitLedger({ dir, refs, clock });
  const remote = gitNewerCommit(setup);
  const by = await gitNameOf(place, `${slug}[bot]`);
  const upkeep = githubUpkeep(place, { dir, refs, clock, by });
  const ports: UpkeepPorts = {
    place: upkeep,
    revisions,
    ledger,
    remote,
    bump: (source, given, read) =>
      bump({ ledger, remote, withBytes: (_, bytes) => read(bytes) }, source, {
        version: { size: "least", trial: false },
        resources: false,
        major: false,
        given,
      }),
  };
  const rule = async (): Promise<UpkeepRule | undefined> =>
    upkeepRuleOf(readRules(await revisions.at(await upkeep.main()).files(rulePlaces([productionsFolder]))));
  return { ports, slug, rule };
};
