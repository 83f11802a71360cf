import { expect, test } from "vitest";
import type { Stage } from "../../scripts/demo/stage.ts";
import { tellStory } from "../../scripts/demo/story.ts";
import { walkPages } from "./walk-pages.ts";
import { raiseWorld } from "./world.ts";

const silent: Stage = {
  say: () => undefined,
  table: () => undefined,
  progress: async () => ({ show: () => undefined, end: () => undefined }),
};

test("Each link on the pages of a finished demonstration leads to a page", async () => {
  const world = await raiseWorld({ tickEvery: 100 });
  expect(await tellStory(world, silent)).toBe(true);
  const { github, panda } = world;
  const home = `${github.url}/${github.owner}/${github.repo}`;

  const { pages, dead } = await walkPages([`${github.url}/`, `${panda.url}/tasks/`]);

  expect(dead).toEqual([]);
  const kinds = [...pages.keys()].map((page) =>
    page
      .replace(home, "")
      .replace(panda.url, "panda")
      .replaceAll(/\/(?:\d+|[0-9a-f]{40})(?=\/|$)/g, "/N"),
  );
  expect(kinds).toEqual(
    expect.arrayContaining([
      ...["/pull/N", "/pull/N/files", "/pull/N/checks", "/pull/N/commits/N", "/issues/N", "/actions/runs/N"],
      ...["/blob/N/productions/toy-pileup/production.yaml", "/commit/N", "panda/task/N/", "panda/log/N"],
      ...["/tree/ledger/submissions", "/tree/production/sP26a-toy-pileup/1.0.0"],
    ]),
  );
  const merged = [...pages.values()].filter((page) => /Merged<\/span> <b>\w/.test(page));
  expect(merged[0]).toContain("<b>grace</b> merged <code>toy</code> of <b>ada</b> into <code>main</code>");
  expect(merged.join("")).not.toContain("wants to merge");
});
