import { describe, expect, test } from "vitest";
import { policySchema } from "../../../action/core/conventions/policy-schema.ts";
import { needsSentence } from "../../../action/core/policy/need-words.ts";
import { needsOf } from "../../../action/core/policy/needs.ts";
import { asked, rulesOf, withPolicy } from "./some-rules.ts";

const owners = { CODEOWNERS: "/productions/ @ada @ben\n" };
const root = "productions/conventions.yaml";
const sentence = (files: Readonly<Record<string, string>>, changes: Parameters<typeof asked>[0] = {}): string =>
  needsSentence([needsOf(rulesOf(files), asked(changes))]);

describe("whose approval a production needs", () => {
  test("anybody's with write permission, where nobody owns it and no policy speaks", () => {
    expect(sentence({})).toBe("Needs approval by someone with write access who authored none of it.");
    expect(sentence({ CODEOWNERS: "/docs/ @ada" })).toBe(sentence({}));
  });

  test("its owners'", () => {
    expect(sentence(owners)).toBe("Needs approval by @ada or @ben (owners of productions/x).");
  });

  test("the owners' of each path that changed", () => {
    const files = { CODEOWNERS: "/productions/ @ada\n*.sh @ben\n" };
    const paths = ["productions/x/production.yaml", "productions/x/a.sh", "productions/x/b.sh"];

    expect(sentence(files, { paths })).toBe(
      "Needs approval by @ada (owners of productions/x/production.yaml); also by @ben (owners of productions/x/a.sh and productions/x/b.sh).",
    );
  });

  test.each([
    [".github/CODEOWNERS", ".github/CODEOWNERS", "CODEOWNERS"],
    ["CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"],
  ])("by %s, if there are several", (_, first, second) => {
    expect(sentence({ [second]: "* @eve", [first]: "* @ada" })).toContain("@ada");
  });

  test("in a time that grows with the paths alone", () => {
    const paths = Array.from({ length: 100_000 }, (_, n) => `productions/x/files/${n}.txt`);
    const begin = process.cpuUsage();
    sentence(owners, { paths });

    expect(process.cpuUsage(begin).user / 1e6, "seconds of processor time").toBeLessThan(5);
  });

  test("nobody's that can be found out: a team or an address alone", () => {
    expect(sentence({ CODEOWNERS: "* @org/physics someone@example.org" })).toBe(
      "Cannot be approved: CODEOWNERS gives productions/x/production.yaml to @org/physics and someone@example.org alone, and the token of a workflow cannot find out who that is; name logins beside them in CODEOWNERS, in a pull request of its own.",
    );
    expect(sentence({ CODEOWNERS: "* @org/physics @ada" })).toBe("Needs approval by @ada (owners of productions/x).");
  });

  test("nobody's, where the rules cannot be read", () => {
    expect(sentence({ ...owners, [root]: "conventions: 7\n" })).toContain(
      "it is unknown who may approve: productions/",
    );
    expect(sentence({ CODEOWNERS: `# ${"x".repeat(3 * 1024 * 1024)}` })).toContain("larger than 3 MB");
  });
});

describe("a policy asks for more", () => {
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
  ])("%s", (_, changes, words) => {
    expect(sentence(costs, changes)).toBe(words);
  });

  test("for releases, for trials, and for builds that move", () => {
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
    "a rule whose `%s` does not hold asks for nobody",
    (key) => {
      const condition = unmet[key];
      if (condition === undefined) throw new Error(`${key} has no example here: add one, and see that it is asked`);

      expect(sentence(policy(`{ approvals: [{ ${condition}, by: ["@cleo"] }] }`))).toBe(alone);
    },
  );

  test("all conditions of a rule have to hold", () => {
    const both = policy('{ approvals: [{ scope: release, above: { coreHours: 50 }, by: ["@cleo"] }] }');
    expect(sentence(both)).toContain("@cleo (over 50 core-hours, a release: productions/x)");
    expect(sentence(both, { trial: true })).toBe(alone);
    expect(sentence(both, { coreHours: 50 })).toBe(alone);
  });

  test("of more people: of its own, of the owners, or of anybody", () => {
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

  test("the conventions of a folder below add to those above, whatever they say", () => {
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

test("a campaign names the same people once, with every reason", () => {
  const rules = rulesOf({ CODEOWNERS: "* @ada" });
  const all = ["a", "b"].map((name) =>
    needsOf(rules, asked({ folder: `productions/${name}`, paths: [`productions/${name}/production.yaml`] })),
  );

  expect(needsSentence(all)).toBe("Needs approval by @ada (owners of productions/a and productions/b).");
  expect(needsSentence([])).toBe("");
});
