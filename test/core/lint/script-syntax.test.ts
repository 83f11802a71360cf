import { expect, test } from "vitest";
import { placeInText } from "../../../action/core/lint/bash/script.ts";
import { checkScriptSyntax } from "../../../action/core/lint/script-syntax.ts";
import { aRequest, aStep, valid } from "../a-production.ts";

const script = (text: string) => ({ file: "charm/run.sh", resource: "run.sh", text, placeOf: placeInText(text) });
const steps = { here: aStep() };
const complaint = "line 3: syntax error near unexpected token `fi'";

test("A bash syntax error of a script is reported at the script's line, and may be acknowledged", () => {
  const text = "set -e\n\n  fi\n";
  const acknowledge = [{ code: "script-syntax", reason: "zsh reads it" }];

  const [plain] = checkScriptSyntax(valid(aRequest({ steps })).production, script(text), complaint);
  const [known] = checkScriptSyntax(valid(aRequest({ steps, acknowledge })).production, script(text), complaint);

  expect(plain).toMatchObject({ severity: "error", file: "charm/run.sh", line: 3, col: 3 });
  expect(known).toMatchObject({ severity: "note", line: 3, col: 3 });
});

test("A syntax error is not reported in text that bash never reads, or reads only by an option of the script", () => {
  const { production } = valid(aRequest({ steps }));
  const told = (text: string) => checkScriptSyntax(production, script(text), complaint);

  expect(told("echo\nexit 0\nfi\n")).toEqual([]);
  expect(told("shopt -s extglob\nls\nls !(x)\n")).toEqual([]);
  expect(told("echo\n  exit 0\nfi\n")).toHaveLength(1);
  expect(checkScriptSyntax(production, script("echo\n"), "")).toEqual([]);
});
