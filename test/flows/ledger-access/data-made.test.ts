import { Validator } from "@cfworker/json-schema";
import { expect, test } from "vitest";
import { parseCommand } from "../../../action/core/command/parse-command.ts";
import { dataSchema, expiryText, madeJson, madeText } from "../../../action/core/view/local/data-made.ts";
import { commandRecord, recordCommand } from "../../../action/flows/commands/record-command.ts";
import { dataMade } from "../../../action/flows/ledger-access/data-made.ts";
import { aKeptOne, aKeptWorld } from "../reconcile/a-kept-world.ts";
import { key, tag } from "../reconcile/a-world.ts";

const everything = () => true;

test("The data that Rucio has of a production are listed with sizes, copies, owner, and until when rules keep them", async () => {
  const { world, catalogue } = await aKeptOne();
  const data = await dataMade({ ledger: world.ledger, catalogue: () => catalogue }, everything);
  expect(data).toMatchObject([
    {
      tag,
      version: "1.0.0",
      files: 10,
      bytes: 10_000,
      owner: "@test-user",
      until: "2027-03-01T10:00:00.000Z",
      stays: null,
    },
    { tag, files: 10, at: [{ storage: "NEAR_DISK", files: 10 }], readers: [], quality: "not said" },
  ]);
  expect(madeText(data)).toContain("2027-03-01");
  expect(JSON.stringify(madeJson(data))).not.toContain("isKept");
  expect(await dataMade({ ledger: world.ledger, catalogue: () => catalogue }, () => false)).toEqual([]);
  expect(madeText([])).toBe("Rucio has no data of these productions.");
});

test("The JSON of made data fits the schema of data, for data that are kept, ended or not SHREK's", async () => {
  const validator = new Validator(JSON.parse(JSON.stringify(dataSchema)), "2020-12");
  const { world, catalogue } = await aKeptOne();
  const data = await dataMade({ ledger: world.ledger, catalogue: () => catalogue }, everything);
  const printed = JSON.parse(JSON.stringify(madeJson(data)));

  expect(validator.validate(printed)).toMatchObject({ valid: true });
  expect(validator.validate(madeJson([]))).toMatchObject({ valid: true });
  const [first] = printed.data;
  for (const key of Object.keys(first)) {
    const { [key]: _, ...less } = first;
    expect(validator.validate({ ...printed, data: [less] }).valid).toBe(false);
  }
  expect(validator.validate({ ...printed, data: [{ ...first, more: 1 }] }).valid).toBe(false);
});

test("The line of a preview ends exactly the data that it showed", async () => {
  const { world, catalogue, pass, rucio } = await aKeptOne();
  const ports = { ledger: world.ledger, catalogue: () => catalogue };
  const [first] = await dataMade(ports, everything);
  if (first === undefined) throw new Error("nothing was made");
  const text = expiryText([first]);
  const line =
    text
      .split("\n")
      .find((one) => one.includes("/shrek expire"))
      ?.trim() ?? "";
  expect(line).toBe(`/shrek expire ${tag}@1.0.0 dids=${first.id}`);
  const said = parseCommand(line);
  if (said.kind !== "command") throw new Error(line);
  await recordCommand({ ledger: world.ledger, clock: world.clock.port }, commandRecord(said, "bob", "1"), [key]);
  await pass();
  const ended = [...rucio.state.rules.values()].filter(
    ({ expires }) => expires !== null && expires.getTime() <= Date.now() + 3_600_000,
  );
  expect(ended.map(({ scope, name }) => `${scope}:${name}`)).toEqual([first.did]);
  const [now, other] = await dataMade(ports, everything);
  expect(now).toMatchObject({ until: null, stays: "its rule has ended" });
  expect(other).toMatchObject({ stays: null });
  expect(expiryText(now === undefined ? [] : [now])).toContain(`${first.did}: its rule has ended`);
});

test("Data that no rule of SHREK keeps are listed, and are not SHREK's to end", async () => {
  const { world, catalogue, end, register } = await aKeptWorld();
  end();
  await register();
  await world.run();
  const data = await dataMade({ ledger: world.ledger, catalogue: () => catalogue }, everything);
  expect(data).toHaveLength(2);
  expect(data[0]).toMatchObject({ until: null, stays: "no rule of SHREK keeps it" });
  expect(expiryText([])).toContain("There is nothing to end");
});
