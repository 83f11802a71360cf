import { describe, expect, test } from "vitest";
import type { Problem } from "../../../action/core/problems/problem.ts";
import {
  checkVersion,
  newestRelease,
  type PastVersion,
  sinceLast,
} from "../../../action/core/versioning/check-version.ts";
import { proposeVersion } from "../../../action/core/versioning/propose-version.ts";
import { aRequest, aStep, type Draft, valid } from "../a-production.ts";

const past = (version: string, changes: Draft = {}): PastVersion => {
  const { production, content } = valid(aRequest({ version, ...changes }));
  return { version, contentDigest: production.contentDigest, content, submitted: true, made: "here" };
};

const judge = (version: string, changes: Draft, history: readonly PastVersion[]): readonly Problem[] => {
  const { production, content } = valid(aRequest({ version, ...changes }));
  return checkVersion(production, content, history);
};

const moreJobs = { steps: { simulate: aStep({ jobs: 20 }) } };
const moreMemory = { steps: { simulate: aStep({ memory: 4000 }) } };
const otherBuild = { build: "ana.500" };
const noChange = {};
const again = { acknowledge: [{ code: "version-without-change", reason: "a disk was lost" }] };

describe("compared releases", () => {
  test("The first version of a production may be any", () => {
    expect(judge("3.1.4", noChange, [])).toEqual([]);
  });

  test.each([
    ["1.0.1", moreMemory],
    ["1.1.0", moreJobs],
    ["2.0.0", otherBuild],
    ["2.0.0", moreMemory],
  ])("The version %s of a production is large enough for its change", (version, changes) => {
    expect(judge(version, changes, [past("1.0.0")])).toEqual([]);
  });

  test.each([
    ["1.0.1", moreJobs, "minor", "1.1.0"],
    ["1.0.1", otherBuild, "major", "2.0.0"],
    ["1.9.0", otherBuild, "major", "2.0.0"],
  ])(
    "The version %s of a production is too small for its change, and the message names the right one",
    (version, changes, needs, right) => {
      const [problem] = judge(version, changes, [past("1.0.0")]);

      expect(problem).toMatchObject({ code: "version-too-small", line: 1, col: 23, hint: `version: ${right}` });
      expect(problem?.message).toContain(`needs ${needs}`);
    },
  );

  const run = (text: string, more: Draft = {}): Draft => ({ steps: { simulate: aStep({ run: text }) }, ...more });
  const saying = (version: string): Draft => ({
    acknowledge: [{ code: "same-physics", version, reason: "the copy was moved" }],
  });

  test("Changed commands need a major version, or a minor one and the word of the author that the physics is the same", () => {
    const history = [past("1.0.0", run("make\ncp a b\n"))];
    const [problem] = judge("1.1.0", run("make\nmv a b\n"), history);

    expect(problem).toMatchObject({ code: "version-too-small" });
    expect(problem?.hint).toBe(
      'version: 2.0.0, or, if it makes the same physics: acknowledge: [{ code: same-physics, version: 1.1.0, reason: "why" }]',
    );
    expect(judge("1.1.0", run("make\nmv a b\n", saying("1.1.0")), history)).toMatchObject([
      { code: "same-physics", severity: "note", message: expect.stringContaining("the copy was moved") },
    ]);
    expect(judge("1.0.1", run("make\nmv a b\n", saying("1.0.1")), history)).toMatchObject([
      { code: "version-too-small", hint: "version: 1.1.0" },
      { code: "same-physics", severity: "note" },
    ]);
  });

  test("The word of an author that the physics is the same counts for one version, and for commands alone", () => {
    const history = [past("1.1.0", run("make\nmv a b\n"))];

    expect(judge("1.2.0", run("make\nln a b\n", saying("1.1.0")), history)).toMatchObject([
      { code: "version-too-small" },
      { code: "same-physics", severity: "warning" },
    ]);
    expect(judge("1.1.1", { ...run("make\nmv a b\n"), ...saying("1.1.1"), build: "ana.500" }, history)).toMatchObject([
      { code: "version-too-small" },
      { code: "same-physics", severity: "warning" },
    ]);
  });

  test("A message about a version names what changed and why the change counts", () => {
    expect(judge("1.0.1", moreJobs, [past("1.0.0")])[0]?.message).toBe(
      "The version step of sP26a-hfcharm-signal from 1.0.0 to 1.0.1 is too small: steps.simulate.jobs (another number of events) needs minor.",
    );
  });

  test("A new version is compared with the newest release, whatever the order on the ledger, and 1.10.0 is newer than 1.9.0", () => {
    const history = [past("1.10.0", moreJobs), past("1.0.0"), past("1.9.0")];

    expect(judge("1.9.1", moreJobs, history)).toMatchObject([
      { code: "version-not-above", hint: "version: 1.10.0, which has this content already" },
    ]);
    expect(judge("1.10.1", { ...moreJobs, ...otherBuild }, history)).toMatchObject([{ hint: "version: 2.0.0" }]);
  });

  test("The content of a version that PanDA has may not change", () => {
    expect(judge("1.0.0", noChange, [past("1.0.0")])).toEqual([]);
    expect(judge("1.0.0", moreJobs, [past("1.0.0")])).toMatchObject([
      { code: "version-not-moved", hint: expect.stringMatching(/^version: 1\.1\.0,/) },
    ]);
  });

  test("The content of an older version may not change either", () => {
    expect(judge("1.0.0", noChange, [past("1.0.0"), past("1.1.0", moreJobs)])).toEqual([]);
  });

  test("Changed descriptive words of a version on the ledger are no change of content", () => {
    expect(judge("1.0.0", { description: "Better words" }, [past("1.0.0")])).toEqual([]);
  });
});

describe("versions without a change", () => {
  test("A new version of a production without a change is refused", () => {
    expect(judge("1.0.1", noChange, [past("1.0.0")])).toMatchObject([
      {
        code: "version-without-change",
        hint: 'keep version: 1.0.0, or say why: acknowledge: [{ code: version-without-change, reason: "why" }]',
      },
    ]);
  });

  test("A new version without a change is accepted with a reason to run again", () => {
    expect(judge("1.0.1", again, [past("1.0.0")])).toMatchObject([
      {
        code: "version-without-change",
        severity: "note",
        message: expect.stringContaining("a disk was lost") as string,
      },
    ]);

    const made = [past("1.0.0")];
    expect(judge("1.0.0", again, made)).toMatchObject([
      { code: "reason-not-moved", severity: "warning", hint: "version: 1.0.1, or remove the reason" },
    ]);
    const least = { size: "least", trial: false } as const;
    const proposed = (version: string, history: readonly PastVersion[]) =>
      proposeVersion(valid(aRequest({ version, ...again })), history, least);
    expect([proposed("1.0.0", made), proposed("1.0.1", made)]).toEqual(["1.0.1", "1.0.1"]);
    const remade = [...made, past("1.0.1")];
    expect([proposed("1.0.1", remade), ...judge("1.0.1", again, remade)]).toEqual(["1.0.1"]);
    expect(judge("9.0.0", again, [past("1.0.0")])).toMatchObject([
      { code: "version-without-change", hint: "version: 1.0.1" },
    ]);
  });
});

describe("trials", () => {
  test("A new version is never compared with a trial", () => {
    expect(judge("1.0.0", noChange, [past("1.0.0-test.1", otherBuild)])).toEqual([]);
    expect(judge("1.0.1", moreMemory, [past("1.0.0"), past("1.1.0-test.7", otherBuild)])).toEqual([]);
  });

  test("A trial may have any bump, but must be above the newest release", () => {
    expect(judge("1.0.1-test.1", otherBuild, [past("1.0.0")])).toEqual([]);
    expect(judge("1.0.0-test.1", otherBuild, [past("1.0.0")])).toMatchObject([
      { code: "version-not-above", hint: "version: 1.0.1-test.1" },
    ]);
  });

  test("A trial with other content must be followed by the next trial, and not by a release", () => {
    const history = [past("1.0.0"), past("1.1.0-test.1"), past("1.1.0-test.2", moreMemory)];

    expect(judge("1.1.0-test.1", moreJobs, history)).toMatchObject([
      { code: "version-not-moved", hint: expect.stringMatching(/^version: 1\.1\.0-test\.3,/) },
    ]);
  });
});

test("A version with an intent that never reached PanDA is not compared with, but its content may not change", () => {
  const promised = { ...past("1.0.0"), submitted: false };

  expect(judge("1.0.1", noChange, [promised])).toEqual([]);
});

describe("extended samples", () => {
  const seeded = (changes: Draft = {}): Draft => ({ simulate: aStep({ seed: { stream: "s" }, ...changes }) });
  const sample = [past("1.1.0", { steps: seeded() })];

  test("A sample may be extended with other numbers of jobs, own seeds and other resources", () => {
    const changes = { extends: "1.1.0", steps: seeded({ jobs: 20, memory: 4000 }) };

    expect(judge("1.2.0", changes, sample)).toEqual([]);
  });

  test("A sample may be extended with a larger seed, beside a step that reads its files", () => {
    const merge = { in: [{ from: "simulate", filesPerJob: 1 }], out: ["m.tar"], run: "x\n" };
    const made = [past("1.1.0", { steps: { ...seeded(), merge } })];
    const larger = { seed: { stream: "s", max: 9999999 }, jobs: 20 };

    expect(judge("1.2.0", { extends: "1.1.0", steps: { ...seeded(larger), merge } }, made)).toEqual([]);
  });

  test("A sample may not be extended with another build", () => {
    expect(judge("2.0.0", { extends: "1.1.0", build: "ana.500", steps: seeded() }, sample)).toMatchObject([
      { code: "extends-other-content", message: expect.stringContaining("build changed") },
    ]);
  });

  test("A sample may not be extended with numbers of another stream, as events would repeat", () => {
    const other = { extends: "1.1.0", steps: seeded({ seed: { stream: "t" }, jobs: 20 }) };

    expect(judge("1.2.0", other, sample)).toMatchObject([
      { code: "extends-other-content", message: expect.stringContaining("seed.stream changed") },
    ]);
  });

  test("A sample whose steps say nothing of seeds may be extended, because every job has a number that never comes again", () => {
    expect(judge("1.2.0", { extends: "1.1.0", ...moreJobs }, [past("1.1.0")])).toEqual([]);
  });

  test("A version that was never submitted cannot be extended", () => {
    const promised = sample.map((one) => ({ ...one, submitted: false }));

    expect(judge("1.2.0", { extends: "1.1.0", ...moreJobs }, promised)).toMatchObject([{ code: "unknown-version" }]);
    expect(judge("1.2.0", { extends: "1.0.9", ...moreJobs }, sample)).toMatchObject([
      { code: "unknown-version", hint: expect.stringContaining("1.1.0") },
    ]);
  });

  test("A version that was made elsewhere is compared with, but cannot be extended, because its seeds are unknown", () => {
    const history = sample.map((one) => ({ ...one, made: "elsewhere" as const }));

    expect(judge("1.1.0", { steps: seeded({ jobs: 20 }) }, history)).toMatchObject([{ code: "version-not-moved" }]);
    expect(judge("1.1.1", { steps: seeded({ jobs: 20 }) }, history)).toMatchObject([{ code: "version-too-small" }]);
    expect(judge("1.2.0", { extends: "1.1.0", steps: seeded({ jobs: 20 }) }, history)).toMatchObject([
      { code: "extends-other-content", message: expect.stringContaining("its seeds are not known") },
    ]);
  });
});

describe("messages about versions", () => {
  test("A message says whether PanDA knew a version whose content changed", () => {
    for (const submitted of [true, false]) {
      const promised = { ...past("1.0.0"), submitted };
      expect(judge("1.0.0", moreJobs, [promised])).toMatchObject([
        {
          code: "version-not-moved",
          message: `sP26a-hfcharm-signal 1.0.0 was ${submitted ? "submitted" : "merged"} already, and \`steps.simulate.jobs\` changed since.`,
          hint: "version: 1.1.0, or `shrek bump productions/p`; if it was not meant to change, it is of @test-user: `git checkout origin/main -- productions/p`",
        },
      ]);
      expect(judge("1.0.0", noChange, [promised])).toEqual([]);
    }
  });

  const moved = (from: Parameters<typeof valid>, to: Parameters<typeof valid>): Problem | undefined => {
    const [before, after] = [valid(...from), valid(...to)];
    const promised = { ...past("1.0.0"), contentDigest: before.production.contentDigest, content: before.content };
    return checkVersion(after.production, after.content, [promised])[0];
  };

  test("A message names changed files: content, right to execute, or a new name", () => {
    const file = (path: string, text: string, mode: "100644" | "100755" = "100644") => ({
      path,
      mode,
      bytes: new TextEncoder().encode(text),
    });
    const before = [file("a.C", "one"), file("b.sh", "two"), file("c.C", "three")];
    const after = [file("a.C", "other"), file("b.sh", "two", "100755"), file("d.C", "three")];

    const request = aRequest({ steps: { simulate: aStep({ resources: ["*.*"] }) } });

    expect(moved([request, { files: before }], [request, { files: after }])?.message).toBe(
      "sP26a-hfcharm-signal 1.0.0 was submitted already, and a.C, b.sh, d.C changed since.",
    );
  });

  test("A message names changed commands once, and counts the places after the third", () => {
    const [before, after] = [{ run: "make all\necho one\n" }, { run: "make some\necho two\n" }].map((change) =>
      aRequest({ steps: { files: aStep(change) } }),
    );
    const more = aRequest({ steps: { files: aStep({ jobs: 20, memory: 4000, run: "make some\n", out: ["x.tar"] }) } });

    expect(moved([before ?? {}], [after ?? {}])?.message).toContain("already, and `steps.files.run` changed since.");
    expect(moved([{ ...more, steps: { files: aStep() } }], [more])?.message).toContain(
      "already, and `steps.files.jobs`, `steps.files.memory`, `steps.files.out.0` and 1 more changed since.",
    );
  });

  test("A message says that content changed where another rule counted that content", () => {
    const promised = { ...past("1.0.0"), contentDigest: "of an earlier rule" };

    expect(judge("1.0.0", noChange, [promised])[0]?.message).toContain("already, and it changed since.");
  });

  test("A message names at most three owners of a version and the next trial, and shows no command that a shell would misread", () => {
    const contact = ["@a", "@b", "@c", "@d"];
    const hintIn = (folder: string, version = "1.0.0"): string | undefined =>
      moved([aRequest({ version: "1.0.0" })], [aRequest({ version: "1.0.0", contact, ...moreJobs }), { folder }])?.hint;
    const trial = judge("1.1.0-test.1", { contact, ...moreJobs }, [past("1.1.0-test.1")])[0]?.hint;

    expect(hintIn("productions/p")).toContain("it is of @a, @b, @c and 1 more: `git checkout");
    expect(trial).toBe(
      "version: 1.1.0-test.2, the next trial; if it was not meant to change, it is of @a, @b, @c and 1 more: `git checkout origin/main -- productions/p`",
    );
    for (const folder of ["productions/$(x)", "$(x)/p"]) expect(hintIn(folder)).toBe("version: 1.1.0");
  });

  test("A message about changed content of an old version names the version after the newest", () => {
    expect(judge("1.0.0", otherBuild, [past("1.0.0"), past("1.1.0", moreJobs)])).toMatchObject([
      { code: "version-not-moved", hint: expect.stringMatching(/^version: 2\.0\.0, or `shrek bump/) },
    ]);
  });

  test("A message says that a version is not above the newest, or that no content changed", () => {
    expect(judge("0.9.0", otherBuild, [past("1.0.0")])).toMatchObject([
      { message: "0.9.0 is not above 1.0.0, the newest of sP26a-hfcharm-signal.", hint: "version: 2.0.0" },
    ]);
    expect(judge("1.0.1", noChange, [past("1.0.0")])[0]?.message).toBe(
      "Nothing changed in sP26a-hfcharm-signal since 1.0.0.",
    );
    expect(judge("9.0.0", again, [past("1.0.0")])[0]?.message).toBe(
      "Nothing changed in sP26a-hfcharm-signal since 1.0.0: to make it again raises the last part of the version only.",
    );
  });

  test("A message about a too small bump gives at most three reasons, and only those of the needed size", () => {
    const message = (changes: Draft): string | undefined => judge("1.0.1", changes, [past("1.0.0")])[0]?.message;
    const three = {
      ...otherBuild,
      conditions: "other",
      steps: { simulate: aStep({ run: "make all\n", memory: 4000 }) },
    };
    const four = {
      ...three,
      tag: aRequest()["tag"],
      steps: { simulate: aStep({ run: "make all\n", out: ["x.tar"] }) },
    };

    expect(message({ ...otherBuild, steps: { simulate: aStep({ jobs: 20, memory: 4000 }) } })).toBe(
      "The version step of sP26a-hfcharm-signal from 1.0.0 to 1.0.1 is too small: build (another software release makes other physics) needs major.",
    );
    expect(message(three)).toMatch(/: [^,]+, [^,]+, [^,]+ needs major\.$/);
    expect(message(three)).not.toContain("and more");
    expect(message(four)).toMatch(/: [^,]+, [^,]+, [^,]+ and more needs major\.$/);
  });

  test("A message about a version that cannot be extended is at the line that names the version", () => {
    const request = { extends: "1.0.9", steps: { simulate: aStep({ seed: { stream: "s" } }) } };
    const [unknown] = judge("1.2.0", request, [past("1.1.0")]);
    const [other] = judge("2.0.0", { ...request, extends: "1.1.0", ...otherBuild }, [past("1.1.0", request)]);

    expect(unknown?.message).toBe("sP26a-hfcharm-signal 1.0.9 was never submitted.");
    expect(other).toMatchObject({ hint: "remove `extends` to make a new sample, or revert the change" });
    for (const problem of [unknown, other]) expect(problem?.col).not.toBe(1);
  });
});

test("A new version is compared with the newest submitted release, and its changes are counted from there", () => {
  const history = [
    past("1.0.0"),
    past("2.0.0-test.1"),
    past("1.1.0", moreJobs),
    { ...past("3.0.0"), submitted: false },
  ];
  const { production, content } = valid(aRequest({ version: "1.1.1", ...moreJobs, ...moreMemory }));
  const style = { compare: (a: string, b: string) => (a < b ? -1 : 1) } as Parameters<typeof newestRelease>[1];

  expect(newestRelease(history, style)?.version).toBe("1.1.0");
  expect(sinceLast(production, content, history)).toMatchObject({ version: "1.1.0", advice: { bump: "minor" } });
  expect(sinceLast(production, content, [])).toBeUndefined();
});

test("A message about a used version names the version after the newest, not after itself", () => {
  const history = [past("1.0.0", otherBuild), past("2.0.0", moreJobs)];

  expect(judge("1.0.0", moreMemory, history)).toMatchObject([
    { code: "version-not-moved", hint: expect.stringMatching(/^version: 2\.1\.0,/) },
  ]);
});

test("A version with the newest number and other content is reported as changed content", () => {
  const unsent = { ...past("1.0.0"), submitted: false };

  expect(judge("1.0.0", noChange, [unsent])).toEqual([]);
  expect(judge("0.9.0", noChange, [past("1.0.0")])).toMatchObject([{ code: "version-not-above" }]);
});

describe("reasons to make existing versions again", () => {
  const warned = (version: string, changes: Draft, history: readonly PastVersion[]): readonly string[] =>
    judge(version, { ...again, ...changes }, history).map(({ code }) => code);

  test("A reason to make a version that exists again is warned of at its line, with the next version after the newest", () => {
    expect(judge("1.0.0", again, [past("1.0.0"), past("1.1.0", moreJobs)])).toMatchObject([
      {
        code: "reason-not-moved",
        message: "sP26a-hfcharm-signal 1.0.0 has been made; the reason makes it again under the next version only.",
        hint: "version: 1.1.1, or remove the reason",
        line: 1,
        col: JSON.stringify(aRequest({ version: "1.0.0", ...again })).indexOf('"version-without-change"') + 1,
      },
    ]);
  });

  test("A reason to make it again with the same content as another version causes no second problem", () => {
    expect(warned("1.0.0", {}, [past("1.0.0"), past("1.0.1")])).toEqual([]);
    expect(warned("1.0.1", {}, [past("1.0.0"), past("1.0.1")])).toEqual([]);
  });

  test("A reason to make a version again that was never submitted is its first run", () => {
    expect(warned("1.0.0", {}, [{ ...past("1.0.0"), submitted: false }])).toEqual([]);
    expect(warned("1.0.0", {}, [{ ...past("1.0.0"), submitted: false }, past("0.9.0")])).toEqual([]);
  });

  test("A reason to make it again causes no problem where an unsubmitted version has the same content", () => {
    expect(warned("1.0.0", {}, [past("1.0.0"), { ...past("1.0.1"), submitted: false }])).toEqual(["reason-not-moved"]);
  });

  test("A reason to make a trial again causes no warning", () => {
    expect(warned("1.0.0-test.1", {}, [past("1.0.0-test.1")])).toEqual([]);
  });
});

test("A recorded run must remain in the list of its version, also with a reason to make it again", () => {
  const history = [{ ...past("1.0.0"), intended: [{ run: 47, columns: {}, isInForce: true }] }];

  expect(judge("1.0.0", noChange, history).map(({ code }) => code)).toEqual(["promised-run-removed"]);
  expect(judge("1.0.0", again, history).map(({ code }) => code)).toEqual(["promised-run-removed", "reason-not-moved"]);
});
