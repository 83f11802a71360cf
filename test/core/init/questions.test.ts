import { expect, test } from "vitest";
import { initAnswers } from "../../../action/core/init/answers.ts";
import { initQuestions, listOf } from "../../../action/core/init/questions.ts";

const faultOf = (name: string, answer: string): string | undefined =>
  initQuestions.find((question) => question.name === name)?.fault(answer);

test("a site or an owner that is named twice is one", () => {
  expect(listOf("SITE_A, SITE_B SITE_A")).toEqual(["SITE_A", "SITE_B"]);
});

test("a tag is as long as the conventions take it, and no longer", () => {
  const tag = (length: number): string => `{physics}${"x".repeat(length - "{physics}".length)}`;

  expect(faultOf("tag", tag(200))).toBeUndefined();
  expect(faultOf("tag", tag(201))).toBe("a tag of 201 characters is too long: at most 200");
});

test("a field of a tag is what the conventions take for one: a letter, then letters and digits", () => {
  const isNone = (name: string): string =>
    `\`${name}\` cannot be a field: its name is a letter, then letters and digits, such as q2.`;

  for (const name of ["2run", "data_set", "q2-min"]) expect(faultOf("tag", `{${name}}-{stage}`)).toBe(isNone(name));
  expect(faultOf("tag", "stage")).toBe('"stage" is not a tag of fields, such as {campaign}-{physics}-{stage}');
  expect(faultOf("tag", "{dataSet}-{Stage}_v1")).toBeUndefined();
  expect(faultOf("tag", "{campaign}_{process}_{beams}_{q2}")).toBeUndefined();
});

test.each(["acme/..", "acme/.", "acme/productions.git", "../productions", "ac me/x", "acme/a/b", "-acme/x"])(
  "GitHub has no repository %s",
  (name) => {
    expect(faultOf("repository", name)).toBe(`"${name}" is not OWNER/NAME`);
  },
);

test("names of repositories that GitHub takes", () => {
  for (const name of ["acme/productions", "sPHENIX-Collaboration/.github", "a/b.c_d-e", "a/git"])
    expect(faultOf("repository", name)).toBeUndefined();
});

test.each(["https://user:password@host.org/server/panda", "https://host.org", "http://host.org/server/panda"])(
  "what an address of PanDA looks like is said of %s",
  (address) => {
    expect(faultOf("panda", address)).toBe(`"${address}" is not an address such as https://HOST/server/panda`);
  },
);

test("the working group is asked for, and has the VO's name only where somebody says so", () => {
  const groupOf = (answer: string): string =>
    initAnswers(
      new Map([
        ["vo", "epic"],
        ["working-group", answer],
      ]),
    ).workingGroup;

  expect(initQuestions.find(({ name }) => name === "working-group")?.usual).toBe("as-the-VO");
  expect(groupOf("as-the-VO")).toBe("epic");
  expect(groupOf("EIC")).toBe("EIC");
});
