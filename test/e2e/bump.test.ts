import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { commitAll } from "../../scripts/demo/scene.ts";
import { pass } from "./a-pass.ts";
import { raise, type Stand } from "./stand.ts";

const folder = "productions/toy-pileup";
const request = (stand: Stand, name = folder): string => join(stand.scene.clone, name, "production.yaml");
const edit = async (stand: Stand, from: string, to: string, name = folder): Promise<void> => {
  const text = await readFile(request(stand, name), "utf8");
  expect(text).toContain(from);
  await writeFile(request(stand, name), text.replace(from, to));
};
const versionLine = async (stand: Stand): Promise<string | undefined> =>
  /^version: .*$/m.exec(await readFile(request(stand), "utf8"))?.[0];

test("Diff and bump treat a changed number of jobs as minor, refuse a smaller release, and change nothing else", async () => {
  const stand = await raise();
  await pass(stand);
  expect((await stand.run("diff", folder)).stdout).toContain("nothing that runs changed since 1.0.0");
  expect(await stand.run("bump", folder)).toMatchObject({ code: 0, stdout: "Version and inputs are up to date.\n" });

  const planned = await stand.run("plan", folder);
  expect(planned.stdout).toMatch(/^1\.0\.0 was merged already, and is \w+: nothing would run\.$/m);
  expect(planned.stdout).not.toMatch(/Needs approval|graph TD/);

  await edit(stand, "jobs: 10", "jobs: 20");
  await edit(stand, "    run: |\n      bash toy/merge.sh", '    run: |\n      echo "merging"\n      bash toy/merge.sh');
  const shown = await stand.run("diff", folder);
  expect(shown.code).toBe(0);
  expect(shown.stdout).toBe(`sP26a-toy-pileup as it lies here, compared with 1.0.0 as it was submitted: minor change

step background
  what  was  is  needs
  jobs   10  20  minor: another number of events

step merge
  what         was  is              needs
  run.message  -    echo "merging"  patch: only words in the log
  + echo "merging"
    bash toy/merge.sh "\${pileup[@]}" >merged.txt

version: 1.1.0 is the smallest that the changes allow
`);
  const json = JSON.parse((await stand.run("diff", folder, "--json")).stdout) as { diffs: readonly object[] };
  expect(json.diffs).toMatchObject([
    { bump: "minor", against: "1.0.0", suggestion: "1.1.0", changes: [{ path: "steps.background.jobs" }, {}] },
  ]);

  const refused = await stand.run("bump", folder, "--to", "patch");
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain("[version-too-small]");
  expect(await versionLine(stand)).toBe("version: 1.0.0");

  const before = await readFile(request(stand), "utf8");
  expect(await stand.run("bump", folder, "--dry-run")).toMatchObject({
    code: 0,
    stdout: "version: 1.0.0 -> 1.1.0\nNothing was written.\n",
  });
  expect(await readFile(request(stand), "utf8")).toBe(before);
  expect(await stand.run("bump", folder)).toMatchObject({ code: 0, stdout: "version: 1.0.0 -> 1.1.0\n" });
  expect(await readFile(request(stand), "utf8")).toBe(before.replace("version: 1.0.0", "version: 1.1.0"));
  expect((await stand.run("bump", folder)).stdout).toBe("Version and inputs are up to date.\n");
  expect((await stand.run("check", folder)).code).toBe(0);

  expect((await stand.run("bump", folder, "--test")).stdout).toBe("version: 1.1.0 -> 1.1.0-test.1\n");
  expect((await stand.run("bump", folder)).stdout).toBe("Version and inputs are up to date.\n");
  expect((await stand.run("bump", folder, "--to", "major")).stdout).toBe("version: 1.1.0-test.1 -> 2.0.0\n");
  expect((await stand.run("bump", folder, "--to", "1.2")).code).toBe(1);
  expect((await stand.run("bump", folder, "--to", "1.2.0")).stdout).toBe("version: 2.0.0 -> 1.2.0\n");
});

test("shrek diff compares with a revision, a version or another folder, and refuses any other argument", async () => {
  const stand = await raise();
  await pass(stand);
  await cp(join(stand.scene.clone, folder), join(stand.scene.clone, "productions/other"), { recursive: true });
  await edit(stand, "stage: pileup", "stage: signal", "productions/other");
  await edit(stand, "build: toy.1", "build: toy.2");
  await commitAll(stand.scene, "Another release");

  expect((await stand.run("diff", folder, "--against", "HEAD")).stdout).toContain(
    "nothing that runs changed since HEAD",
  );
  expect((await stand.run("diff", folder, "--against", "HEAD^")).stdout).toContain("compared with HEAD^: major change");
  expect((await stand.run("diff", folder, "--against", "1.0.0")).stdout).toContain(
    "compared with 1.0.0 as it was submitted: major",
  );
  expect((await stand.run("diff", folder, "productions/other")).stdout).toContain("compared with productions/other");
  const unknown = await stand.run("diff", folder, "--against", "3.0.0");
  expect(unknown.code).toBe(2);
  expect(unknown.stderr).toContain("Known versions: 1.0.0.");
});

test("Without a ledger shrek diff and bump compare with the last commit, and report that", async () => {
  const stand = await raise(["toy-pileup"], { ledger: false });
  await edit(stand, "jobs: 10", "jobs: 20");

  const shown = await stand.run("diff", folder);
  expect(shown).toMatchObject({ code: 0 });
  expect(shown.stderr).toContain("note [no-history]");
  expect(shown.stdout).toContain("compared with the last commit: minor change");
  const bumped = await stand.run("bump", folder, "--to", "minor");
  expect(bumped.stderr).toContain("note [no-history]");
  expect(bumped.stdout).toBe("version: 1.0.0 -> 1.1.0\n");
});
