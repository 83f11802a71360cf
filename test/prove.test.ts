import { expect, test } from "vitest";
import { emptyBecause } from "../scripts/prove/liars/liars.ts";
import { themes } from "../scripts/prove/model/themes.ts";
import { proveWaiting } from "../scripts/prove/poor/waiting.ts";
import { wantedOf } from "../scripts/prove/wanted.ts";

const wanted = (...args: readonly string[]): unknown => wantedOf(args, themes);

test("npm run prove plays what its arguments say, and all themes without arguments", () => {
  expect(wanted()).toEqual({
    most: 100,
    kills: 0,
    chaos: 0,
    liars: 0,
    poor: 0,
    waiting: 0,
    limits: 0,
    seed: 1,
    until: "",
    themes,
    words: [],
  });
  expect(
    wanted("--most", "0", "--kills", "2", "--chaos", "60", "--liars", "9", "--seed", "7", "--theme", "looks"),
  ).toMatchObject({
    ...{ most: 0, kills: 2, chaos: 60, liars: 9, seed: 7 },
    themes: [{ name: "looks" }],
  });
});

test("npm run prove refuses a theme that there is not", () => {
  expect(() => wanted("--theme", "nobody")).toThrow('--theme: there is no "nobody" among crashes, ');
});

test("worlds of liars prove nothing where most passes read nothing, or nothing reaches PanDA", () => {
  const played = { found: [], submits: 3, orders: 0, passes: 30, early: 10 };

  expect(emptyBecause(played)).toBeUndefined();
  expect(emptyBecause({ ...played, early: 11 })).toBe("11 of 30 passes ended early");
  expect(emptyBecause({ ...played, submits: 0 })).toBe("nothing reached PanDA");
});

test("300 appended runs come through passes that end after five minutes, each once, and no end leaves a doubt", async () => {
  const said: string[] = [];

  expect(await proveWaiting(300, (line) => said.push(line))).toBe(0);

  expect(said).toEqual([expect.stringMatching(/^waiting: 300 appended runs, [3-6] passes; /)]);
});
