import { once } from "node:events";
import { createServer } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { approve, merge, openPull, pushToMain } from "../../scripts/demo/pull-request.ts";
import { mainRules } from "../../scripts/demo/set-rules.ts";
import { author, productionFiles, reviewer, stranger, type World } from "../../scripts/demo/world.ts";
import { rulesBelow } from "./rules-below.ts";
import { lastRun, raiseSharedWorld, slotOf, withoutTimes } from "./world.ts";

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
  await pushToMain(world, reviewer, files, "Hosts");
  await world.runner.idle();
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

test("git hosts that a fork lists in its own conventions are not contacted, at the top or in a folder", async () => {
  const here = `127.0.0.1:${port}`;
  const git = `https://${here}/x.git`;
  const [top, mine] = [
    await attack({ ...toy, [rulesPath]: listing(here), [request]: reading(git) }),
    await attack({
      ...toy,
      "productions/toy-pileup/conventions.yaml": listing(here),
      [request]: reading(git),
    }),
  ];

  expect(top.said).toContain(`Resources may not come from ${here} yet: the conventions of main do not list it.`);
  expect(top.said).toContain("a host counts after the pull request that adds it to gitHosts was merged");
  expect(mine.said).toContain(`This pull request changes productions/toy-pileup/conventions.yaml and ${request}: `);
  expect(mine.said).toContain("`wider-conventions`");
  expect(connections).toBe(0);
});

test("A git address that SHREK and git would read as two hosts is refused by its form", async () => {
  const { said } = await attack({ ...toy, [request]: reading(`https://github.com\\@127.0.0.1:${port}/x`) });

  expect(said).toContain("must be an https address of a git repository");
  expect(connections).toBe(0);
});

test("A listed host name in a private network is not contacted, and an open port has the same message as a closed one", async () => {
  const [open, closed] = [
    await attack({ ...toy, [request]: reading(`https://localhost:${port}/x.git`) }),
    await attack({ ...toy, [request]: reading("https://localhost:9/x.git") }),
  ];

  const alike = (text: string): string =>
    withoutTimes(text)
      .replaceAll(/localhost:\d+/g, "localhost")
      .replaceAll(/attack-\d+|pull\/\d+|pr checkout \d+|[0-9a-f]{7,40}/g, "");
  expect(open.said).toContain(` could not be fetched from localhost:${port}.`);
  expect(alike(open.said)).toBe(alike(closed.said));
  for (const text of [open.said, open.check, open.log, closed.said, closed.check, closed.log])
    expect(text.replaceAll(world.github.url, "")).not.toMatch(
      /127\.0\.0\.1|::1|refused to connect|Connection|Failed to connect|SSL|TLS|resolve|no public address/,
    );
  expect(connections).toBe(0);
});

test("No file is fetched for a request that is wrong without the file", async () => {
  const { said } = await attack({
    ...toy,
    [request]: reading(`https://localhost:${port}/x.git`).replace("physics: toy", "physics: toys"),
  });

  expect(said).toContain("is not a physics of sPHENIX");
  expect(said).not.toContain("could not be fetched");
  expect(connections).toBe(0);
});

test("A slow pattern in the conventions of a fork is matched in a short time", async () => {
  const slow = rules.replace("^sP[0-9]{2}[a-z]$", "^([a-z]|[a-y])*!$");
  const { said } = await attack({
    ...toy,
    [rulesPath]: slow,
    [request]: (toy[request] ?? "").replace("campaign: sP26a", `campaign: ${"a".repeat(60)}`),
  });

  expect(said).toContain("is not a campaign of sPHENIX");
});

test("A request and conventions that are links are problems in check and comment", async () => {
  const linked = await attack({ ...toy, [request]: { link: "/etc/passwd" } });
  const rulesLinked = await attack({
    ...toy,
    "productions/toy-pileup/conventions.yaml": { link: "../conventions.yaml" },
  });
  const alone = await attack({ "productions/new/conventions.yaml": { link: "../conventions.yaml" } });

  for (const { said, check } of [linked, rulesLinked, alone]) {
    expect(said).toContain("**Refused: ");
    expect(said).toContain("is a symbolic link, which SHREK does not follow.");
    expect(check).toContain("is a symbolic link, which SHREK does not follow.");
  }
  expect(rulesLinked.said).toContain("productions/toy-pileup/conventions.yaml");
});

test("A link on main is reported in the pull request that brought the link, and a git host counts from its merge on", async () => {
  // Its check fails, so that with the rules of main nobody could merge it.
  world.github.enforceRuleset(mainRules, false);
  const linked = await openPull(world, {
    login: author,
    branch: "linked",
    title: "A link",
    files: { "productions/linked/production.yaml": { link: "../toy-pileup/production.yaml" } },
  });
  const hosts = await openPull(world, {
    login: author,
    branch: "hosts",
    title: "One more host",
    files: { [rulesPath]: listing("github.com", `127.0.0.1:${port}`) },
  });
  for (const number of [linked, hosts]) {
    await approve(world, reviewer, number);
    await merge(world, reviewer, number);
    await world.runner.idle();
  }
  expect(await slotOf(world, linked, "status")).toContain("is a symbolic link, which SHREK does not follow.");
  expect(connections).toBe(0);

  const { said } = await attack({
    ...toy,
    [rulesPath]: listing("github.com", `127.0.0.1:${port}`),
    [request]: reading(`https://127.0.0.1:${port}/x.git`),
  });

  expect(said).toContain(`could not be fetched from 127.0.0.1:${port}.`);
  const came = connections;
  expect(came).toBeGreaterThan(0);

  const unread = await openPull(world, {
    login: author,
    branch: "unread",
    title: "Reads what nobody serves",
    files: { ...toy, [request]: reading(`https://127.0.0.1:${port}/x.git`) },
  });
  await approve(world, reviewer, unread);
  await merge(world, reviewer, unread);
  await world.runner.idle();

  const status = await slotOf(world, unread, "status");
  expect(status).toContain(`could not be fetched from 127.0.0.1:${port}.`);
  expect(status).not.toContain("does not answer");
  expect(lastRun(world, "reconcile").log).toContain(`https://127.0.0.1:${port}/x.git does not answer: `);
  expect(connections).toBeGreaterThan(came);
  expect(world.panda.count()).toMatchObject({ submissions: 0 });
});
