import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";

const hostile = "a\u001b[2J\u202eb\u200b\n::error::stop\n##[error]stop";
const log = new URL("../../../action/adapters/runner/actions-report.ts", import.meta.url);

/** What a process writes that calls this of the log. */
const written = (call: string): string =>
  execFileSync(
    process.execPath,
    ["--input-type=module", "-e", `import * as log from ${JSON.stringify(log.href)}; log.${call}`],
    { encoding: "utf8" },
  );

test("A line of the job log holds no control sequence that a terminal or the runner obeys", () => {
  expect(written(`info(${JSON.stringify(hostile)})`)).toBe("ab\n: :error::stop\n# #[error]stop\n");
});

test.each(["notice", "warning", "error", "setFailed"])(
  "The words of %s hold no control sequence that a terminal or the runner obeys",
  (name) => {
    const command = name === "setFailed" ? "error" : name;
    expect(written(`${name}(${JSON.stringify(hostile)}); process.exitCode = 0`)).toBe(
      `::${command}::ab%0A: :error::stop%0A# #[error]stop\n`,
    );
  },
);
