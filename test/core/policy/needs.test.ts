import { describe, expect, test } from "vitest";
import { policySchema } from "../../../action/core/conventions/policy-schema.ts";
import { needsSentence } from "../../../action/core/policy/need-text.ts";
import { needsOf } from "../../../action/core/policy/needs.ts";
import { asked, rulesOf, withPolicy } from "./some-rules.ts";

const owners = { CODEOWNERS: "/productions/ @ada @ben\n" };
const root = "productions/conventions.yaml";
const sentence = (files: Readonly<Record<string, string>>, changes: Parameters<typeof asked>[0] = {}): string =>
  needsSentence([needsOf(rulesOf(files), asked(changes))]);

describe("needed approvals", () => {
  test("Without owners and policy a production needs the approval of any person with write permission", () => {
    expect(sentence({})).toBe("Needs approval by someone with write access who authored none of it.");
    expect(sentence({ CODEOWNERS: "/docs/ @ada" })).toBe(sentence({}));
  });

  test("A production with owners needs the approval of one of them", () => {
    expect(sentence(owners)).toBe("Needs approval by @ada or @ben (owners of productions/x).");
  });

  test("Each changed path of a production needs the approval of its own owners", () => {
    const files = { CODEOWNERS: "/productions/ @ada\n*.sh @ben\n" };
    const paths = ["productions/x/production.yaml", "productions/x/a.sh", "productions/x/b.sh"];

    expect(sentence(files, { paths })).toBe(
      "Needs approval by @ada (owners of productions/x/production.yaml); also by @ben (owners of productions/x/a.sh and productions/x/b.sh).",
    );
  });

  test.each([
    [".github/CODEOWNERS", ".github/CODEOWNERS", "CODEOWNERS"],
    ["CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"],
  ])("Owners of a production are read from %s, if there are several CODEOWNERS files", (_, first, second) => {
    expect(sentence({ [second]: "* @eve", [first]: "* @ada" })).toContain("@ada");
  });

  test("Needed approvals are found in a time that grows with the number of paths only", () => {
    const paths = Array.from({ length: 100_000 }, (_, n) => `productions/x/files/${n}.txt`);
    const begin = process.cpuUsage();
    sentence(owners, { paths });

    expect(process.cpuUsage(begin).user / 1e6, "seconds of processor time").toBeLessThan(5);
  });

  test("A production that only teams or addresses own has no known person who may approve", () => {
    expect(sentence({ CODEOWNERS: "* @org/physics someone@example.org" })).toBe(
      "Cannot be approved: CODEOWNERS gives productions/x/production.yaml to @org/physics and someone@example.org alone, and the token of a workflow cannot find out who that is; name logins beside them in CODEOWNERS, in a pull request of its own.",
    );
    expect(sentence({ CODEOWNERS: "* @org/physics @ada" })).toBe("Needs approval by @ada (owners of productions/x).");
  });

  test("A production with unreadable rules has no person who may approve", () => {
    expect(sentence({ ...owners, [root]: "conventions: 7\n" })).toContain(
      "it is unknown who may approve: productions/",
    );
    expect(sentence({ CODEOWNERS: `# ${"x".repeat(3 * 1024 * 1024)}` })).toContain("larger than 3 MB");
  });
});

describe("policies", () => {
  const policy = (text: string): Readonly<Record<string, string>> => ({ ...owners, [root]: withPolicy(text) });
  const costs = policy('{ approvals: [{ above: { coreHours: 100000, storageGB: 5000 }, by: ["@cleo"] }] }');
  const alone = "Needs approval by @ada or @ben (owners of productions/x).";

  test.each([
    ["at the threshold", { coreHours: 100_000 }, alone],
    [
      "above it",
      { coreHours: 100_001 },
      "Needs approval by @ada or @ben (owners of productions/x); also by @cleo (over 100 000 core-hours: productions/x).",
    ],
    [
      "when nobody knows",
      { coreHours: null },
      "Needs approval by @ada or @ben (owners of productions/x); also by @cleo (an unknown number of core-hours: productions/x).",
    ],
    [
      "when one of two is exceeded",
      { storageGB: 5001 },
      "Needs approval by @ada or @ben (owners of productions/x); also by @cleo (over 5 000 GB of output: productions/x).",
    ],
  ])("A policy asks for more approvals by cost or output: %s", (_, changes, words) => {
    expect(sentence(costs, changes)).toBe(words);
  });

  test("A policy may ask for more approvals for releases, for trials, and for builds that change", () => {
    const scoped = policy('{ approvals: [{ scope: release, by: ["@cleo"] }, { scope: trial, by: ["@dan"] }] }');
    expect(sentence(scoped)).toContain("also by @cleo (a release: productions/x)");
    expect(sentence(scoped, { trial: true })).toContain("also by @dan (a trial: productions/x)");

    const moving = policy('{ approvals: [{ build: moving, by: ["@cleo"] }] }');
    expect(sentence(moving)).toBe(alone);
    expect(sentence(moving, { builds: ["ana.418", "new"] })).toContain(
      "also by @cleo (the build new changes under its name",
    );
  });

  const { above, ...others } = policySchema.properties.approvals.items.properties;
  const conditions = [...Object.keys(others), ...Object.keys(above.properties).map((key) => `above.${key}`)];
  /** Of each condition one that does not hold of what is asked. */
  const unmet: Readonly<Record<string, string>> = {
    "above.coreHours": "above: { coreHours: 1000 }",
    "above.storageGB": "above: { storageGB: 1000 }",
    scope: "scope: trial",
    build: "build: moving",
  };
  test.each(conditions.filter((key) => key !== "by" && key !== "count"))(
    "A policy rule whose condition `%s` is false asks for no approval",
    (key) => {
      const condition = unmet[key];
      if (condition === undefined) throw new Error(`${key} has no example here: add one, and see that it is asked`);

      expect(sentence(policy(`{ approvals: [{ ${condition}, by: ["@cleo"] }] }`))).toBe(alone);
    },
  );

  test("A policy rule applies only if all of its conditions are true", () => {
    const both = policy('{ approvals: [{ scope: release, above: { coreHours: 50 }, by: ["@cleo"] }] }');
    expect(sentence(both)).toContain("@cleo (over 50 core-hours, a release: productions/x)");
    expect(sentence(both, { trial: true })).toBe(alone);
    expect(sentence(both, { coreHours: 50 })).toBe(alone);
  });

  test("A policy rule may ask for several approvals: of named persons, of owners, or of any person", () => {
    const named = policy('{ approvals: [{ by: ["@cleo", "@dan", "@eve"], count: 2 }] }');
    expect(sentence(named)).toContain(
      "also by 2 of @cleo, @dan or @eve (the policy of productions/conventions.yaml: productions/x)",
    );
    const text = "{ approvals: [{ above: { coreHours: 50 }, count: 2 }] }";
    expect(sentence(policy(text))).toBe(
      "Needs approval by @ada and @ben (owners of productions/x; over 50 core-hours: productions/x).",
    );
    expect(sentence({ [root]: withPolicy(text) })).toBe(
      "Needs approval by 2 people with write access who authored none of it (over 50 core-hours: productions/x).",
    );
  });

  test("The conventions of a folder can only add needed approvals to those from above", () => {
    const files = {
      ...costs,
      "productions/x/conventions.yaml": withPolicy('{ approvals: [{ scope: release, by: ["@dan"] }] }'),
      "productions/y/conventions.yaml": withPolicy('{ approvals: [{ scope: release, by: ["@eve"] }] }'),
    };

    const words = sentence(files, { coreHours: null });

    expect(words).toContain("@cleo");
    expect(words).toContain("@dan");
    expect(words).not.toContain("@eve");
  });
});

describe("equal needs", () => {
  const of = (approvals: string, files: Readonly<Record<string, string>> = owners): string =>
    sentence({ ...files, [root]: withPolicy(`{ approvals: [${approvals}] }`) });
  const byOwners = "@ada or @ben (owners of productions/x)";
  const rule = "(the policy of productions/conventions.yaml: productions/x)";

  test.each<[string, string, string]>([
    ["the same people are asked once", '{ by: ["@Ben", "@ada"] }', `${byOwners}.`],
    ["one of the owners is enough for both", '{ by: ["@ada"] }', `@ada ${rule}.`],
    ["both of the owners are", '{ by: ["@ada", "@ben"], count: 2 }', `@ada and @ben ${rule}.`],
    [
      "of whom one is no owner, both needs stay",
      '{ by: ["@ada", "@cleo"] }',
      `${byOwners}; also by @ada or @cleo ${rule}.`,
    ],
    [
      "one of two is no two",
      '{ by: ["@ada"] }, { by: ["@ada", "@ben"], count: 2 }',
      `@ada ${rule}; also by @ada and @ben ${rule}.`,
    ],
  ])("Needed approvals are combined where one person can give both: %s", (_, approvals, words) => {
    expect(of(approvals)).toBe(`Needs approval by ${words}`);
  });

  test("A named person covers a need for any person's approval", () => {
    expect(of('{ by: ["@cleo"] }', {})).toBe(`Needs approval by @cleo ${rule}.`);
  });
});

test("The same owners in another order are one need, and different owners with equal joined names are two", () => {
  const paths = ["productions/x/a", "productions/x/b"];
  expect(sentence({ CODEOWNERS: "a @ada @ben\nb @Ben @ada\n" }, { paths })).toBe(
    "Needs approval by @ada or @ben (owners of productions/x).",
  );
  expect(sentence({ CODEOWNERS: "a @a @bc\nb @ab @c\n" }, { paths })).toBe(
    "Needs approval by @a or @bc (owners of productions/x/a); also by @ab or @c (owners of productions/x/b).",
  );
});

test("A policy rule asks for approval only of what the rule names", () => {
  const of = (policy: string, changes = {}): string => sentence({ ...owners, [root]: withPolicy(policy) }, changes);
  const alone = "Needs approval by @ada or @ben (owners of productions/x).";
  expect(of('{ commands: { kill: ["@ada"] } }')).toBe(alone);
  expect(of('{ approvals: [{ above: { storageGB: 5 }, by: ["@cleo"] }] }', { coreHours: null, storageGB: 1 })).toBe(
    alone,
  );
  const onlyAna = withPolicy('{ approvals: [{ build: moving, by: ["@cleo"] }] }').replace(
    "{ not: { const: new } }",
    '{ pattern: "^ana" }',
  );
  expect(sentence({ ...owners, [root]: onlyAna }, { builds: ["new", "ana.418", "pro.1"] })).toContain(
    "the builds new and pro.1 change under their names",
  );
});

test("A list of needed approvals names at most six needs and eight persons", () => {
  const names = Array.from({ length: 9 }, (_, index) => `@p${index}`);
  const one = (count: number) =>
    names
      .slice(0, count)
      .map((name, index) => `f${index} ${name}`)
      .join("\n");
  const paths = names.map((_, index) => `f${index}`);
  const told = (count: number): string => sentence({ CODEOWNERS: one(count) }, { paths: paths.slice(0, count) });
  expect(told(6)).toMatch(/; also by @p5 \(owners of f5\)\.$/);
  expect(told(9)).toBe(
    `Needs approval by ${paths
      .slice(0, 6)
      .map((path, index) => `@p${index} (owners of ${path})`)
      .join("; also by ")}; also by 3 more.`,
  );
  expect(sentence({ CODEOWNERS: `* ${names.slice(0, 8).join(" ")}` })).toContain("@p6 or @p7 (");
  expect(sentence({ CODEOWNERS: `* ${names.join(" ")}` })).toContain(
    "by @p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7 or 1 more (",
  );
});

test("Unreadable rules for approvals are reported with the way out", () => {
  expect(sentence({ [root]: "conventions: 7\n" })).toMatch(/ fix it in a pull request of its own\.$/);
});

test("A change of many productions names the same approvers once, with every reason", () => {
  const rules = rulesOf({ CODEOWNERS: "* @ada" });
  const all = ["a", "b"].map((name) =>
    needsOf(rules, asked({ folder: `productions/${name}`, paths: [`productions/${name}/production.yaml`] })),
  );

  expect(needsSentence(all)).toBe("Needs approval by @ada (owners of productions/a and productions/b).");
  expect(needsSentence([])).toBe("");
});
