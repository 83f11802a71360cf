import { expect, test } from "vitest";
import { initAnswers } from "../../../action/core/init/answers.ts";
import { initQuestions, listOf } from "../../../action/core/init/questions.ts";

const faultOf = (name: string, answer: string): string | undefined =>
  initQuestions.find((question) => question.name === name)?.fault(answer);

test("A site or an owner that is named twice counts once", () => {
  expect(listOf("SITE_A, SITE_B SITE_A")).toEqual(["SITE_A", "SITE_B"]);
});

test("A tag may be as long as the conventions allow, and no longer", () => {
  const tag = (length: number): string => `{physics}${"x".repeat(length - "{physics}".length)}`;

  expect(faultOf("tag", tag(200))).toBeUndefined();
  expect(faultOf("tag", tag(201))).toBe("a tag of 201 characters is too long: at most 200");
});

test("A tag field may be what the conventions allow: a letter, then letters and digits", () => {
  const isNone = (name: string): string =>
    `\`${name}\` cannot be a field: its name is a letter, then letters and digits, such as q2.`;

  for (const name of ["2run", "data_set", "q2-min"]) expect(faultOf("tag", `{${name}}-{stage}`)).toBe(isNone(name));
  expect(faultOf("tag", "stage")).toBe('"stage" is not a tag of fields, such as {campaign}-{physics}-{stage}');
  expect(faultOf("tag", "{dataSet}-{Stage}_v1")).toBeUndefined();
  expect(faultOf("tag", "{campaign}_{process}_{beams}_{q2}")).toBeUndefined();
});

test.each(["acme/..", "acme/.", "acme/productions.git", "../productions", "ac me/x", "acme/a/b", "-acme/x"])(
  "The name %s is refused as the name of a GitHub repository",
  (name) => {
    expect(faultOf("repository", name)).toBe(`"${name}" is not OWNER/NAME`);
  },
);

test("Valid names of GitHub repositories are accepted", () => {
  for (const name of ["acme/productions", "sPHENIX-Collaboration/.github", "a/b.c_d-e", "a/git"])
    expect(faultOf("repository", name)).toBeUndefined();
});

test.each(["https://user:password@host.org/server/panda", "https://host.org", "http://host.org/server/panda"])(
  "The wrong PanDA address %s gets an answer that shows a right one",
  (address) => {
    expect(faultOf("panda", address)).toBe(`"${address}" is not an address such as https://HOST/server/panda`);
  },
);

test("shrek init asks for the working group, and the answer as-the-VO means the name of the VO", () => {
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
