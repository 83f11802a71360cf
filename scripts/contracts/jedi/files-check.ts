import assert from "node:assert/strict";
import { cp, readdir } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { temporaryFolder } from "../../temporary-folder.ts";
import type { Check } from "../check.ts";
import { acceptedNodes } from "../parser-check.ts";
import { askInFile } from "../real-parser.ts";
import { fixtures, renderFixture } from "../rendered-production.ts";
import type { Venv } from "../venv.ts";

const fixtureName = "files-of-a-pattern";
const log = { lfn: "job.log.tgz", type: "log" };

/** What panda-server's adder decided of each report of a pilot. */
type Decided = {
  readonly decided: readonly {
    readonly status: string;
    readonly diagnosis: string | null;
    readonly files: Readonly<Record<string, string>>;
  }[];
};

/**
 * The expression that panda-server's own parser made of our option, and the names that our wrapper gave, before its own
 * adder: all files of an attempt are stored, also behind one that stored a half, and nothing else is ours.
 */
export const filesCheck = (venv: Venv): Check => ({
  name: "panda-server's adder stores all files of a pattern, of the attempt that succeeded, and refuses those of others",
  run: async () => {
    const fixture = (await fixtures()).find(({ name }) => name === fixtureName) ?? assert.fail(fixtureName);
    using rendered = await renderFixture(fixture);
    using temporary = temporaryFolder("shrek-contracts-files-");
    const dir = temporary.path;
    const make = (await acceptedNodes(venv, rendered)).find(({ name }) => name === "make") ?? assert.fail("make");
    const value = outputOf(make.task_params);
    const expression = new RegExp(value.replace(/^regex\|/, ""));
    const attempt = async (folder: string): Promise<readonly string[]> => {
      await cp(rendered.dir, join(dir, folder), { recursive: true });
      await execa("bash", ["make.sh", "3", "0"], { cwd: join(dir, folder) });
      return (await readdir(join(dir, folder))).filter((name) => expression.test(name));
    };
    const [first, second] = [await attempt("1"), await attempt("2")];
    assert.equal(first.length, 3);
    assert.equal(new Set([...first, ...second]).size, 6);
    const stranger = `old.${first[0] ?? ""}`;
    const decide = async (expected: readonly object[], attempts: readonly object[]): Promise<Decided> =>
      (await askInFile(venv, "jedi/adder.py", { expected, attempts })) as Decided; // adder.py wrote it
    const { decided } = await decide(
      [{ lfn: value, type: "output" }, log],
      [
        { status: "failed", reported: [...first.slice(0, 2), log.lfn] },
        { status: "finished", reported: [...second, log.lfn] },
        { status: "finished", reported: [log.lfn] },
        { status: "finished", reported: [...second, stranger, log.lfn] },
      ],
    );
    const [half, whole, none, foreign] = decided.map(({ status, files }) => ({ status, stored: storedOf(files) }));
    assert.deepEqual(half, { status: "failed", stored: [] });
    assert.deepEqual(whole, { status: "finished", stored: second.toSorted() });
    assert.deepEqual(none, { status: "failed", stored: [] });
    assert.equal(foreign?.status, "failed");
    // It is the pilot that stores nothing beside a pattern (ADR 5).
    const beside = { lfn: "user.tester.501._000003.qa.root", type: "output" };
    const both = await decide(
      [{ lfn: value, type: "output" }, beside, log],
      [
        { status: "finished", reported: [...second, beside.lfn, log.lfn] },
        { status: "finished", reported: [...second, log.lfn] },
      ],
    );
    assert.deepEqual(
      both.decided.map(({ status, files }) => ({ status, stored: storedOf(files) })),
      [
        { status: "finished", stored: [...second, beside.lfn].toSorted() },
        { status: "failed", stored: second.toSorted() },
      ],
    );
  },
});

const outputOf = ({ jobParameters }: Readonly<Record<string, unknown>>): string => {
  const items = Array.isArray(jobParameters) ? (jobParameters as readonly Readonly<Record<string, unknown>>[]) : [];
  return String(items.find((item) => item["param_type"] === "output")?.["value"]);
};

const storedOf = (files: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(files)
    .flatMap(([name, status]) => (status === "ready" && name !== log.lfn ? [name] : []))
    .toSorted();
