import { expect, test } from "vitest";
import { approve, comment, comments, merge, openPull } from "../../scripts/demo/pull-request.ts";
import { gitIn } from "../../scripts/demo/scene.ts";
import { author, reviewer, stranger, type World } from "../../scripts/demo/world.ts";
import { canarySecrets, leaksIn } from "../canary.ts";
import { hostileTexts } from "../hostile-text.ts";
import { aliveOn } from "./alive-on.ts";
import { raiseWorld } from "./world.ts";

const bot = "github-actions[bot]";
/** A run with debug logging, which anybody with write can start. When the world closes, its logs are searched for secrets. */
const debugging = { RUNNER_DEBUG: "1", ACTIONS_STEP_DEBUG: "true", ACTIONS_RUNNER_DEBUG: "true" };
/** Texts in each field, so that one pull request carries all of them. */
const together = 4;
const groups = Array.from({ length: Math.ceil(hostileTexts.length / together) }, (_, at) =>
  hostileTexts.slice(at * together, (at + 1) * together).map((text) => text.slice(0, 100)),
);
const joined = groups.map((texts) => texts.join(" "));
/** Of each variant a description, two parameters, and what PanDA says of its task: so each text is in one of them. */
const variants = Array.from({ length: Math.ceil(joined.length / 4) }, (_, at) => joined.slice(at * 4, at * 4 + 4));
/** What a step's title, a commit message and the title of a pull request hold. */
const message = hostileTexts.map((text) => text.slice(0, 60)).join("\n");
const branch = "@sphenix/admins-#1-<b>www.evil.example-deadbeef\u202e";

/** Names that git takes: no empty part, no `.git`, not too long. */
const fileNames = [
  ...new Set(
    hostileTexts.map((text) =>
      text
        .replaceAll("\0", "")
        .replace(/\/+/g, "/")
        .replace(/^\/|\/$/g, "")
        .slice(0, 40),
    ),
  ),
].filter((name) => name !== "" && !name.split("/").some((part) => part === "" || part === "." || part === ".."));

const step = { out: ["a.txt"], jobs: 1, run: "false" };
const request = {
  schema: 1,
  version: "1.0.0",
  tag: { campaign: "sP26a", physics: "toy", stage: "signal" },
  contact: ["@sphenix-production"],
  build: "toy.1",
  conditions: "none",
  defaults: { sites: ["SANDBOX"], maxAttempt: 1, memory: 500, walltime: 1 },
};

/** Refused in every place where a text may stand. */
const refused = (): Readonly<Record<string, string>> => ({
  "productions/refused/production.yaml": JSON.stringify({
    ...request,
    description: joined[0],
    contact: groups.slice(0, 10).map(([text]) => text),
    tag: Object.fromEntries(groups.map(([text = "", other]) => [text, other])),
    acknowledge: groups.map(([text, reason]) => ({ code: text, reason: reason ?? "-" })),
    [hostileTexts[0] ?? ""]: 1,
    inputs: Object.fromEntries(groups.slice(0, 20).map(([text = "", dataset]) => [text, { dataset, files: 1 }])),
    steps: Object.fromEntries(
      hostileTexts.slice(0, 90).map((text) => [text, { ...step, [text]: text, out: [text], memory: text }]),
    ),
  }),
  "productions/names/production.yaml": JSON.stringify({
    ...request,
    description: "x",
    steps: { a: { ...step, resources: ["**", ...joined.slice(0, 40)] } },
  }),
  ...Object.fromEntries(fileNames.map((name) => [`productions/names/${name}`, "x\n"])),
  ...Object.fromEntries(
    fileNames
      .slice(0, 60)
      .map((name) => [`productions/${name}/production.yaml`, JSON.stringify({ ...request, steps: { a: step } })]),
  ),
});

/** Good, so that it is submitted, and fails, so that PanDA's words about its tasks are told. */
const accepted = (): Readonly<Record<string, string>> => ({
  "productions/accepted/production.yaml": JSON.stringify({
    ...request,
    description: "x",
    steps: { a: { ...step, parameters: { words: "x", more: "x" } } },
    variants: variants.map(([text = "x", words = "x", more = "x"], at) => ({
      tag: { campaign: `sP${10 + at}b` },
      description: printable(text).slice(0, 400),
      parameters: { words: printable(words).slice(0, 400), more: printable(more).slice(0, 400) },
    })),
  }),
});
/** Control characters are refused in every field. */
const printable = (text: string): string => text.replace(/[\p{C}\u2028\u2029]/gu, " ");

/** Every text of ours that somebody reads, with where it stands. */
const pagesOf = async (world: World, pulls: readonly number[]): Promise<readonly (readonly [string, string])[]> => {
  const { octokit, owner, repo } = world.as(author);
  const said = await Promise.all(
    pulls.map(async (number) =>
      (await comments(world.as(author), number))
        .filter(({ login }) => login === bot)
        .map(({ body }, at) => [`comment ${at} of ${number}`, body] as const),
    ),
  );
  const issues = (await octokit.rest.issues.listForRepo({ owner, repo, creator: bot, state: "all" })).data
    .filter(({ pull_request }) => pull_request === undefined)
    .flatMap(({ title, body }) => [[`issue ${title}`, body ?? ""] as const, ["its title", title] as const]);
  const dir = world.github.gitDir();
  const names = (await gitIn(dir, "ls-tree", "-r", "-z", "--name-only", "ledger")).split("\0");
  const ledger = await Promise.all(
    names
      .filter((name) => name.endsWith(".md"))
      .map(async (name) => [name, await gitIn(dir, "show", `ledger:${name}`)] as const),
  );
  const steps = world.runner
    .runs()
    .flatMap(({ workflow, jobs }) => jobs.flatMap((job) => job.steps.map((one) => [workflow, one] as const)));
  return [
    ...said.flat(),
    ...issues,
    ...ledger,
    ...steps.flatMap(([workflow, { summary }]) =>
      summary === "" ? [] : [[`summary of ${workflow}`, summary] as const],
    ),
  ];
};

/** All that a terminal or the runner obeys, and what nobody sees, in what PanDA says of each task. */
const ofPanda = "of\u00ad Pan\u200bDA \u001b]0;title\u0007\u001b[2J\u202e\n::error::stop\n##[error]stop";
/** What a terminal obeys, what turns the direction of writing, and what has no width. */
const obeyedOrUnseen = /[\u001b\u0007\p{Bidi_Control}\p{Default_Ignorable_Code_Point}]/u;

test("Text of a stranger stays text on pages, in logs and on the ledger, and debug logging shows no secret, with the shipped bundles", async () => {
  const world = await raiseWorld({
    env: debugging,
    login: {
      secrets: { PANDA_AUTH_ROBOT_SECRET: canarySecrets.robot },
      variables: { PANDA_AUTH_ROBOT_ID: "sandbox-robot", PANDA_AUTH_VO: "sphenix.production" },
    },
    panda: { secrets: canarySecrets, dialog: (task) => `${variants[task % variants.length]?.[3] ?? ""} ${ofPanda}` },
  });
  const { octokit, owner, repo } = world.as(author);

  await world.github.commit({ branch, login: author, files: { "a.md": "x\n" }, message });
  const first = await openPull(world, {
    login: author,
    branch: `${branch}-2`,
    title: message.slice(0, 250),
    files: refused(),
  });
  const other = (
    await octokit.rest.pulls.create({ owner, repo, title: joined[3] ?? "", head: `${branch}-2`, base: branch })
  ).data.number;
  const second = await openPull(world, {
    login: author,
    branch: "good",
    title: message.slice(-250),
    files: accepted(),
  });
  const click = "[click](https://evil.example) @ada | b | c \u202e";
  for (const login of [author, stranger])
    await comment(world, login, second, `/shrek ${click} ${joined.slice(0, 8).join(" ")}`);
  await comment(world, author, second, `/shrek close sP10b-toy-signal@1.0.0 reason=${joined[2]}`);
  await approve(world, reviewer, second);
  await merge(world, reviewer, second);
  for (const ticks of [0, 5, 15]) {
    await world.panda.tick(ticks);
    await world.runner.schedule();
    await world.runner.idle();
  }
  await comment(world, author, second, "/shrek status");

  const own = [`${world.github.url}/`, `${world.panda.url}/`, "submissions/", "README.json"];
  const pages = await pagesOf(world, [first, other, second]);
  expect(
    pages.flatMap(([place, body]) =>
      aliveOn(body, own, place.endsWith(".md") ? "file" : "comment").map((mark) => `${place}: ${mark}`),
    ),
  ).toEqual([]);
  // They are there: what nobody shows cannot come alive either.
  const all = pages.map(([, body]) => body).join("\n");
  for (const text of ["evil.example", "@sphenix/admins", "deadbeef", "GH-3"]) expect(all).toContain(text);
  expect(pages.some(([place]) => place.startsWith("issue"))).toBe(true);
  expect(pages.filter(([place]) => place.endsWith(".md")).length).toBeGreaterThan(variants.length);

  const steps = world.runner.runs().flatMap(({ jobs }) => jobs.flatMap((job) => job.steps));
  const told = steps.flatMap(({ annotations }) => annotations);
  expect(told.filter(({ message: words }) => words === "stop")).toEqual([]);
  const lines = steps.flatMap(({ log }) => log);
  // A command of a stranger would have been carried out, and its words be all that is left of the line.
  expect(lines.filter((line) => /^\s*(?:::|##\[\w+\](?:stop|x)$)/.test(line))).toEqual([]);
  const shown = [
    ...lines,
    ...told.map(({ message: words, title }) => `${title} ${words}`),
    ...pages.map(([, body]) => body),
  ];
  expect(shown.filter((text) => obeyedOrUnseen.test(text))).toEqual([]);
  expect(leaksIn("comments, issues and pages", all)).toEqual([]);
  // PanDA's own words arrived, each in its place.
  expect(pages.some(([place, body]) => place.endsWith(".md") && body.replace(/\s+/g, "").includes("ofPanDA"))).toBe(
    true,
  );
});
