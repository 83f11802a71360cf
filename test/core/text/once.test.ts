import { expect, test } from "vitest";
import { once, onceEach } from "../../../action/core/text/once.ts";

test("Of each of what it is about an answer is asked for once, a failure too", async () => {
  const asked: string[] = [];
  const lengthOf = onceEach(async (login: string, at: number) => {
    asked.push(`${login} ${at}`);
    if (login === "eve") throw new Error("away");
    return login.length;
  });

  expect(await Promise.all([lengthOf("ada", 1), lengthOf("ada", 2), lengthOf("ada", 1)])).toEqual([3, 3, 3]);
  await expect(lengthOf("eve", 1)).rejects.toThrow("away");
  await expect(lengthOf("eve", 1)).rejects.toThrow("away");
  expect(asked).toEqual(["ada 1", "ada 2", "eve 1"]);
});

test("What is asked for once is asked for when it is first needed, and a bug in it is thrown to all", async () => {
  let asked = 0;
  const broken = once(async () => {
    asked += 1;
    throw new Error("a bug");
  });

  expect(asked).toBe(0);
  for (let n = 0; n < 2; n++) await expect(broken()).rejects.toThrow("a bug");
  expect(asked).toBe(1);
});
