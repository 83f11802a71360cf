import assert from "node:assert/strict";
import { cp, mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { writeFolder } from "../../../action/adapters/disk/folder-writer.ts";
import { textFile } from "../../../action/core/text/source-file.ts";
import { root } from "../../demo/scene.ts";
import { releaseVersion } from "../../release/tree.ts";
import { start } from "../../sandbox/github/start.ts";
import { temporaryFolder } from "../../temporary-folder.ts";
import type { Check } from "../check.ts";
import type { Venv } from "../venv.ts";
import { type ActMachine, runByAct } from "./act.ts";
import { ownWorkflows } from "./own-workflows.ts";
import { standIn, standInsFor } from "./stand-in.ts";

const [owner, repo] = ["sPHENIX-Collaboration", "shrek"];

/**
 * act runs release.yml as it stands, on a copy of this repository and a sandbox GitHub. Others' actions are stand-ins
 * that carry files; instead of all of CI the copy gets the packages; a stand-in of `gh` takes the release down.
 */
export const releaseCheck = (venv: Venv): Check => ({
  name: "act runs release.yml: the tag comes to GitHub with the commit that the tarball's workflows name, and the pages are started",
  run: async () => {
    using temporary = temporaryFolder("shrek-release-run-");
    const dir = temporary.path;
    const github = await start({ dir: join(dir, "github"), owner, repo, begun: await copyOfThis(dir) });
    try {
      const store = join(dir, "store");
      await mkdir(store);
      const machine = { bin: join(venv.dir, "bin"), dir, github, ...(await standIns(dir, store)) };
      await publishedBy(machine, store);
    } finally {
      await github.close();
    }
  },
});

const publishedBy = async (machine: ActMachine, store: string): Promise<void> => {
  const { github } = machine;
  github.addUser("linus", "admin");
  const token = github.mintToken({
    login: "github-actions[bot]",
    kind: "workflow",
    permissions: { contents: "write", actions: "write" },
  });
  const ref = "refs/heads/main";
  const payload = github.payload("workflow_dispatch", "linus", { ref, workflow: ".github/workflows/release.yml" });
  const { exitCode, log } = await runByAct(machine, {
    workflow: "release",
    event: "workflow_dispatch",
    payload,
    ref,
    token,
  });
  assert.equal(exitCode, 0, log);

  const tag = `v${releaseVersion()}`;
  const { stdout: commit } = await execa("git", ["-C", github.gitDir(), "rev-parse", `refs/tags/${tag}`]);
  const tarball = join(store, `shrek-${releaseVersion()}.tgz`);
  const { stdout: check } = await execa("tar", ["-xzOf", tarball, "package/dist/workflows/check.yml"]);
  assert.match(check, new RegExp(`@${commit} # ${tag}$`, "m"));
  assert.equal(
    await readFile(join(store, "created"), "utf8"),
    `release create ${tag} --repo ${owner}/${repo} --verify-tag --title ${tag} --notes-file notes.md shrek-${releaseVersion()}.tgz shrek-${releaseVersion()}-linux-x64 actions.bundle production.schema.json\nworkflow run website.yml --repo ${owner}/${repo} --ref main\n`,
  );
};

/** One commit of what git keeps here, with less to do in `.ci/run`. */
const copyOfThis = async (dir: string): Promise<string> => {
  const copy = join(dir, "copy");
  const { stdout } = await execa("git", ["-C", root, "ls-files", "-z"]);
  for (const path of stdout.split("\0").filter((each) => each !== "")) await cp(join(root, path), join(copy, path));
  const install = `ln -s ${join(root, "node_modules")} node_modules\n`;
  await rm(join(copy, ".ci"), { recursive: true });
  await writeFolder(join(copy, ".ci"), [textFile("run", install)]);
  const bare = join(dir, "begun.git");
  const git = async (...args: readonly string[]) => execa("git", ["-C", copy, ...args]);
  await git("init", "--quiet", "--template=", "--initial-branch=main");
  await git("add", "--all");
  await git("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "commit", "--quiet", "-m", "All of it");
  await execa("git", ["clone", "--quiet", "--bare", "--template=", copy, bare]);
  for (const name of ["http.receivepack", "uploadpack.allowFilter", "uploadpack.allowAnySHA1InWant"])
    await execa("git", ["-C", bare, "config", name, "true"]);
  return bare;
};

/** The actions of others that release.yml names, at the commits that it names, and `gh`. */
const standIns = async (dir: string, store: string) => {
  const bodies: Readonly<Record<string, string>> = {
    "actions/checkout": standIn("persist-credentials: {}", "true"),
    "actions/upload-artifact": standIn("name: {}, path: {}, if-no-files-found: {}", `cp upload/* ${store}`),
    "actions/download-artifact": standIn("name: {}", `cp ${store}/* .`),
    "actions/attest-build-provenance": standIn("subject-path: {}", 'files="${{ inputs.subject-path }}"; ls $files'),
  };
  const actions = await standInsFor(ownWorkflows()["release"] ?? "", dir, bodies);
  const gh = `#!/bin/sh
case "$1 $2" in
"auth setup-git") git config --global http.extraHeader "Authorization: Bearer $GH_TOKEN" ;;
"release create") ls shrek-*.tgz shrek-*-linux-x64 actions.bundle production.schema.json notes.md >/dev/null && echo "$*" >>${store}/created ;;
"workflow run") echo "$*" >>${store}/created ;;
*) exit 1 ;;
esac
`;
  const programs = join(dir, "programs");
  await writeFolder(programs, [textFile("gh", gh, "100755")]);
  return { actions, programs };
};
