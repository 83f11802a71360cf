import { describe, expect, test } from "vitest";
import { validAs, validateOne } from "../../../../action/core/cross-checks/check-sources.ts";
import type { Intent } from "../../../../action/core/ledger/event.ts";
import { findOnMain, onMainNow } from "../../../../action/core/pass/authorization/productions-on-main.ts";
import { Failure } from "../../../../action/core/problems/failure.ts";
import { pickRun } from "../../../../action/core/validate/split-runs.ts";
import type { MainBranch } from "../../../../action/ports/main-branch.ts";
import { anyWay } from "../../../fakes/any-way.ts";
import { fakeMain } from "../../../fakes/fake-main.ts";
import { aRequest, aStep, conventionsBytes, type Draft } from "../../a-production.ts";
import { anIntent } from "../../submission/a-submission.ts";
import { askFakes } from "../ask-fakes.ts";

type Files = Readonly<Record<string, string | undefined>>;

const tag = "sP26a-hfcharm-signal";
const file = "productions/p/production.yaml";
const moved = "productions/q/production.yaml";
const rules = "productions/conventions.yaml";
const conventions = new TextDecoder().decode(conventionsBytes);
const minbias = { campaign: "sP26a", physics: "minbias", stage: "signal" };
const written = (changes: Draft = {}): string => JSON.stringify(aRequest(changes));
const newer = written({ version: "2.0.0", build: "ana.500" });
const variants = (...names: readonly string[]): string =>
  written({
    steps: { simulate: aStep({ parameters: { flavor: "none" } }) },
    variants: names.map((name) => ({ tag: { physics: name }, parameters: { flavor: name } })),
  });
const sharing = (shared: string): string => written({ steps: { simulate: aStep({ resources: [shared] }) } });

/** What was promised of `productions/p`, and main with these commits behind it. */
const promised = async (first: Files, later: readonly Files[], run?: number) => {
  const main = fakeMain();
  main.commit({ [rules]: conventions, ...first });
  const validatedAt = main.commit({ "README.md": "words" });
  const whole = validAs(validateOne(await main.at(validatedAt).production("productions/p")), tag);
  const made = whole === undefined ? undefined : (pickRun(whole, run) ?? whole);
  if (made === undefined) throw new Error("the request is refused");
  const { version, contentDigest } = made.production;
  const intent = anIntent({
    tag,
    version,
    run,
    folder: "productions/p",
    content: made.content,
    contentDigest,
    validatedAt,
  });
  for (const files of later) main.commit(files);
  return { main, intent: { ...intent, commit: validatedAt } };
};
const now = async (first: Files, later: readonly Files[], run?: number) => {
  const { main, intent } = await promised(first, later, run);
  return askFakes({ main }, async (reads) => onMainNow(reads, await main.head(), intent));
};

const gone = { kind: "left-main", reason: `main does not hold ${tag} any more` };
const other = { kind: "left-main", reason: `main holds other content as ${tag} 1.0.0` };
const onMain = { kind: "on-main" };
const replaced = { kind: "replaced", by: `${tag} 2.0.0` };
const refused = undefined;

test.each<readonly [string, Files, object | undefined]>([
  ["nothing has changed", {}, onMain],
  ["a file beside it has changed", { "README.md": "other words" }, onMain],
  ["its folder has moved", { [file]: undefined, [moved]: written() }, onMain],
  ["a file of its own has changed, and no content", { [file]: `${written()}\n` }, onMain],
  ["another production came", { [moved]: written({ tag: minbias }) }, onMain],
  ["a refused request of another tag came", { [moved]: written({ steps: {}, tag: minbias }) }, onMain],
  ["a file came that it could share", { "productions/_shared/a.sh": "true\n" }, onMain],
  ["it was dropped", { [file]: undefined }, gone],
  ["a refused request of another tag replaces it", { [file]: written({ steps: {}, tag: minbias }) }, gone],
  ["a newer version replaces it", { [file]: newer }, replaced],
  ["a newer version replaces it beside a copy", { [file]: newer, [moved]: written() }, replaced],
  ["other content has its version", { [file]: written({ build: "ana.500" }) }, other],
  ["its request is refused", { [file]: written({ steps: {} }) }, refused],
  ["its request is refused, and a copy is elsewhere", { [file]: written({ steps: {} }), [moved]: written() }, refused],
  [
    "a variant of its tag is refused, and a copy is elsewhere",
    { [file]: variants("minbias", "hfcharm").replace('"run":"make\\n"', '"run":1'), [moved]: written() },
    refused,
  ],
  ["its request cannot be read", { [file]: "{" }, refused],
  ["its request moved and is refused", { [file]: undefined, [moved]: written({ steps: {} }) }, refused],
  ["its request moved and cannot be read", { [file]: undefined, [moved]: "{" }, refused],
  ["its rules cannot be read", { [rules]: "conventions: 1\n" }, refused],
])("Where %s on main, this becomes of a promise", async (_, files, found) => {
  expect(await now({ [file]: written() }, [files])).toEqual(found);
});

test.each<readonly [string, Files, Files]>([
  ["its own", { [file]: sharing("a.sh"), "productions/p/a.sh": "true\n" }, { "productions/p/a.sh": "false\n" }],
  [
    "a shared one",
    { [file]: sharing("shared:a.sh"), "productions/_shared/a.sh": "true\n" },
    { "productions/_shared/a.sh": "false\n" },
  ],
  [
    "one that conventions at the top share",
    { [file]: sharing("shared:a.sh"), "_shared/a.sh": "true\n", [rules]: undefined, "conventions.yaml": conventions },
    { "_shared/a.sh": "false\n" },
  ],
])("A file of a promise that has changed is other content: %s", async (_, first, change) => {
  expect(await now(first, [{ "README.md": "more" }])).toEqual(onMain);
  expect(await now(first, [change])).toEqual(other);
});

describe("what git says is the same", () => {
  /** What is asked of `main` besides its names, and what is found. */
  const asked = async (later: readonly Files[], change: (intent: Intent, main: MainBranch) => Partial<MainBranch>) => {
    const { main, intent } = await promised({ [file]: written() }, later);
    return askFakes({ main: { ...main, ...change(intent, main) } }, async (reads) =>
      onMainNow(reads, await main.head(), intent),
    );
  };
  const fail = async (): Promise<never> => {
    throw new Error("nothing needs to be validated");
  };
  const noRequests = (_: Intent, main: MainBranch): Partial<MainBranch> => ({
    at: (commit) => ({ ...main.at(commit), production: fail, all: fail, requests: fail, holding: fail }),
  });

  test("A request that main holds as intended is not validated again, although main differed in between", async () => {
    expect(await asked([], noRequests)).toEqual(onMain);
    expect(await asked([{ [file]: newer }, { [file]: written() }], noRequests)).toEqual(onMain);
    await expect(asked([{ [file]: newer }], noRequests)).rejects.toThrow("nothing needs to be validated");
  });

  test.each(["then", "now"])("A request is validated again where git cannot list the names of %s", async (fails) => {
    const blind = ({ validatedAt }: Intent, main: MainBranch): Partial<MainBranch> => ({
      at: (commit) => {
        const snapshot = main.at(commit);
        const all = async () => {
          if ((commit === validatedAt) === (fails === "then")) throw new Failure("git does not answer", anyWay);
          return snapshot.ids.all();
        };
        return { ...snapshot, ids: { ...snapshot.ids, all } };
      },
    });

    expect(await asked([{ "README.md": "more" }], blind)).toEqual(onMain);
    expect(await asked([{ [file]: written({ build: "ana.500" }) }], blind)).toEqual(other);
  });
});

describe("variants and runs", () => {
  test("A variant is dropped with its row, and found where the request has moved", async () => {
    const both = { [file]: variants("hfcharm", "minbias") };

    expect(await now(both, [{ [file]: variants("minbias") }])).toEqual(gone);
    expect(await now(both, [{ [file]: undefined, [moved]: variants("minbias", "hfcharm") }])).toEqual(onMain);
  });

  test("A run is found by its row where the list has moved, and is gone with the row", async () => {
    const growing = written({ runs: { list: "runs.txt" } });
    const first = { [file]: growing, "productions/p/runs.txt": "66001\n66002\n" };
    const move = (runs: string): Files => ({
      ...{ [file]: undefined, "productions/p/runs.txt": undefined },
      ...{ [moved]: growing, "productions/q/runs.txt": runs },
    });

    expect(await now(first, [move("66001\n66002\n")], 66_002)).toEqual(onMain);
    expect(await now(first, [move("66001\n")], 66_002)).toEqual({
      kind: "left-main",
      reason: `the run lists of main do not hold run 66002 of ${tag} 1.0.0 any more`,
    });
  });
});

describe("a request that nobody can read", () => {
  const found = async (first: Files, later: readonly Files[]) => {
    const { main, intent } = await promised({ [file]: written(), ...first }, later);
    return askFakes({ main }, async (reads) => findOnMain(reads, await main.head())(intent));
  };
  const move: Files = { [file]: undefined, [moved]: written() };
  const beside = { [moved]: written({ tag: minbias, submit: "never" }) };
  const unreadable = { kind: "refused", unreadable: "productions/q" };

  test.each<readonly [string, Files, readonly Files[], object]>([
    ["after it moved", {}, [move, { [moved]: "{" }], unreadable],
    ["after it moved, twice", {}, [move, { [moved]: "{" }, { [moved]: "[" }], unreadable],
    ["as it moved", {}, [{ [file]: undefined, [moved]: "{" }], unreadable],
    [
      "as it moved to where another had been",
      beside,
      [{ [moved]: undefined }, { [file]: undefined, [moved]: "{" }],
      unreadable,
    ],
    [
      "in one of its variants, after it moved",
      {},
      [
        move,
        {
          [moved]: written({ tag: { campaign: "sP26a", stage: "signal" }, variants: [{ tag: minbias }, { tag: {} }] }),
        },
      ],
      unreadable,
    ],
    ["in its own folder", {}, [{ [file]: "{" }], { kind: "refused" }],
    ["where another stood", beside, [{ [moved]: "{" }, { [file]: undefined }], { kind: "gone" }],
    ["and was replaced by nothing", {}, [move, { [moved]: "{" }, { [moved]: undefined }], { kind: "gone" }],
    ["and was replaced by another", {}, [move, { [moved]: "{" }, beside], { kind: "gone" }],
  ])("It may be the promised one where it became so %s", async (_, first, later, what) => {
    expect(await found(first, later)).toEqual(what);
  });
});
