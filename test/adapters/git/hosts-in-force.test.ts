import { expect, test } from "vitest";
import { localRefs } from "../../../action/adapters/git/refs.ts";
import { hostsAt, hostsHere, hostsOfMain } from "../../../action/adapters/git/revisions.ts";
import { conventionsOnDisk } from "../../../action/adapters/git/work-tree.ts";
import { commitByGit, emptyRepository, runGit, writeText } from "../../contracts/git-place.ts";
import { conventionsBytes } from "../../core/a-production.ts";

const rules = (...hosts: readonly string[]): string =>
  new TextDecoder().decode(conventionsBytes).replace(/^gitHosts: .*$/m, `gitHosts: [${hosts.join(", ")}]`);
const above = "productions/conventions.yaml";

test("Git hosts that a branch lists for itself do not count; a new folder is governed by the conventions above", async () => {
  const dir = await emptyRepository();
  const base = await commitByGit(dir, { [above]: rules("git.example.org") });
  await runGit(dir, "checkout", "--quiet", "-b", "fork");
  const head = await commitByGit(dir, {
    [above]: rules("git.example.org", "127.0.0.1:9443"),
    "productions/mine/conventions.yaml": rules("127.0.0.1:9443"),
  });
  const own = (folder: string) => conventionsOnDisk(dir, folder);

  for (const hosts of [
    hostsAt(dir, async () => base),
    hostsOfMain(dir, localRefs(dir)),
    hostsHere(dir, localRefs(dir), undefined, own),
    hostsHere(dir, localRefs(dir), base, own),
  ])
    for (const folder of ["productions/mine", "productions/mine/deep", "productions/p"])
      expect(await hosts(folder)).toEqual(["git.example.org"]);
  // It would, if the head were asked.
  expect(await hostsAt(dir, async () => head)("productions/mine")).toEqual(["127.0.0.1:9443"]);
});

test("Without readable conventions no git host is listed", async () => {
  const dir = await emptyRepository();
  const base = await commitByGit(dir, { [above]: "gitHosts: [127.0.0.1:9443]\n" });
  const hosts = hostsAt(dir, async () => base);

  expect(await hosts("productions/p")).toEqual([]);
  expect(await hosts("elsewhere")).toEqual([]);
  expect(await hostsHere(dir, localRefs(dir), "no-such-revision", () => undefined)("productions/p")).toEqual([]);
});

test("Before main exists, the conventions on disk list the git hosts", async () => {
  const dir = await emptyRepository();
  await writeText(dir, above, rules("git.example.org"));
  const hosts = hostsHere(dir, localRefs(dir), undefined, (folder) => conventionsOnDisk(dir, folder));

  expect(await hosts("productions/p")).toEqual(["git.example.org"]);
});
