import { appendFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { tryGit } from "../github/git.ts";
import type { GithubHandle } from "../github/handle.ts";
import type { Occasion } from "./occasion.ts";
import type { StepWork } from "./step-work.ts";

const inputs = [
  "repository",
  "ref",
  "token",
  "persist-credentials",
  "fetch-depth",
  "fetch-tags",
  "path",
  "filter",
  "clean",
  "show-progress",
  "set-safe-directory",
];

/** What `actions/checkout` does, by real git over HTTP with the job's token. */
export const checkout = async (
  github: GithubHandle,
  occasion: Occasion,
  given: Readonly<Record<string, string>>,
  work: StepWork,
): Promise<number> => {
  for (const name of Object.keys(given))
    if (!inputs.includes(name)) throw new Error(`actions/checkout: the sandbox runner does not know the input ${name}`);
  const here = `${github.owner}/${github.repo}`;
  const repository = given["repository"] ?? here;
  const own = repository === here;
  const folder = join(work.workspace, given["path"] ?? ".");
  const depth = Number(given["fetch-depth"] ?? 1);
  const header = `AUTHORIZATION: basic ${Buffer.from(`x-access-token:${given["token"] ?? work.token}`).toString("base64")}`;
  work.mask(header.slice("AUTHORIZATION: basic ".length));
  const key = `http.${github.url}/.extraheader`;
  const wanted = whatToFetch(given["ref"] ?? "", occasion, own);
  const tags = depth === 0 || given["fetch-tags"] === "true" ? ["+refs/tags/*:refs/tags/*"] : [];
  // With all history, the event's commit is only fetched by itself when its branch has moved on meanwhile.
  const first =
    depth === 0
      ? ["+refs/heads/*:refs/remotes/origin/*", ...tags, ...(wanted.known === undefined ? [wanted.spec] : [])]
      : [wanted.spec, ...tags];
  const filter = given["filter"] === undefined || given["filter"] === "" ? [] : [`--filter=${given["filter"]}`];
  await mkdir(folder, { recursive: true });
  const fetch = (specs: readonly string[]): readonly string[] => [
    "-c",
    `${key}=${header}`,
    "-c",
    "protocol.version=2",
    "fetch",
    "--quiet",
    "--no-tags",
    ...(depth === 0 ? [] : [`--depth=${depth}`]),
    ...filter,
    "origin",
    ...specs,
  ];
  const git = (args: readonly string[]): Promise<number> => work.run("git", args, folder);
  const begun = await git(["init", "--quiet", "--template=", "--initial-branch=main", "."]);
  if (begun !== 0) return begun;
  await appendFile(join(folder, ".git/config"), settings(`${github.url}/${repository}`));
  const fetched = await git(fetch(first));
  if (fetched !== 0) return fetched;
  const { known } = wanted;
  const there = depth !== 0 || known === undefined || (await resolvesTo(folder, known));
  const after: readonly (readonly string[])[] = [
    ...(there ? [] : [fetch([wanted.spec])]),
    ["-c", `${key}=${header}`, ...wanted.checkout],
    ...((given["persist-credentials"] ?? "true") === "true" ? [["config", "--local", key, header]] : []),
  ];
  for (const args of after) {
    const code = await git(args);
    if (code !== 0) return code;
  }
  return 0;
};

/** What `git remote add` and `git config` would write, a process each; and nothing tidies up in the background. */
const settings = (url: string): string => `[remote "origin"]
\turl = ${url}
\tfetch = +refs/heads/*:refs/remotes/origin/*
[gc]
\tauto = 0
[maintenance]
\tauto = false
`;

const resolvesTo = async (folder: string, { name, commit }: Known): Promise<boolean> =>
  (await tryGit(folder, ["rev-parse", "--verify", "--quiet", `${name}^{commit}`])).text.trim() === commit;

/** A commit, and the name under which it may have come with the branches. */
type Known = { readonly name: string; readonly commit: string };
type Wanted = { readonly spec: string; readonly checkout: readonly string[]; readonly known?: Known };

const whatToFetch = (asked: string, occasion: Occasion, own: boolean): Wanted => {
  if (/^[0-9a-f]{40}$/.test(asked))
    return {
      spec: asked,
      checkout: ["checkout", "--quiet", "--force", "--detach", asked],
      known: { name: asked, commit: asked },
    };
  if (asked !== "") {
    const ref = asked.startsWith("refs/") ? asked : `refs/heads/${asked}`;
    return onRef(ref, ref);
  }
  return own
    ? onRef(occasion.ref, occasion.sha)
    : { spec: "HEAD", checkout: ["checkout", "--quiet", "--force", "--detach", "FETCH_HEAD"] };
};

/** A branch is checked out as a branch; a pull request's merge or a tag is not. */
const onRef = (ref: string, source: string): Wanted => {
  if (ref.startsWith("refs/heads/")) {
    const branch = ref.slice("refs/heads/".length);
    return {
      ...(source === ref ? {} : { known: { name: `refs/remotes/origin/${branch}`, commit: source } }),
      spec: `+${source}:refs/remotes/origin/${branch}`,
      checkout: ["checkout", "--quiet", "--force", "-B", branch, `refs/remotes/origin/${branch}`],
    };
  }
  const local = ref.startsWith("refs/pull/") ? `refs/remotes/${ref.slice("refs/".length)}` : ref;
  return { spec: `+${source}:${local}`, checkout: ["checkout", "--quiet", "--force", "--detach", local] };
};
