import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { shrek } from "../../../scripts/demo/scene.ts";

test.each([
  [
    "no PanDA is named",
    "",
    "shrek: No command is sent from a terminal to a PanDA that is not named. Write /shrek kill",
  ],
  ["what is named is no address", "panda", "shrek: PANDA_URL_SSL is not an address. Set it to "],
  [
    "PanDA is elsewhere; no password of its address is shown",
    "https://me:secret@panda.example.org/server/panda",
    "shrek: No command is sent from a terminal to https://panda.example.org. Write /shrek kill on the pull request; ",
  ],
])("A command from a terminal gives no order where %s", async (_, url, said) => {
  const { code, stdout, stderr } = await shrek(tmpdir(), ["kill", "sP26a-toy-pileup"], { PANDA_URL_SSL: url });

  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr.slice(0, said.length)).toBe(said);
});
