import { expect, test } from "vitest";
import { gitIn } from "../../scripts/demo/scene.ts";
import { raise, statusOf } from "./stand.ts";

test.each([
  [[], "skipped", 1],
  [["--no-baseline"], "submitted", 0],
] as const)(
  "After `shrek ledger init` over a main with productions, with %j, a production is %s",
  async (flags, state, recorded) => {
    const stand = await raise(["toy-pileup"], { ledger: false });

    const { stdout } = await stand.run("ledger", "init", ...flags);
    expect(stdout.match(/recorded as not to be submitted: 1/g) ?? []).toHaveLength(recorded);
    expect((await stand.run("reconcile")).code).toBe(0);

    expect(await statusOf(stand)).toMatchObject([{ version: "1.0.0", state }]);
  },
);

test("shrek ledger init in a repository without a commit records no production", async () => {
  const stand = await raise([], { ledger: false });
  await gitIn(stand.scene.origin, "update-ref", "-d", "refs/heads/main");

  const begun = await stand.run("ledger", "init");

  expect(begun).toMatchObject({ code: 0, stderr: "" });
  expect(begun.stdout).not.toContain("recorded");
});
