import { githubPeople } from "../../action/adapters/github/github-people.ts";
import { openRepo } from "../../action/adapters/github/octokit.ts";
import type { World } from "../../scripts/demo/world.ts";
import type { GithubHandle } from "../../scripts/sandbox/github/handle.ts";
import type { RunnerOptions } from "../../scripts/sandbox/runner/setting.ts";
import { type Talk, witnessed } from "./witness.ts";

/** Before each pass of the action a dry run of the same facts, which must be what the pass then does. */
export const aroundPasses =
  (dir: string, worldOf: () => World | undefined): NonNullable<RunnerOptions["around"]> =>
  async ({ folder, env }, ran) => {
    const world = worldOf();
    if (world === undefined || !folder.endsWith("/reconcile")) return ran();
    const { github, panda } = world;
    const input = (name: string): string => env[`INPUT_${name.toUpperCase()}`] ?? "";
    if (!input("panda-url").startsWith(panda.url)) return ran();
    const place = openRepo(tokensOf(github).person, `${github.owner}/${github.repo}`, github.url);
    const talker = {
      people: githubPeople(place),
      monitor: input("monitor") === "" ? undefined : input("monitor"),
      soleWriter: input("app-id") !== "",
      look: () => talkOf(github, place, input("bot")),
    };
    const token = input("panda-token") === "" ? undefined : input("panda-token");
    const login = { vo: input("panda-vo"), token, isRobot: input("panda-robot-id") !== "" };
    const rucio = {
      RUCIO_HOST: input("rucio-host"),
      RUCIO_USERNAME: input("rucio-username"),
      RUCIO_PASSWORD: input("rucio-password"),
    };
    // 1 also where a person has to act.
    return witnessed({ dir, origin: github.gitDir(), panda, login, rucio, github: talker }, ran, (code) => code < 2);
  };

type Tokens = { readonly person: string; readonly workflow: string };
const tokens = new WeakMap<GithubHandle, Tokens>();
/** A person's, who may read all; and one of workflows, which asks for their limit alone and so costs nothing of it. */
const tokensOf = (github: GithubHandle): Tokens => {
  const label = "witness";
  const repository = `${github.owner}/${github.repo}`;
  const known = tokens.get(github) ?? {
    person: github.mintToken({ login: github.owner, label }),
    workflow: github.mintToken({ login: "github-actions[bot]", kind: "workflow", permissions: {}, repository, label }),
  };
  tokens.set(github, known);
  return known;
};

const callsLeft = async (github: GithubHandle): Promise<number> => {
  const { octokit } = openRepo(tokensOf(github).workflow, `${github.owner}/${github.repo}`, github.url);
  return (await octokit.rest.rateLimit.get()).data.resources.core.remaining;
};

/** What the bot has said on every pull request, and how often GitHub refused a program anything. */
const talkOf = async (
  github: GithubHandle,
  { octokit, owner, repo }: ReturnType<typeof openRepo>,
  bot: string,
): Promise<Talk> => {
  const at = { owner, repo };
  const { data: pulls } = await octokit.rest.issues.listForRepo({ ...at, state: "all", per_page: 100 });
  const own = await Promise.all(
    pulls.map(async ({ number }) => {
      const all = await octokit.paginate(octokit.rest.issues.listComments, {
        ...at,
        issue_number: number,
        per_page: 100,
      });
      return all.flatMap(({ id, user, body }) =>
        user?.login === bot ? [[id, { pullRequest: number, body: body ?? "" }] as const] : [],
      );
    }),
  );
  const refused = github.tokens().flatMap(({ calls }) => calls.filter(({ status }) => status === 403 || status >= 429));
  return { comments: new Map(own.flat()), refusals: refused.length, callsLeft: await callsLeft(github) };
};
