import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../scripts/demo/scene.ts";
import { judgeCopy } from "../scripts/slips/judge-copy.ts";
import { slips } from "../scripts/slips/kinds.ts";
import { slipsPage } from "../scripts/slips/page.ts";
import { playSubject } from "../scripts/slips/play.ts";
import { reasons } from "../scripts/slips/reasons.ts";
import { readSubjects } from "../scripts/slips/subjects.ts";

const subjects = await readSubjects();

test("The two shipped productions and thirty others have no findings, except those that their authors know", async () => {
  const told = await Promise.all(
    subjects.map(async (subject) => [subject.name, await judgeCopy(subject, subject.copy)]),
  );

  expect(subjects).toHaveLength(32);
  expect(told.filter(([, problems]) => problems?.length !== 0)).toEqual([]);
});

test("docs/slips.md names only existing kinds of slips", () => {
  const page = readFileSync(join(root, slipsPage), "utf8");
  const listed = [...page.matchAll(/`([a-z-]+)` \d+\/\d+/g)].map(([, name]) => name);
  const kinds = slips.map(({ name }) => name);

  expect(listed.length).toBeGreaterThan(20);
  expect(listed.filter((name) => name === undefined || !kinds.includes(name))).toEqual([]);
  expect(new Set(kinds).size).toBe(kinds.length);
});

test("docs/slips.md says for each kind of slip why it is accepted", () => {
  const page = readFileSync(join(root, slipsPage), "utf8");
  const rows = [...page.matchAll(/^- (.*?): (`[a-z-]+` \d+\/.*)$/gm)];
  const said = rows.flatMap(([, why = "", kinds = ""]) =>
    [...kinds.matchAll(/`([a-z-]+)`/g)].map(([, kind = ""]) => ({ kind, why })),
  );

  expect(said.length).toBeGreaterThan(20);
  expect(said.filter(({ kind, why }) => why === "" || reasons[kind] !== why)).toEqual([]);
});

test("One seed makes the same copies with slips, and another seed makes others", async () => {
  const subject = subjects.find(({ name }) => name === "productions/toy-pileup");
  if (subject === undefined) throw new Error("toy-pileup is gone");
  const made = async (seed: number) =>
    (await playSubject(subject, seed, 12)).map(({ slip, slipped, told }) => [slip, slipped.copy.request, told]);

  const first = await made(1);
  expect(await made(1)).toEqual(first);
  expect(await made(2)).not.toEqual(first);
});
