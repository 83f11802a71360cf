import { expect, test } from "vitest";
import { approve, merge, openPull } from "../../../scripts/demo/pull-request.ts";
import { author, productionFiles, reviewer, stranger } from "../../../scripts/demo/world.ts";
import { afterMerge, raiseWorld, slotOf, whileActionsAreOff } from "../world.ts";
import { bring, pass, request as path, say, statusLine, toyWith } from "./tale.ts";

const conventions = productionFiles(["conventions.yaml"])["productions/conventions.yaml"] ?? "";
const offered = (said: string): string => /\/shrek yes [0-9a-f-]+/.exec(said)?.[0] ?? "no yes";

test("A trial of a pull request that its check accepts runs a few jobs before the merge; a later push does not stop it, and the merge ends it", async () => {
  const world = await raiseWorld(afterMerge);
  const rules = { "productions/conventions.yaml": `${conventions}\npolicy: { trials: { jobs: 12 } }\n` };
  await whileActionsAreOff(world, () => bring(world, rules));
  const number = await openPull(world, { login: author, branch: "toy", title: "Request toy", files: toyWith() });
  expect(await say(world, stranger, number, "/shrek trial jobs=2")).toBe("");

  const request = toyWith()[path] ?? "";
  const commitTo = (files: Readonly<Record<string, string>>) =>
    world.github.commit({ branch: "toy", login: author, message: "Go on", files });
  await commitTo({ [path]: request.replace("conditions:", "condition:") });
  const refused = await say(world, author, number, "/shrek trial jobs=2");
  expect(refused).toMatch(
    /^> `\/shrek trial jobs=2`\n\nThis pull request cannot be tried: `productions\/toy-pileup\/production\.yaml:\d+`: /,
  );
  expect(refused).not.toContain("/shrek yes");
  await commitTo({ [path]: request });

  const preview = await say(world, author, number, "/shrek trial jobs=2 events=5");
  expect(world.panda.count()).toMatchObject({ submissions: 0 });
  await say(world, author, number, offered(preview));
  expect(await statusLine(world, number)).toBe("**sP26a-toy-pileup 1.0.0-test.1: submitted.**");
  await commitTo({ "notes.md": "later\n" });
  await pass(world, 30);
  expect(await statusLine(world, number)).toMatch(/^\*\*sP26a-toy-pileup 1\.0\.0-test\.1: done, /);
  expect(await slotOf(world, number, "status")).toContain("user.sphnxpro.sP26a-toy-pileup.v1.0.0-test.1.b0");

  await approve(world, reviewer, number);
  await merge(world, reviewer, number);
  await world.runner.idle();
  await pass(world, 30);

  expect(world.panda.count()).toMatchObject({ submissions: 2 });
  expect(await slotOf(world, number, "status")).toContain("**sP26a-toy-pileup 1.0.0-test.1**: superseded");
  expect(await slotOf(world, number, "status")).toContain("**sP26a-toy-pileup 1.0.0**: done");
  const { octokit, owner, repo } = world.as(author);
  const { data } = await octokit.rest.git.listMatchingRefs({ owner, repo, ref: "tags/production/" });
  expect(data.map(({ ref }) => ref)).toEqual(["refs/tags/production/sP26a-toy-pileup/1.0.0"]);
});
