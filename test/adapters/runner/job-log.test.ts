import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";

const hostile = "a\u001b[2J\u202eb\u200b\n::error::stop\n##[error]stop";
const log = new URL("../../../action/adapters/runner/actions-report.ts", import.meta.url);

test("A line of the job log and the words of an annotation hold no control sequence that a terminal or the runner obeys", () => {
  const names = ["info", "notice", "warning", "error", "setFailed"];
  const calls = names.map((name) => `log.${name}(${JSON.stringify(hostile)});`).join(" ");
  const script = `import * as log from ${JSON.stringify(log.href)}; ${calls} process.exitCode = 0`;

  const written = execFileSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });

  const annotation = (command: string): string => `::${command}::ab%0A: :error::stop%0A# #[error]stop\n`;
  expect(written).toBe(
    `ab\n: :error::stop\n# #[error]stop\n${["notice", "warning", "error", "error"].map(annotation).join("")}`,
  );
});
