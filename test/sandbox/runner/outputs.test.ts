import { expect, test } from "vitest";
import { aScene, logOf } from "./runners.ts";

/** A job that gives an output, and one that prints what comes of it. */
const handing = (script: string): string => `
on: workflow_dispatch
jobs:
  give:
    runs-on: ubuntu-24.04
    environment: panda
    outputs: { told: "\${{ steps.tell.outputs.told }}", other: "\${{ steps.tell.outputs.other }}" }
    steps:
      - id: tell
        env: { KEY: "\${{ secrets.KEY }}" }
        run: |
          ${script}
  take:
    needs: give
    runs-on: ubuntu-24.04
    steps:
      - env: { TOLD: "\${{ needs.give.outputs.told }}" }
        run: 'echo "took [\${#TOLD}] [\${{ needs.give.outputs.other }}]"'
`;

test("A job output with the text of a secret is dropped with a message of the runner, and other outputs are kept", async () => {
  const lines: string[] = [];
  const { runner, only } = await aScene(
    { hand: handing('echo "told=a $KEY b" >> "$GITHUB_OUTPUT"; echo "other=c" >> "$GITHUB_OUTPUT"') },
    { environments: { panda: { secrets: { KEY: "s3cret" } } }, onLine: (line) => void lines.push(line) },
  );

  runner.dispatch({ workflow: "hand.yml" });
  await runner.idle();

  expect(logOf(only("hand")[0])).toContain("took [0] [c]");
  expect(only("hand")[0]?.jobs[0]?.outputs).toEqual({ other: "c" });
  expect(lines).toContain("##[warning]Skip output 'told' since it may contain secret.");
});

test.each([
  ["128 KiB with its name and its end", 128 * 1024 - "TOLD=".length - 1, "success"],
  ["one letter more", 128 * 1024 - "TOLD=".length, "failure"],
])("An environment variable of a step may have %s, or the step cannot begin", async (_, letters, conclusion) => {
  const { runner, only } = await aScene(
    {
      hand: handing(`printf 'told=%s\\n' "$(head -c ${letters} /dev/zero | tr '\\0' x)" >> "$GITHUB_OUTPUT"`),
    },
    { environments: { panda: {} } },
  );

  runner.dispatch({ workflow: "hand.yml" });
  await runner.idle();

  const [run] = only("hand");
  expect(run?.conclusion).toBe(conclusion);
  const words = conclusion === "success" ? `took [${letters}]` : "Argument list too long";
  expect(logOf(run)).toContain(words);
});
