import { expect, onTestFinished, test } from "vitest";
import { gitForeign } from "../../../action/adapters/foreign/git-foreign.ts";
import { gitNewerCommit } from "../../../action/adapters/foreign/remote-head.ts";
import { mainWanted, openClone, tokenEnvironment } from "../../../action/adapters/git/job-clone.ts";
import { remoteRefs } from "../../../action/adapters/git/refs.ts";
import { gitRevisions, hostsOfMain } from "../../../action/adapters/git/revisions.ts";
import { actAsApp } from "../../../action/adapters/github/app-token.ts";
import { gitNameOf } from "../../../action/adapters/github/github-runs-pulls.ts";
import { githubUpkeep } from "../../../action/adapters/github/github-upkeep.ts";
import { openRepo } from "../../../action/adapters/github/octokit.ts";
import { systemClock } from "../../../action/adapters/system/system-clock.ts";
import type { UpkeepKind } from "../../../action/core/command/form-names.ts";
import { submissionKey } from "../../../action/core/ledger/event.ts";
import { Failure } from "../../../action/core/problems/failure.ts";
import { bumpTo } from "../../../action/flows/bump.ts";
import { keepUp, type UpkeepPorts } from "../../../action/flows/propose/keep-up.ts";
import { start } from "../../../scripts/sandbox/github/start.ts";
import { gitHost, reach } from "../../adapters/foreign/git-host.ts";
import { emptyFolder, runGit } from "../../contracts/git-place.ts";
import { aRequest, aStep, conventionsBytes, type Draft, valid } from "../../core/a-production.ts";
import { anIntent, at } from "../../core/submission/a-submission.ts";
import { beginFakeLedger, fakeBranch, fakeLedger } from "../../fakes/fake-ledger.ts";

const slug = "shrek-upkeep";
const bot = `${slug}[bot]`;
const signal = aRequest();
const signalTag = "sP26a-hfcharm-signal";
const fileOf = (name: string): string => `productions/${name}/production.yaml`;
const readerOf = (name: string, version = "1.0.0", changes: Draft = {}): string =>
  JSON.stringify(
    aRequest({
      tag: { campaign: "sP26a", physics: name, stage: "merge" },
      inputs: { signal: { production: signalTag, version, step: "simulate", output: "hits.tar" } },
      steps: { merge: { in: [{ from: "signal", filesPerJob: 1 }], out: ["merged.tar"], run: 'merge "${signal[@]}"' } },
      ...changes,
    }),
  );
const reader = { [fileOf("b")]: readerOf("minbias") };

/** A repository at a GitHub, and a ledger with these versions of what is read. */
const aPlace = async (texts: Readonly<Record<string, string>>, versions: readonly string[] = ["1.0.0", "1.1.0"]) => {
  const github = await start({ dir: await emptyFolder(), owner: "toy", repo: "productions" });
  onTestFinished(() => github.close());
  github.addUser("ada", "write");
  const push = async (ref: string, files: Readonly<Record<string, string>>): Promise<void> =>
    void (await github.commit({ branch: ref, login: "ada", files, message: "By hand" }));
  await push("main", { "productions/conventions.yaml": new TextDecoder().decode(conventionsBytes), ...texts });

  const branch = fakeBranch();
  beginFakeLedger(branch);
  const ledger = fakeLedger(branch);
  const submit = async (version: string): Promise<void> => {
    // Each has content of its own.
    const one = valid({ ...signal, version, steps: { simulate: aStep({ run: `make ${version}\n` }) } });
    const { tag, contentDigest } = one.production;
    const of = { key: submissionKey(tag, version, undefined), at: at("10:00") };
    const intent = anIntent({ tag, version, content: one.content, contentDigest });
    const events = [
      { ...of, event: "intended", intent, attempt: 1 },
      { ...of, event: "checking", owner: { run: "r", nonce: "n" } },
    ] as const;
    await ledger.append(await ledger.head(), events, [], "a test");
  };
  for (const version of versions) await submit(version);

  const app = github.addApp({ slug, permissions: { contents: "write", "pull-requests": "write" } });
  const repository = "toy/productions";
  const clock = systemClock();
  const { token } = await actAsApp({ id: String(app.appId), key: app.privateKey }, repository, clock.now(), {
    api: github.url,
    permissions: { contents: "write", pull_requests: "write" },
  });
  const place = openRepo(token, repository, github.url);
  const url = `${github.url}/${repository}.git`;
  const env = tokenEnvironment(token, url);
  const dir = await openClone({ url, env, temporary: await emptyFolder() }, [mainWanted]);
  const refs = remoteRefs(dir, url, env);
  const setup = { cache: await emptyFolder(), hosts: hostsOfMain(dir, refs) };
  const remote = gitNewerCommit(setup);
  const ports: UpkeepPorts = {
    place: githubUpkeep(place, { dir, refs, clock, by: await gitNameOf(place, bot) }),
    revisions: gitRevisions(dir, gitForeign(setup)),
    ledger,
    remote,
    bump: bumpTo({ ledger, remote }),
  };
  const people = openRepo(github.mintToken({ login: "ada" }), repository, github.url);
  const { octokit, owner, repo } = people;
  return {
    ports,
    submit,
    call: (kind: UpkeepKind = "inputs") => keepUp(ports, kind),
    pulls: async () => {
      const { data } = await octokit.rest.pulls.list({ owner, repo, state: "all" });
      return data
        .toSorted((a, b) => a.number - b.number)
        .map(({ number, state, title, user, body, head }) => ({ number, state, title, by: user?.login, body, head }));
    },
    close: async (number: number) =>
      void (await octokit.rest.pulls.update({ owner, repo, pull_number: number, state: "closed" })),
    branches: async () => {
      const { data } = await octokit.rest.git.listMatchingRefs({ owner, repo, ref: "heads/shrek/upkeep-" });
      return data.map(({ ref }) => ref.replace("refs/heads/", ""));
    },
    textAt: (ref: string, file = fileOf("b")): Promise<string> =>
      runGit(github.gitDir(), "show", `refs/heads/${ref}:${file}`),
    /** A person's commit on top of a branch. */
    push,
  };
};

/** The process ends before this effect, or behind it. */
const dying = (ports: UpkeepPorts, effect: "remove" | "close" | "put" | "open", when: "before" | "behind") => {
  const around =
    <A extends readonly unknown[], R>(name: typeof effect, act: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      if (name === effect && when === "behind") await act(...args);
      if (name === effect) throw new Error("killed");
      return act(...args);
    };
  const at: UpkeepPorts["place"]["at"] = (name) => {
    const { branch, pulls, remove } = ports.place.at(name);
    return {
      branch: { ...branch, put: around("put", branch.put) },
      pulls: { ...pulls, open: around("open", pulls.open), close: around("close", pulls.close) },
      remove: around("remove", remove),
    };
  };
  return { ...ports, place: { ...ports.place, at } };
};

test("A newer version of what is read is proposed in one pull request, which the next version overtakes and closes", async () => {
  const place = await aPlace(reader);

  expect(await place.call()).toEqual({ kind: "opened", pullRequest: 1, closed: [], words: [] });
  const [first] = await place.pulls();
  expect(first).toMatchObject({ state: "open", by: bot, title: "productions/b: newer versions of what it reads" });
  expect(first?.body).toContain("`inputs.signal.version (sP26a-hfcharm-signal)`: `1.0.0` to `1.1.0`");
  expect(await place.textAt(first?.head.ref ?? "")).toBe(readerOf("minbias", "1.1.0"));
  expect(await place.call()).toMatchObject({ kind: "unchanged", pullRequest: 1 });

  await place.submit("1.2.0");
  expect(await place.call()).toMatchObject({ kind: "opened", pullRequest: 2, closed: [1] });
  const all = await place.pulls();
  expect(all.map(({ state }) => state)).toEqual(["closed", "open"]);
  expect(await place.textAt(all[1]?.head.ref ?? "")).toBe(readerOf("minbias", "1.2.0"));
  expect(await place.branches()).toEqual([all[1]?.head.ref]);
});

test("An upkeep that dies before or behind any of its effects is completed by the next, which leaves one pull request", async () => {
  const place = await aPlace(reader);
  let minor = 1;
  for (const effect of ["remove", "close", "put", "open"] as const)
    for (const when of ["before", "behind"] as const) {
      await place.call();
      await place.submit(`1.${++minor}.0`);

      await expect(keepUp(dying(place.ports, effect, when), "inputs")).rejects.toThrow("killed");
      await place.call();

      const open = (await place.pulls()).filter(({ state }) => state === "open");
      const texts = await Promise.all(open.map(({ head }) => place.textAt(head.ref)));
      expect([effect, when, texts]).toEqual([effect, when, [readerOf("minbias", `1.${minor}.0`)]]);
      expect(await place.branches()).toEqual([open[0]?.head.ref]);
    }
});

test("An upkeep that people closed is not proposed again for the same versions, and the next production has its turn", async () => {
  const place = await aPlace({ ...reader, [fileOf("c")]: readerOf("hfbottom") });
  await place.call();

  await place.close(1);
  expect(await place.call()).toMatchObject({ kind: "opened", pullRequest: 2 });
  expect((await place.pulls())[1]?.title).toContain("productions/c");
  await place.close(2);
  expect(await place.call()).toEqual({ kind: "nothing", closed: [], words: [] });
  await place.submit("1.1.1");
  expect(await place.call()).toMatchObject({ kind: "opened", pullRequest: 3 });
});

test("A branch that somebody pushed to is left alone, also where it is overtaken, and holds its kind", async () => {
  const place = await aPlace({ ...reader, [fileOf("c")]: readerOf("hfbottom") });
  await place.call();
  const branch = (await place.pulls())[0]?.head.ref ?? "";
  await place.push(branch, { [fileOf("b")]: readerOf("minbias", "1.1.0", { description: "By hand" }) });
  await place.submit("1.2.0");

  expect(await place.call()).toEqual({ kind: "theirs", pullRequest: 1, closed: [], words: [] });
  expect(await place.textAt(branch)).toContain("By hand");
});

test("A commit that a person pushes while a proposal is being closed as overtaken stays, and so does the pull request", async () => {
  const place = await aPlace(reader);
  await place.call();
  const branch = (await place.pulls())[0]?.head.ref ?? "";
  await place.submit("1.2.0");

  const byHand = readerOf("minbias", "1.1.0", { description: "By hand" });
  const ports: UpkeepPorts = {
    ...place.ports,
    place: {
      ...place.ports.place,
      at: (name) => {
        const there = place.ports.place.at(name);
        // Between the look and the removal.
        const remove = async (from: string) => {
          await place.push(branch, { [fileOf("b")]: byHand });
          return there.remove(from);
        };
        return { ...there, remove };
      },
    },
  };
  expect(await keepUp(ports, "inputs")).toMatchObject({ kind: "theirs", pullRequest: 1, closed: [] });

  expect(await place.textAt(branch)).toBe(byHand);
  expect((await place.pulls()).map(({ state }) => state)).toEqual(["open"]);
});

test("The branch of a proposal is made anew where main changes its request, and closed where main has the change", async () => {
  const place = await aPlace(reader);
  await place.call();
  const branch = (await place.pulls())[0]?.head.ref ?? "";
  const described = { description: "Other words" };

  await place.push("main", { [fileOf("b")]: readerOf("minbias", "1.0.0", described) });
  expect(await place.call()).toMatchObject({ kind: "updated", pullRequest: 1 });
  expect(await place.textAt(branch)).toBe(readerOf("minbias", "1.1.0", described));
  await place.push("main", { [fileOf("b")]: readerOf("minbias", "1.1.0") });
  expect(await place.call()).toEqual({ kind: "nothing", closed: [1], words: [] });
});

test("The major of what is read is never left, no version moves down, and a request that is wrong is told", async () => {
  const place = await aPlace(
    { [fileOf("a")]: readerOf("hfbottom", "1.9.0"), [fileOf("b")]: readerOf("minbias", "1.0.0", { steps: {} }) },
    ["1.0.0", "2.0.0"],
  );

  expect(await place.call()).toEqual({ kind: "nothing", closed: [], words: [] });
  await place.submit("1.0.1");
  const { kind, words } = await place.call();
  expect(kind).toBe("nothing");
  expect(words).toEqual([expect.stringContaining("productions/b: what is newer cannot be proposed.")]);
});

test("An upkeep without a ledger validates no inputs: nothing is closed or proposed, and the run fails", async () => {
  const place = await aPlace(reader);
  await place.call();
  const ledger = { ...place.ports.ledger, head: () => Promise.reject(new Failure("no ledger", { wayOut: "Wait." })) };

  await expect(keepUp({ ...place.ports, ledger }, "inputs")).rejects.toThrow("no ledger");
  expect((await place.pulls()).map(({ state }) => state)).toEqual(["open"]);
});

test("A newer commit of a payload's repository is proposed, and one that does not go on from what is named is not", async () => {
  const host = await gitHost();
  reach(host);
  const old = await host.commit({ "a.C": "one" });
  await host.git("branch", "release");
  const newer = await host.commit({ "a.C": "two" });
  const resource = { git: host.url, commit: old, path: "*.C" };
  const withResource = (changes: Draft): string =>
    JSON.stringify(aRequest({ steps: { simulate: aStep({ resources: [{ ...resource, ...changes }] }) } }));
  const place = await aPlace({ [fileOf("b")]: withResource({}) }, []);

  expect(await place.call("resources")).toMatchObject({ kind: "opened", pullRequest: 1, words: [] });
  const [first] = await place.pulls();
  expect(first?.body).toContain("one person more approves them");
  expect(await place.textAt(first?.head.ref ?? "")).toBe(withResource({ commit: newer }));
  expect(await place.call("inputs")).toMatchObject({ kind: "nothing" });

  const newest = await host.commit({ "a.C": "three" });
  expect(await place.call("resources")).toMatchObject({ kind: "opened", pullRequest: 2, closed: [1] });
  await place.push("main", { [fileOf("b")]: withResource({ commit: newest, branch: "release" }) });
  expect(await place.call("resources")).toEqual({ kind: "nothing", closed: [2], words: [] });

  await place.push("main", { [fileOf("b")]: withResource({ branch: "main" }) });
  host.answer((_, response) => void response.writeHead(500).end());
  expect(await place.call("resources")).toEqual({
    kind: "nothing",
    closed: [],
    words: [`productions/b: ${host.url} could not be fetched from git.example.org.`],
  });
});

test("An open proposal stays where a payload's repository does not answer, and the run says which it is", async () => {
  const host = await gitHost();
  reach(host);
  const commit = await host.commit({ "a.C": "one" });
  await host.commit({ "a.C": "two" });
  const resources = [{ git: host.url, commit, path: "*.C" }];
  const place = await aPlace(
    { [fileOf("b")]: JSON.stringify(aRequest({ steps: { simulate: aStep({ resources }) } })) },
    [],
  );
  await place.call("resources");

  host.answer((_, response) => void response.writeHead(500).end());
  expect(await place.call("resources")).toEqual({
    kind: "unsure",
    pullRequest: 1,
    closed: [],
    words: [`productions/b: ${host.url} could not be fetched from git.example.org.`],
  });
});
