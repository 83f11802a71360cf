import { expect, test } from "vitest";
import { withoutSecrets } from "../../../action/adapters/rucio/rucio-call.ts";

test.each<[secrets: readonly string[], text: string, shown: string]>([
  [["word"], "said word, word", "said [secret], [secret]"],
  [["word", "reader"], "word of reader", "[secret] of [secret]"],
  [["word"], "nothing", "nothing"],
  [["", "word"], "no word", "no [secret]"],
  [[""], "no login", "no login"],
])("Of a login with %j an answer that says %j is read as %j", (secrets, text, shown) => {
  const answer = { kind: "answered", status: 500, text, headers: new Headers(), retryAfter: 0 } as const;
  expect(withoutSecrets(answer, secrets)).toEqual({ ...answer, text: shown });
});
