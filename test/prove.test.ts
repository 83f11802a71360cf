import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { allMutations } from "../scripts/prove/judge-mutations.ts";
import { themes } from "../scripts/prove/model/themes.ts";
import { wantedOf } from "../scripts/prove/wanted.ts";

const wanted = (...args: readonly string[]): unknown => wantedOf(args, themes, allMutations);

test("npm run prove plays what its arguments say, and all themes without arguments", () => {
  expect(wanted()).toEqual({
    most: 100,
    kills: 0,
    chaos: 0,
    liars: 0,
    seed: 1,
    until: undefined,
    themes,
    mutations: undefined,
  });
  expect(
    wanted("--most", "0", "--kills", "2", "--chaos", "60", "--liars", "9", "--seed", "7", "--theme", "looks"),
  ).toMatchObject({
    ...{ most: 0, kills: 2, chaos: 60, liars: 9, seed: 7 },
    themes: [{ name: "looks" }],
  });
  expect(wanted("--mutations", "--only", "wave")).toMatchObject({
    mutations: allMutations.filter(({ name }) => name.includes("wave")),
  });
});

test.each([
  ["--most x", '--most is a whole number from 0 to 999,999,999, not "x"'],
  ["--kills x", '--kills is a whole number from 0 to 999,999,999, not "x"'],
  ["--chaos 2e3", '--chaos is a whole number from 0 to 999,999,999, not "2e3"'],
  ["--seed=-1", '--seed is a whole number from 0 to 999,999,999, not "-1"'],
  ["--theme nobody", '--theme: there is no "nobody" among crashes, '],
  ["--mutations --only nothing", '--only: there is no "nothing" among the right to check '],
  ["--only wave", "--only chooses among --mutations"],
  ["--chaso 200", "--chaso"],
])("npm run prove refuses arguments that would prove nothing: %s", (args, words) => {
  expect(wanted(...args.split(" "))).toEqual(expect.stringContaining(words));
});

test("Each change that a proof must notice replaces text that the program has once", () => {
  const lost = allMutations.flatMap(({ name, edits }) =>
    edits.filter(({ file, from }) => textOf(file).split(from).length !== 2).map(({ file }) => `${name}: ${file}`),
  );

  expect(lost).toEqual([]);
});

test("Each change that a test must notice names an existing test", () => {
  const lost = allMutations.flatMap((one) => ("test" in one && !existsSync(place(one.test)) ? [one.name] : []));

  expect(lost).toEqual([]);
});

const place = (file: string): URL => new URL(`../${file}`, import.meta.url);
const textOf = (file: string): string => readFileSync(place(file), "utf8");
