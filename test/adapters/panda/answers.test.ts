import { describe, expect, test } from "vitest";
import { readChecked, readSubmitted } from "../../../action/adapters/panda/answers.ts";
import type { Answer } from "../../../action/adapters/panda/wire.ts";
import type { SubmissionRequest } from "../../../action/core/submission/submission-request.ts";

const answered = (text: string, status = 200): Answer => ({
  kind: "answered",
  status,
  text,
  date: new Date(0),
  retryAfter: 0,
});
const verdict = (status: unknown, request: unknown, log = ""): Answer =>
  answered(JSON.stringify([true, { status, request_id: request, log }]));
const broken: Answer = { kind: "unanswered", arrived: "no", message: "the connection broke" };

const submissionRequest: SubmissionRequest = {
  outDS: "user.a.b+c-1.0.0-0",
  workflowName: "shrek-0a1b2c3d-0123456789ab-a1",
  fingerprint: "mark",
  vo: "sphenix",
  workingGroup: "sphenix",
  prodSourceLabel: "test",
  cores: undefined,
  archive: new Uint8Array(),
  steps: ["one", "two"],
};
const node = (step: string, name: string, params = "{}"): string =>
  `ID:0 Name:${step} Type:prun\n  Parent:\n  Input:\n     opt_args: --outputs %{x}\n  Output:\n     ${name}\n${params}\n\n`;
const log = `${node("one", "user.a.b+c-1.0.0-0_000_one")}${node("two", "user.a.b+c-1.0.0-0_001_two")}`;
const check = (answer: Answer) => readChecked(answer, submissionRequest, "box.tar.gz");
const readers = [
  ["a check", check],
  ["a submit", readSubmitted],
] as const;

describe.each(readers)("%s", (_, read) => {
  test("An answer of PanDA over a broken connection is reported with the error of the connection", () => {
    expect(read(broken)).toEqual(broken);
  });

  test.each([400, 401, 403])("A call that PanDA answers with %i never arrived", (status) => {
    expect(read(answered("no entry", status))).toEqual({
      kind: "unanswered",
      arrived: "no",
      message: `HTTP ${status}: no entry`,
    });
  });

  test.each([
    ["an error page", answered("<html>", 502)],
    ["a redirect", answered("moved", 302)],
    ["a good verdict under a bad status", { ...verdict(true, 7, log), status: 500 }],
    ["no list", answered('{"0":true,"1":{"status":true,"request_id":7,"log":""}}')],
    ["not true", answered('[false,{"status":false,"request_id":null,"log":"no"}]')],
    ["1 for true", answered('[1,{"status":false,"request_id":null,"log":"no"}]')],
    ["a text", answered('[true,"status"]')],
    ["null", answered("[true,null]")],
    ["no status", answered('[true,{"request_id":null,"log":"no"}]')],
    ["no request", answered('[true,{"status":false,"log":"no"}]')],
    ["no log", answered('[true,{"status":false,"request_id":null}]')],
    ["nothing", answered("")],
  ])("A call that PanDA answers with %s is in doubt", (_name, answer) => {
    expect(read(answer)).toMatchObject({ kind: "unanswered", arrived: "maybe" });
  });

  test("A doubt about a call to PanDA has the message of the server", () => {
    expect(read(answered("no\nsuch page", 502))).toMatchObject({ message: "HTTP 502: no such page" });
  });

  test("A submit whose failure comes after the log line 'submit workflow' is in doubt and not refused", () => {
    expect(read(verdict(false, null, "parsed\n12:00 : submit workflow\nboom"))).toMatchObject({
      kind: "unanswered",
      arrived: "maybe",
      message: expect.stringContaining("parsed 12:00 : submit workflow boom"),
    });
  });

  test("A failed call that made a request, or that says neither true nor false, is in doubt", () => {
    for (const answer of [verdict(false, 7, "no"), verdict(null, null, "no"), verdict("false", null, "no")])
      expect(read(answer)).toMatchObject({ kind: "unanswered", arrived: "maybe" });
  });
});

describe("a submit", () => {
  test("A submit is accepted if PanDA answers true and an integer request id", () => {
    expect(readSubmitted(verdict(true, 7))).toEqual({
      kind: "accepted",
      request: 7,
      pandaDate: "1970-01-01T00:00:00.000Z",
    });
    for (const request of [null, "7", 7.5, 2 ** 60, true])
      expect(readSubmitted(verdict(true, request, "odd"))).toEqual({
        kind: "unanswered",
        arrived: "maybe",
        message: "PanDA's answer contains no request id: odd",
      });
    for (const status of [1, "true", null]) expect(readSubmitted(verdict(status, 7)).kind).toBe("unanswered");
  });

  test("A submit that PanDA refuses before the call of iDDS is refused, with the last words of the log", () => {
    const lines = ["t : start parsing", "one", "  two ", "", "is_OK=False", "three", "four"];

    expect(readSubmitted(verdict(false, null, lines.join("\n")))).toEqual({
      kind: "refused",
      message: "two three four",
    });
    expect(readSubmitted(verdict(false, null, "is_OK=False\n"))).toEqual({
      kind: "refused",
      message: "no reason given",
    });
  });
});

describe("a check", () => {
  test("PanDA's check is accepted if its answer has exactly one task name for each step", () => {
    expect(check(verdict(true, null, log))).toEqual({
      kind: "accepted",
      names: { one: ["user.a.b+c-1.0.0-0_000_one"], two: ["user.a.b+c-1.0.0-0_001_two"] },
      sandbox: "box.tar.gz",
    });
  });

  test("A task name that PanDA's check prints twice counts once", () => {
    expect(check(verdict(true, null, log + node("one", "user.a.b+c-1.0.0-0_000_one")))).toMatchObject({
      kind: "accepted",
      names: { one: ["user.a.b+c-1.0.0-0_000_one"] },
    });
  });

  test.each([
    ["no name", node("one", "user.a.b+c-1.0.0-0_000_one"), "two"],
    ["two names", log + node("one", "user.a.b+c-1.0.0-0_002_one"), "one"],
    ["a name with more behind it", log.replace("_001_two", "_001_two_x"), "two"],
    ["a name with a number of two digits", log.replace("_001_two", "_01_two"), "two"],
    ["a name that a pattern would match", log.replaceAll("b+c-1.0.0", "bbc-1x0.0"), "one, two"],
    ["a name among the inputs only", log.replaceAll("  Output:", "  Outputs:"), "one, two"],
    [
      "a name behind the task's map",
      log.replace("     user.a.b+c-1.0.0-0_001_two\n{}", "{}\n     user.a.b+c-1.0.0-0_001_two"),
      "two",
    ],
  ])("PanDA's check that prints %s for a step is rejected, and the step is named", (_, text, steps) => {
    expect(check(verdict(true, null, text))).toEqual({
      kind: "rejected",
      message: `PanDA accepted the workflow, but its answer has no unique task for ${steps}.`,
    });
  });

  test("PanDA's check that leaves a placeholder in a task's map is rejected; placeholders in options of a node are allowed", () => {
    const left = log.replace("{}", '{\n    "jobParameters": "%{IN1} x"\n}');

    expect(check(verdict(true, null, left))).toEqual({
      kind: "rejected",
      message: "PanDA accepted the workflow, but did not resolve %{IN1} in it.",
    });
    expect(check(verdict(true, null, `%{elsewhere}\n  %{near}\n${log}`)).kind).toBe("accepted");
  });

  test.each([
    ["deeper", log.replaceAll("  Output:", "   Output:")],
    ["with words behind it", log.replaceAll("  Output:", "  Output: 2")],
  ])("PanDA's check that prints its header of outputs %s is rejected as not understood", (_, text) => {
    expect(check(verdict(true, null, text)).kind).toBe("rejected");
  });

  test("A rejected check of PanDA has the last words of PanDA's log, line by line without blanks around", () => {
    expect(check(verdict(false, null, "first\n   second   \n\n  third\n"))).toEqual({
      kind: "rejected",
      message: "first second third",
    });
  });

  test("A check that PanDA answers with false is rejected with the last words of the log", () => {
    expect(check(verdict(false, null, "cannot parse"))).toEqual({ kind: "rejected", message: "cannot parse" });
  });

  test("PanDA's check that made a request has submitted, and is in doubt", () => {
    for (const answer of [verdict(true, 7, "made"), verdict(false, 7, "made")])
      expect(check(answer)).toEqual({
        kind: "unanswered",
        arrived: "maybe",
        message: "PanDA answered the check with a submission: made",
      });
  });
});

describe("messages of iDDS", () => {
  const log = "submit workflow";

  test("A refusal by iDDS counts as a refusal; any other answer of false with a message is doubt", () => {
    const words = "Bad request exception.: {}\nDetails: Cannot decode json parameter dictionary";
    expect(readSubmitted(verdict(false, [false, words], log))).toEqual({
      kind: "refused",
      message: "Bad request exception.: {} Details: Cannot decode json parameter dictionary",
    });
    const others: readonly unknown[] = [
      [false, "Connection exception.: Bad request exception"],
      [false, "Bad request exceptional"],
      [true, words],
      [false, words, 1],
      [false, 7],
      [false, [words]],
      words,
      null,
    ];
    for (const other of others)
      expect(readSubmitted(verdict(false, other, log))).toMatchObject({ kind: "unanswered", arrived: "maybe" });
    expect(readSubmitted(verdict(true, [false, words], log))).toMatchObject({ kind: "unanswered", arrived: "maybe" });
  });

  test.each([
    ["bad HTTP response 503", "no"],
    ["bad HTTP response 404", "no"],
    ["not found", "no"],
    ["failed to extract jobO.1.tar.gz", "no"],
    ["failed to run with HTTPSConnectionPool(host='cache', port=443): Max retries exceeded with url: /cache/x", "no"],
    ["failed to run with ('Connection aborted.', RemoteDisconnected('Remote end closed connection'))", "no"],
    ["failed to run with ('Received response with content-encoding: gzip, but failed to decode it.', error(-3))", "no"],
    ["failed to run with [Errno 28] No space left on device", "no"],
    ["main execution failed with 126:/bin/sh: 1: python: Permission denied", "no"],
    ["main execution failed with 127:/bin/sh: python: command not found", "no"],
    ["main execution failed with 1:Traceback\n  line 1\nModuleNotFoundError: No module named 'pandaclient'", "no"],
    ["main execution failed with -9:", "maybe"],
    ["main execution failed with 137:Killed", "maybe"],
    ["main execution failed with 1:Traceback\n  line 1\nOSError: [Errno 28] No space left on device", "maybe"],
  ])(
    "A check or a submit that fails on PanDA's own machine with %s is an outage and never a rejection",
    (words, arrived) => {
      const log = `2026-11-28 10:00:00.000000 : start x\n2026-11-28 10:00:01.000000 : ${words}\n`;
      const message = expect.stringMatching(/^PanDA's server is in trouble: 2026-11-28 ./);

      for (const read of [check, readSubmitted])
        expect(read(verdict(false, null, log))).toEqual({ kind: "unanswered", arrived, message });
    },
  );

  test.each([
    "no such site",
    "2026-11-28 10:00:01.000000 : not found among the sites",
    "ERROR : the file of 2026-11-28 10:00 : not found",
    "main execution failed with 1:ERROR : nFilesPerJob is too large",
    "failed to run with 'outDS'",
    "Verification failure in ID:0 unknown type",
  ])("An error of the workflow that PanDA reports is the author's to correct: %s", (words) => {
    expect(readChecked(verdict(false, null, words), submissionRequest, "box")).toMatchObject({ kind: "rejected" });
    expect(readSubmitted(verdict(false, null, words))).toMatchObject({ kind: "refused" });
  });

  test("An error after PanDA called iDDS leaves a submit in doubt", () => {
    const late = verdict(false, null, "submit workflow\nbad HTTP response 503");
    expect(readChecked(late, submissionRequest, "box")).toMatchObject({ kind: "unanswered", arrived: "maybe" });
    expect(readSubmitted(late)).toMatchObject({ kind: "unanswered", arrived: "maybe" });
  });
});
