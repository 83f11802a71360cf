import { once } from "node:events";
import { createServer } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { approve, merge, openPull, pushToMain } from "../../scripts/demo/pull-request.ts";
import { mainRules } from "../../scripts/demo/set-rules.ts";
import { author, productionFiles, reviewer, stranger, type World } from "../../scripts/demo/world.ts";
import { rulesBelow } from "./rules-below.ts";
import { lastRun, raiseSharedWorld, slotOf, whileActionsAreOff } from "./world.ts";

/** What a fork may not make the judge do: the shipped workflows and bundles, one world, and a server that counts who comes. */
let world: World;
let fork: string;
let port: number;
let connections = 0;
let close: () => Promise<void>;
const server = createServer((socket) => {
  connections += 1;
  socket.on("error", () => undefined);
  socket.destroy();
});

const rulesPath = "productions/conventions.yaml";
const rules = rulesBelow(productionFiles(["conventions.yaml"])[rulesPath] ?? "");
const listing = (...hosts: readonly string[]): string =>
  `${rules}\ngitHosts: [${hosts.map((one) => `"${one}"`).join(", ")}]\n`;

beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  port = typeof address === "object" && address !== null ? address.port : 0;
  const raised = await raiseSharedWorld();
  ({ world, close } = raised);
  // Both are listed and reviewed; the name of the second leads into our own network.
  const files = { [rulesPath]: listing("github.com", `localhost:${port}`, "localhost:9") };
  await whileActionsAreOff(world, () => pushToMain(world, reviewer, files, "Hosts"));
  fork = await world.github.addFork(stranger);
});
afterAll(async () => {
  await close();
  server.close();
});

const request = "productions/toy-pileup/production.yaml";
const toy = productionFiles(["toy-pileup"]);
const reading = (git: string): string =>
  (toy[request] ?? "").replace(
    "resources: [toy/merge.sh]",
    `resources: [toy/merge.sh, { git: '${git}', commit: ${"a".repeat(40)}, path: "x/*" }]`,
  );
/** The toy in another folder, as another campaign. */
const toyIn = (folder: string, campaign: string, text = toy[request] ?? ""): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(toy).map(([path, content]) => [
      path.replace("toy-pileup", folder),
      path === request ? text.replace("campaign: sP26a", `campaign: ${campaign}`) : content,
    ]),
  );

type Files = Parameters<World["github"]["commit"]>[0]["files"];
let pulls = 0;
/** The stranger opens a pull request from the fork; what the comment says of it, and the log of who wrote it. */
const attack = async (
  files: Files,
): Promise<{ readonly said: string; readonly log: string; readonly check: string }> => {
  pulls += 1;
  const branch = `attack-${pulls}`;
  await world.github.commit({ repository: fork, branch, login: stranger, files });
  const { octokit, owner, repo } = world.as(stranger);
  const head = `${stranger}:${branch}`;
  const { data } = await octokit.rest.pulls.create({ owner, repo, title: branch, head, base: "main" });
  await world.runner.idle();
  world.runner.approve();
  await world.runner.idle();
  const check = lastRun(world, "check");
  const said = (await slotOf(world, data.number, "plan")) ?? "";
  return { said, log: lastRun(world, "comment").log, check: `${check.annotations.join("\n")}${check.log}` };
};

test("A fork's pull request contacts no host that main does not list, and follows no link", async () => {
  const here = `127.0.0.1:${port}`;
  const git = `https://${here}/x.git`;
  const { said, check } = await attack({
    ...toy,
    [rulesPath]: listing(here),
    [request]: reading(git),
    ...toyIn("mine", "sP26b", reading(git)),
    "productions/mine/conventions.yaml": listing(here, "elsewhere.example.org"),
    ...toyIn("two", "sP26c", reading(`https://github.com\\@${here}/x`)),
    // A file of a listed host, which nobody fetches while the rest is wrong.
    ...toyIn("wrong", "sP26d", reading(`https://localhost:${port}/x.git`).replace("physics: toy", "physics: toys")),
    "productions/linked/production.yaml": { link: "/etc/passwd" },
    "productions/new/conventions.yaml": { link: "../conventions.yaml" },
  });

  expect(said).toContain(`Resources may not come from ${here} yet: the conventions of main do not list it.`);
  expect(said).toContain("a host counts after the pull request that adds it to gitHosts was merged");
  expect(said).toContain("`wider-conventions`");
  expect(said).toContain("must be an https address of a git repository");
  expect(said).toContain("is not a physics of sPHENIX");
  expect(said).not.toContain("could not be fetched");
  for (const path of ["productions/linked/production.yaml", "productions/new/conventions.yaml"])
    for (const text of [said, check]) {
      expect(text).toContain(path);
      expect(text).toContain("is a symbolic link, which SHREK does not follow.");
    }
  expect(connections).toBe(0);
});

test("A listed host name in a private network is not contacted, and an open port has the same message as a closed one", async () => {
  const { said, log, check } = await attack({
    ...toyIn("open", "sP26a", reading(`https://localhost:${port}/x.git`)),
    ...toyIn("closed", "sP26b", reading("https://localhost:9/x.git")),
  });

  const told = [...said.matchAll(/\S+ could not be fetched from localhost:\d+[^\n]*/g)].map(([line]) => line);
  expect(told.join("\n")).toContain(` could not be fetched from localhost:${port}.`);
  expect(told.join("\n")).toContain(" could not be fetched from localhost:9.");
  expect(
    new Set(told.map((line) => line.replaceAll(/localhost:\d+/g, "").replaceAll(/\/(open|closed)\b|[0-9a-f]{40}/g, "")))
      .size,
  ).toBe(1);
  for (const text of [said, check, log])
    expect(text.replaceAll(world.github.url, "")).not.toMatch(
      /127\.0\.0\.1|::1|refused to connect|Connection|Failed to connect|SSL|TLS|resolve|no public address/,
    );
  expect(connections).toBe(0);
});

test("A git host counts from its merge on, and what main holds and SHREK cannot read is told in the pull request that brought it", async () => {
  // A check fails, so that with the rules of main nobody could merge what it refuses.
  world.github.enforceRuleset(mainRules, false);
  const land = async (number: number): Promise<void> => {
    await approve(world, reviewer, number);
    await merge(world, reviewer, number);
    await world.runner.idle();
  };
  const opened = (branch: string, files: Files): Promise<number> =>
    openPull(world, { login: author, branch, title: `About ${branch}`, files });
  await whileActionsAreOff(world, async () =>
    land(await opened("hosts", { [rulesPath]: listing("github.com", `127.0.0.1:${port}`) })),
  );
  expect(connections).toBe(0);

  const unread = await opened("unread", {
    ...toy,
    [request]: reading(`https://127.0.0.1:${port}/x.git`),
    "productions/linked/production.yaml": { link: "../toy-pileup/production.yaml" },
  });
  expect(await slotOf(world, unread, "plan")).toContain(`could not be fetched from 127.0.0.1:${port}.`);
  const came = connections;
  expect(came).toBeGreaterThan(0);
  await land(unread);

  const status = await slotOf(world, unread, "status");
  expect(status).toContain(`could not be fetched from 127.0.0.1:${port}.`);
  expect(status).not.toContain("does not answer");
  expect(status).toContain("is a symbolic link, which SHREK does not follow.");
  expect(lastRun(world, "reconcile").log).toContain(`https://127.0.0.1:${port}/x.git does not answer: `);
  expect(connections).toBeGreaterThan(came);
  expect(world.panda.count()).toMatchObject({ submissions: 0 });
});
