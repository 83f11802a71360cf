import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { gitIn } from "../../scripts/demo/scene.ts";
import { type GitHost, gitHost } from "../adapters/foreign/git-host.ts";
import { requestText } from "../core/a-request.ts";
import { shrekWarm } from "./warm/start.ts";

const begin = async (): Promise<string> => {
  const dir = await mkdtemp(join(tmpdir(), "shrek-git-resources-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  await gitIn(dir, "init", "--quiet", "-b", "main");
  await mkdir(join(dir, "productions/p"), { recursive: true });
  return dir;
};
const conventions = async (): Promise<string> =>
  readFile(new URL("../requests/conventions.yaml", import.meta.url), "utf8");

const request = (host: GitHost, commit: string): string =>
  requestText(`  simulate:
    out: [hits.tar]
    jobs: 10
    resources:
      - { git: "${host.url}", commit: ${commit}, path: "macros/**" }
    run: root.exe "macros/a.C($uniqueId,\\"$conditions\\")" && tar cf hits.tar *.root
`);

test("A production with files of another repository is checked and rendered, and contacts the host once", async () => {
  const host = await gitHost();
  const commit = await host.commit({ "macros/a.C": "one\n", "macros/deep/b.C": "two\n", README: "no\n" });
  const dir = await begin();
  await writeFile(join(dir, "productions/conventions.yaml"), await conventions());
  await writeFile(join(dir, "productions/p/production.yaml"), request(host, commit));
  const env = { ...host.env, SHREK_CACHE: join(dir, "cache") };

  const checked = await shrekWarm(dir, ["check", "--json"], env);
  await host.close();
  const rendered = await shrekWarm(dir, ["render", "productions/p", "-o", "out", "--json"], env);

  expect(checked.stderr).toBe("");
  expect(JSON.parse(checked.stdout)).toMatchObject({ problems: [{ code: "no-history" }] });
  expect(rendered).toMatchObject({ code: 0 });
  expect(await readFile(join(dir, "out/__simulate/macros/a.C"), "utf8")).toBe("one\n");
  expect(await readFile(join(dir, "out/__simulate/macros/deep/b.C"), "utf8")).toBe("two\n");

  const elsewhere = await shrekWarm(dir, ["check", "--json"], { ...env, SHREK_CACHE: join(dir, "empty") });
  expect(elsewhere.code).toBe(1);
  expect(JSON.parse(elsewhere.stdout)).toMatchObject({
    problems: [{ code: "git-unreachable", line: 14, file: "productions/p/production.yaml" }, { code: "no-history" }],
  });
});

test("A git host that main does not list is not contacted from a clone, whatever the branch or --base says", async () => {
  const host = await gitHost();
  const commit = await host.commit({ "macros/a.C": "one\n" });
  const dir = await begin();
  const rules = join(dir, "productions/conventions.yaml");
  await writeFile(rules, (await conventions()).replace("git.example.org", "elsewhere.example.org"));
  await gitIn(dir, "add", "--all");
  await gitIn(dir, "commit", "--quiet", "-m", "rules");
  await gitIn(dir, "checkout", "--quiet", "-b", "mine");
  await writeFile(rules, await conventions());
  await writeFile(join(dir, "productions/p/production.yaml"), request(host, commit));
  await gitIn(dir, "add", "--all");
  await gitIn(dir, "commit", "--quiet", "-m", "mine");
  const env = { ...host.env, SHREK_CACHE: join(dir, "cache") };
  const asked = host.asked();

  for (const command of [
    ["check", "--json"],
    ["check", "--base", "main", "--json"],
    ["bump", "productions/p", "--resources", "--json"],
  ]) {
    const { code, stdout } = await shrekWarm(dir, command, env);
    expect({ command, code }).toEqual({ command, code: 1 });
    expect(stdout).toContain(
      "Resources may not come from git.example.org yet: the conventions of main do not list it.",
    );
  }
  expect((await shrekWarm(dir, ["diff", "productions/p", "--json"], env)).stdout).toContain("git-host-refused");
  expect(host.asked()).toBe(asked);

  const merged = await shrekWarm(dir, ["check", "--base", "mine", "productions/p", "--json"], env);
  expect(merged.stdout).not.toContain("git-host-refused");
});
