import { expect, test } from "vitest";
import { textTable } from "../../action/core/view/text-table.ts";
import { approve, comment, merge, openPull } from "../../scripts/demo/pull-request.ts";
import { author, productionFiles, reviewer, type World } from "../../scripts/demo/world.ts";
import { lastRun, raiseWorld } from "./world.ts";

const toy = productionFiles(["toy-pileup"]);

/** Everything that the four workflows do, once. */
const playAll = async (world: World): Promise<void> => {
  const number = await openPull(world, { login: author, branch: "toy", title: "Request toy", files: toy });
  await approve(world, reviewer, number);
  await merge(world, reviewer, number);
  await world.runner.idle();
  await comment(world, author, number, "/shrek pause");
};

test("every permission of every workflow is used by a call that needs it", async () => {
  const world = await raiseWorld();
  await playAll(world);

  const jobs = world.github.tokens().filter(({ kind }) => kind === "workflow");
  const rows = jobs.flatMap(({ label, permissions, calls }) =>
    Object.entries(permissions).map(([name, level]) => {
      const need = `${name}: ${level}`;
      const made = [
        ...new Set(
          calls.filter(({ permission }) => permission === need).map(({ method, route }) => `${method} ${route}`),
        ),
      ];
      return [label, need, made.length === 0 ? "NOT NEEDED" : made.join(", ")];
    }),
  );
  const merged = new Map(rows.map(([label = "", need = "", made = ""]) => [`${label} ${need}`, [label, need, made]]));
  for (const [label = "", need = "", made = ""] of rows)
    if (made !== "NOT NEEDED") merged.set(`${label} ${need}`, [label, need, made]);
  process.stdout.write(`${textTable(["job", "permission", "calls that need it"], [...merged.values()])}\n`);

  expect([...merged.values()].filter(([, , made]) => made === "NOT NEEDED")).toEqual([]);
  expect(new Set([...merged.values()].map(([label = ""]) => label.split(" ")[0]))).toEqual(
    new Set(["check.yml", "comment.yml", "command.yml", "reconcile.yml"]),
  );
});

/** A workflow with one permission taken away, the play that uses it, and what its log says. */
const taken: readonly (readonly [workflow: string, permission: string, words: RegExp, instead?: string])[] = [
  ["comment", "pull-requests: read", /find the pull request.*"pull-requests: read"/],
  ["comment", "pull-requests: write", /comment on the pull request.*"pull-requests: write"/],
  ["command", "issues: write", /react to the comment.*"issues: write"/],
  ["command", "actions: write", /start the reconcile workflow.*"actions: write"/],
  ["command", "contents: write", /the ledger.*"contents: (read|write)"/],
  ["reconcile", "pull-requests: read", /"pull-requests: read"/],
  ["reconcile", "contents: write", /the ledger.*"contents: write"/, "contents: read"],
];

test.each(taken.map(([workflow, permission, words, instead]) => ({ workflow, permission, words, instead })))(
  "$workflow without $permission ends with one line that names it",
  async ({ workflow, permission, words, instead }) => {
    const rewrite = (name: string, text: string): string =>
      name === workflow
        ? text
            .replace(new RegExp(`^ +${permission}.*\n`, "m"), instead === undefined ? "" : `      ${instead}\n`)
            .replace(/^ {4}permissions:\n(?! {6})/m, "    permissions: {}\n")
        : text;
    const world = await raiseWorld({ rewrite });
    await playAll(world);

    const { exits, log, annotations } = lastRun(world, workflow);

    expect(exits.at(-1)).toBe(2);
    expect(log + annotations.join("\n")).toMatch(words);
  },
);
