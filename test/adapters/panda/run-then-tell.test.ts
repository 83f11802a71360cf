import { expect, test } from "vitest";
import { runThenReport } from "../../../action/adapters/panda/run-then-tell.ts";
import { Failure, Outage } from "../../../action/core/problems/failure.ts";

const said = async (login: Parameters<typeof runThenReport>[0], run: () => Promise<0 | 1>) => {
  const told: string[] = [];
  const end = await runThenReport(login, run, (words, kind) => void told.push(`${kind}: ${words.split(".")[0]}`)).catch(
    (error: unknown) => error,
  );
  return { told, end };
};
const rotated = "error: This refresh token was rotated: the next run cannot log in";
const down = async (): Promise<0> => {
  throw new Outage("PanDA cannot be reached.", { wayOut: "Try again later." });
};

test("A run with a lasting login ends with its own exit code, without a message about the login", async () => {
  expect(await said({ ahead: 0, rotated: false }, async () => 0)).toEqual({ told: [], end: 0 });
  expect((await said({ ahead: undefined, rotated: false }, down)).end).toBeInstanceOf(Outage);
});

test("A rotated refresh token makes a successful run fail, and an outage no longer a matter of others", async () => {
  expect(await said({ ahead: 0, rotated: true }, async () => 0)).toEqual({ told: [rotated], end: 1 });

  const { told, end } = await said({ ahead: 0, rotated: true }, down);
  expect(told).toEqual([rotated]);
  expect(end).toBeInstanceOf(Failure);
  expect(end).not.toBeInstanceOf(Outage);
  expect(end).toMatchObject({ message: "PanDA cannot be reached.", wayOut: "Try again later." });
});

test("A clock that differs from PanDA's is reported before the run", async () => {
  const { told } = await said({ ahead: 3_600_000, rotated: true }, async () => 0);

  expect(told).toEqual(["warning: This machine's clock is 60 min behind PanDA's", rotated]);
});
